internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine
internal import Storage

/// A show's engine, and what it was told: the log folded into a state. Belongs to the room's thread.
final class RoomFold {
  let room: RoomName
  let show: ShowRecord
  private(set) var engine: RoomEngine
  /// The moment of the last entry.
  private(set) var position: StreamTime
  /// How often the catalog has changed in this show.
  private var catalogChanges = 0
  private(set) var isFinished = false

  init(room: RoomName, show: ShowRecord) {
    self.room = room
    self.show = show
    position = StreamTime(microseconds: .min / 4)
    engine = RoomEngine(room: room, catalog: show.catalog, clock: show.clock)
    engine.keepsMovements = true
    engine.edition = show.id
  }

  /// Restores a show from its log: the same state as before, without effects.
  ///
  /// A later catalog tells the show so far anew, so that only the last one counts.
  convenience init(room: RoomName, show: ShowRecord, restoring store: RoomStore) throws(StoreError) {
    var catalog = show.catalog
    var changes = 0
    for changed in try store.catalogChanges(of: show.id) {
      catalog = changed
      changes += 1
    }
    self.init(room: room, show: show)
    if changes > 0 { start(anew: catalog, changes: changes) }
    try retell(from: store)
  }

  /// The ledger's entries since they were last taken.
  func takeMovements() -> [StockMovement] { engine.takeMovements() }

  /// Folds an entry in and returns what follows.
  func apply(_ entry: RoomEntry) -> [RoomEffect] {
    position = max(position, entry.at)
    switch entry {
    case .input(let input): return engine.consume(input)
    case .finished(let end):
      isFinished = true
      return engine.finish(at: end)
    case .catalog: return []
    }
  }

  /// Tells the whole show anew with other products; what follows of it then has followed before.
  func change(catalog: Catalog, retelling store: RoomStore) throws(StoreError) {
    start(anew: catalog, changes: catalogChanges + 1)
    try retell(from: store)
  }

  private func start(anew catalog: Catalog, changes: Int) {
    catalogChanges = changes
    engine = RoomEngine(room: room, catalog: catalog, clock: show.clock)
    engine.edition = "\(show.id)+\(changes)"
  }

  private func retell(from store: RoomStore) throws(StoreError) {
    engine.keepsMovements = false
    try store.replay(show.id) { _ = apply($0.entry) }
    engine.keepsMovements = true
  }
}
