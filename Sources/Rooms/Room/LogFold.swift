internal import LiveshelfCore
internal import RoomEngine
internal import Storage

/// The newest show of a store that grows, folded as far as it was looked at. Belongs to one thread at a time.
struct LogFold {
  private(set) var fold: RoomFold?
  /// The last row that is folded in.
  private var told: Int64 = 0
  private let rules: FoldRules

  /// - Parameter rules: those of this program.
  init(rules: FoldRules = .current) { self.rules = rules }

  /// - Parameters:
  ///   - fold: of all rows of the newest show up to `told`.
  init(_ fold: RoomFold?, told: Int64, rules: FoldRules) {
    self.rules = rules
    self.fold = fold
    self.told = told
  }

  /// Folds what is new up to a row.
  ///
  /// - Parameter last: a row that the store has.
  mutating func advance(through last: Int64, of store: RoomStore) throws(StoreError) {
    let (open, newest) = (try store.openShow(), try store.shows().last)
    guard let show = open ?? newest else {
      fold = nil
      return
    }
    // A store that was emptied and read anew may end earlier.
    guard let fold, fold.show.id == show.id, last >= told else { return try begin(show, through: last, of: store) }
    var isChanged = false
    try store.replay(show.id, after: told) { logged in
      guard logged.sequence <= last else { return }
      switch logged.entry {
      case .catalog, .settings: isChanged = true
      case .retold(let retelling, _) where retelling.rules != rules.version: isChanged = true
      default: if !isChanged { _ = fold.apply(logged.entry) }
      }
    }
    // Other products, thresholds or rules: the whole show is told anew with them.
    if isChanged { return try begin(show, through: last, of: store) }
    _ = fold.takeMovements()
    told = last
  }

  /// Forgets what was folded.
  mutating func reset() { self = LogFold(rules: rules) }

  /// Forgets what was folded if a row after this one was.
  mutating func reset(after row: Int64) {
    if told > row { reset() }
  }

  private mutating func begin(_ show: ShowRecord, through last: Int64, of store: RoomStore) throws(StoreError) {
    fold = try RoomFold(replaying: show, of: store, through: last, rules: rules)
    told = last
  }
}
