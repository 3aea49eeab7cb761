public import InventoryEngine
public import LiveshelfCore
public import RoomEngine
public import Storage

/// A room that can be asked what its shows did: one that lives here, or the copy of one that lives elsewhere.
public protocol ReadableRoom: Sendable {
  var store: RoomStore { get }
  /// The engine of the show that runs, or ran last, with everything folded in that was known before the call; nil: no show
  /// has begun. The copy is the caller's: it may compute with it for seconds without holding the room up.
  func engine() async throws(RoomHostError) -> (show: ShowRecord, engine: RoomEngine)?
}

extension ReadableRoom {
  /// The engine of a show of the past, by folding its log once more. Blocks for seconds with a long show.
  public func pastEngine(of show: String) throws(RoomHostError) -> (show: ShowRecord, engine: RoomEngine)? {
    do {
      guard let record = try store.shows().first(where: { $0.id == show }) else { return nil }
      return (record, try RoomFold(replaying: record, of: store).engine)
    } catch {
      throw .storage("\(error)")
    }
  }

  /// What the stock of a show did, cell by cell. Blocks: it reads the whole log.
  ///
  /// - Parameter stock: the show's ledger.
  public func stockHistories(of show: String, stock: [StockRow]) throws(RoomHostError) -> [StockHistory] {
    var histories = StockHistories()
    do {
      histories.add(try store.movements(of: show))
      for row in stock { histories.setSafetyStock(row.balance.safetyStock, of: row.cell) }
      try store.replay(show) { logged in
        if case .input(let input) = logged.entry, case .row(.order(let event)) = input.content { histories.add(event) }
      }
    } catch {
      throw .storage("\(error)")
    }
    return histories.all
  }
}

/// A room that viewers' questions are answered from.
protocol QuestionedRoom: ReadableRoom, AnyObject {
  /// What is on stage and in stock, with everything that was known before the call; nil: no show has begun.
  func stageAndStock() async throws(RoomHostError) -> StageAndStock?
  /// The products that are known without asking.
  var shownCatalog: Catalog? { get }
}
