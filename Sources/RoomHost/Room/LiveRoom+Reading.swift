public import InventoryEngine
internal import LiveshelfCore
public import RoomEngine
public import Storage

extension LiveRoom {
  /// The engine of the show that runs, or ran last, with everything folded in that was given before; nil: no show has
  /// begun. The copy is the caller's: it may compute with it for seconds without holding the room up.
  public func engine() async throws(RoomHostError) -> (show: ShowRecord, engine: RoomEngine)? {
    try await look { fold in fold.map { ($0.show, $0.engine) } }
  }

  /// The engine of a show of the past, by folding its log once more. Blocks for seconds with a long show.
  public func pastEngine(of show: String) throws(RoomHostError) -> (show: ShowRecord, engine: RoomEngine)? {
    do {
      guard let record = try store.shows().first(where: { $0.id == show }) else { return nil }
      return (record, try RoomFold(room: name, show: record, restoring: store).engine)
    } catch {
      throw .storage("\(error)")
    }
  }

  /// What the stock of a show did, cell by cell. Blocks: it reads the whole log.
  public func stockHistories(of show: String) throws(RoomHostError) -> [StockHistory] {
    var histories = StockHistories()
    do {
      histories.add(try store.movements(of: show))
      for row in try store.stock(of: show) { histories.setSafetyStock(row.balance.safetyStock, of: row.cell) }
      try store.replay(show) { logged in
        if case .input(let input) = logged.entry, case .order(let event) = input.content { histories.add(event) }
      }
    } catch {
      throw .storage("\(error)")
    }
    return histories.all
  }
}
