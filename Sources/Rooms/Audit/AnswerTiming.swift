internal import InventoryEngine
internal import LiveshelfCore
public import Storage
internal import ViewerComments

/// How long an answer to a viewer's question takes on this machine, with a show's products and stock.
public enum AnswerTiming {
  private static let questions = ["还有货吗", "多少钱", "几号链接", "什么时候发货", "有大码吗"]

  /// - Returns: nil when the show has no products.
  public static func measure(store: RoomStore, show: String) throws(RoomHostError) -> Spread? {
    do {
      guard let record = try store.shows().first(where: { $0.id == show }), !record.catalog.products.isEmpty else {
        return nil
      }
      let facts = StockFacts(try store.stock(of: show))
      let answerer = StockAnswerer(catalog: record.catalog)
      let clock = ContinuousClock()
      var times: [Double] = []
      for product in record.catalog.products.prefix(50) {
        for question in questions {
          let elapsed = clock.measure {
            var context = AnswerContext()
            _ = answerer.answer(product.name + question, facts: facts, context: &context)
          }
          times.append(Double(elapsed.components.attoseconds) / 1e18 + Double(elapsed.components.seconds))
        }
      }
      return Spread(times)
    } catch {
      throw .storage("\(error)")
    }
  }
}
