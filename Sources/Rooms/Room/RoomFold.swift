internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine
internal import Storage

/// A show's engine, and what it was told: the log folded into a state. Belongs to one thread at a time.
///
/// The one way to make and feed an engine from a log: rooms that go on, copies, exports and audits all come here.
final class RoomFold {
  private(set) var show: ShowRecord
  private(set) var engine: RoomEngine
  /// The moment of the last entry.
  private(set) var position = StreamTime(microseconds: .min / 4)
  private(set) var isFinished = false
  /// Whether what was sent was reconciled with what stands since the show was last told anew.
  private(set) var isReconciled = true
  /// Why what the last show ended with could not be taken over; nil: it was, or there was none.
  private var carryTrouble: String?
  /// Entries of the show.
  private(set) var length = 0
  private let room: RoomName
  private let rules: FoldRules

  /// A show that begins.
  ///
  /// - Parameter rules: those of this program.
  init(room: RoomName, show: ShowRecord, rules: FoldRules = .current) {
    self.room = room
    self.show = show
    self.rules = rules
    engine = ShowConditions(show, in: room, rules).engine()
    engine.keepsMovements = true
  }

  /// A show that begins where the last one of a shop ended.
  ///
  /// - Returns: the show, and its first entries with what follows of them; nil: it begins with nothing.
  /// - Throws: when what the last one ended with cannot be read.
  static func beginning(
    _ show: ShowRecord, after last: RoomFold?, of room: RoomName, _ rules: FoldRules, at now: WallTime
  ) throws(StoreError) -> (fold: RoomFold, first: StoreCommit?) {
    let fold = RoomFold(room: room, show: show, rules: rules)
    guard let last, last.engine.isShop, show.shop == nil else { return (fold, nil) }
    var first = StoreCommit(show: show.id, time: now)
    for (place, piece) in last.engine.carried.enumerated() {
      let entry = RoomEntry.carried(piece, at: .zero)
      _ = fold.apply(entry)
      first.entries.append((entry, now))
      first.movements += fold.takeMovements().map { ($0, place) }
    }
    try fold.checkCarried()
    first.stock = fold.engine.stockTable
    return (fold, first)
  }

  /// A show as its log tells it: the same state as when it was first told, without effects.
  ///
  /// - Parameters:
  ///   - last: rows after this one are left out.
  ///   - body: called on this thread with each row once it is folded in.
  convenience init(
    replaying show: ShowRecord, of store: RoomStore, through last: Int64 = .max, rules: FoldRules = .current,
    _ body: (LoggedEntry, RoomFold) -> Void = { _, _ in }
  ) throws(StoreError) {
    self.init(room: store.room, show: show, rules: rules)
    try retell(from: store, through: last, body)
  }

  /// The ledger's entries since they were last taken.
  func takeMovements() -> [StockMovement] { engine.takeMovements() }

  /// What the ledger remarked since this was last taken.
  func takeNotices() -> [LedgerNotice] { engine.takeNotices() }

  /// Whether a row that comes when the show is over is still the show's: it happened in it, or goes on with an order of it.
  /// Stock that is told then is another show's beginning.
  func belongs(_ row: Row) -> Bool {
    guard let end = show.end else { return false }
    let happened: WallTime
    switch row {
    case .order(let event):
      if engine.knows(event) { return true }
      happened = event.eventTime
    case .transaction(let transaction): happened = transaction.time
    case .comment(let comment): happened = comment.time
    case .click(let click): happened = click.time
    case .stock: return false
    }
    return show.clock.start <= happened && happened <= show.clock.wallTime(of: end)
  }

  /// Folds an entry in and returns what follows.
  func apply(_ entry: RoomEntry) -> [RoomEffect] {
    if case .began = entry { return [] }
    length += 1
    position = max(position, entry.at)
    switch entry {
    case .input(let input): return engine.consume(input)
    case .finished(let end):
      finish(at: end)
      return engine.finish(at: end)
    case .retold(let retelling, let at):
      isReconciled = true
      return engine.adopt(retelling, at: at)
    case .carried(let piece, let at):
      carryOn(piece, at: at)
      return []
    case .began, .catalog, .settings, .intake, .setAside, .settled: return []
    }
  }

  /// Tells the whole show anew under the conditions that its log now says, such as other products; what follows of it then
  /// has followed before.
  func retell(from store: RoomStore) throws(StoreError) { try retell(from: store, through: .max) { _, _ in } }

  private func retell(
    from store: RoomStore, through last: Int64, _ body: (LoggedEntry, RoomFold) -> Void
  ) throws(StoreError) {
    var conditions = ShowConditions(show, in: room, rules)
    isReconciled = true
    length = 0
    for change in try store.changes(of: show.id, through: last) {
      switch change {
      case .catalog(let changed, _): conditions.change(to: changed)
      case .settings(let changed, _): conditions.change(to: changed)
      case .retold(let retelling, _): conditions.change(toRules: retelling.rules)
      case .began, .input, .intake, .setAside, .settled, .carried, .finished: break
      }
      if case .retold = change { isReconciled = true } else { isReconciled = false }
    }
    if conditions.rules != rules.version { isReconciled = false }
    engine = conditions.engine()
    defer { engine.keepsMovements = true }
    let stage = try ShowReplay(of: engine, show: show.id, through: last, store).run { logged, decisions in
      tell(logged.entry, decisions)
      body(logged, self)
    }
    engine.adopt(stage)
    try checkCarried()
  }

  private func checkCarried() throws(StoreError) {
    if let carryTrouble { throw .record(sequence: 0, reason: carryTrouble) }
  }

  private func tell(_ entry: RoomEntry, _ decisions: StageReplay.Decisions?) {
    if case .began = entry { return }
    length += 1
    position = max(position, entry.at)
    if case .retold(let retelling, let at) = entry { _ = engine.adopt(retelling, at: at) }
    if case .carried(let piece, let at) = entry { carryOn(piece, at: at) }
    guard let decisions else { return }
    switch entry {
    case .input(let input): _ = engine.consume(input, decisions)
    case .finished(let end):
      finish(at: end)
      _ = engine.finish(at: end, decisions)
    case .began, .catalog, .settings, .intake, .setAside, .settled, .retold, .carried: break
    }
  }

  private func carryOn(_ piece: [UInt8], at: StreamTime) {
    do {
      try engine.carryOn(piece, at: at)
    } catch {
      carryTrouble = "what the shop's last show ended with: \(error)"
    }
  }

  private func finish(at end: StreamTime) {
    isFinished = true
    show.end = end
  }
}

extension ShowConditions {
  /// Those of a show's beginning; what changed since is in its log.
  ///
  /// - Parameter program: the rules of this program.
  init(_ show: ShowRecord, in room: RoomName, _ program: FoldRules) {
    self.init(
      room: room, show: show.id, clock: show.clock, catalog: show.catalog, settings: show.settings,
      shop: show.shop, rules: show.rules, program: program)
  }
}
