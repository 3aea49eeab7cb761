internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine
internal import Storage

/// A show's engine, and what it was told: the log folded into a state. Belongs to the room's thread.
final class RoomFold {
  let room: RoomName
  private(set) var show: ShowRecord
  private(set) var engine: RoomEngine
  /// The moment of the last entry.
  private(set) var position = StreamTime(microseconds: .min / 4)
  private(set) var isFinished = false
  private var catalog: Catalog
  private var settings: AdvisorSettings
  /// How often the catalog or the thresholds have changed in this show.
  private var changes = 0

  init(room: RoomName, show: ShowRecord) {
    self.room = room
    self.show = show
    catalog = show.catalog
    settings = show.settings
    engine = Self.engine(room, show, show.catalog, show.settings, changes: 0)
  }

  /// Restores a show from its log: the same state as before, without effects.
  ///
  /// - Parameter last: rows after this one are left out.
  convenience init(
    room: RoomName, show: ShowRecord, restoring store: RoomStore, through last: Int64 = .max
  ) throws(StoreError) {
    self.init(room: room, show: show)
    for change in try store.changes(of: show.id, through: last) { note(change) }
    try retell(from: store, through: last)
  }

  /// The ledger's entries since they were last taken.
  func takeMovements() -> [StockMovement] { engine.takeMovements() }

  /// What the ledger remarked since this was last taken.
  func takeNotices() -> [LedgerNotice] { engine.takeNotices() }

  /// Folds an entry in and returns what follows.
  func apply(_ entry: RoomEntry) -> [RoomEffect] {
    if case .began = entry { return [] }
    position = max(position, entry.at)
    switch entry {
    case .input(let input): return engine.consume(input)
    case .finished(let end):
      isFinished = true
      show.end = end
      return engine.finish(at: end)
    case .began, .catalog, .settings, .intake: return []
    }
  }

  /// Tells the whole show anew with other products or thresholds, as the log says since they changed; what follows of it
  /// then has followed before.
  func change(_ change: RoomEntry, retelling store: RoomStore) throws(StoreError) {
    note(change)
    try retell(from: store)
  }

  private func note(_ change: RoomEntry) {
    switch change {
    case .catalog(let changed, _): catalog = changed
    case .settings(let changed, _): settings = changed
    case .began, .input, .intake, .finished: return
    }
    changes += 1
  }

  private func retell(from store: RoomStore, through last: Int64 = .max) throws(StoreError) {
    engine = Self.engine(room, show, catalog, settings, changes: changes)
    engine.keepsMovements = false
    defer { engine.keepsMovements = true }
    let replay = try ShowReplay(of: engine, show: show.id, through: last, store).run { entry, decisions in
      if case .began = entry { return }
      position = max(position, entry.at)
      guard let decisions else { return }
      switch entry {
      case .input(let input): _ = engine.consume(input, decisions)
      case .finished(let end):
        isFinished = true
        self.show.end = end
        _ = engine.finish(at: end, decisions)
      case .began, .catalog, .settings, .intake: break
      }
    }
    engine.adopt(replay)
  }

  private static func engine(
    _ room: RoomName, _ show: ShowRecord, _ catalog: Catalog, _ settings: AdvisorSettings, changes: Int
  ) -> RoomEngine {
    var engine = RoomEngine(room: room, catalog: catalog, clock: show.clock, settings: settings)
    engine.keepsMovements = true
    engine.edition = changes == 0 ? show.id : "\(show.id)+\(changes)"
    return engine
  }
}
