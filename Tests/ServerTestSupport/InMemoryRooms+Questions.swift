public import LiveshelfCore
public import RoomAPI
public import Rooms
internal import ViewerComments

extension InMemoryRooms {
  public func answer(_ inquiry: ViewerInquiry, in name: RoomName) throws(ServiceError) -> ViewerReply {
    let view = try room(name).view
    let catalog = Catalog(view.products.map { Product(sku: SKU($0.sku), name: $0.name, linkNumber: $0.linkNumber) })
    var facts = StockFacts()
    for product in view.products {
      facts.products[SKU(product.sku)] = StockFacts.ProductFacts(
        stock: product.warehouses.map {
          StockFacts.Line(
            warehouse: $0.warehouse, quantity: StockFacts.Quantity(available: product.available ?? $0.available))
        })
    }
    var context = AnswerContext(stage: StageView(current: view.now.map { SKU($0.sku) }), region: inquiry.region)
    let answerer = StockAnswerer(catalog: catalog)
    for question in inquiry.earlier { _ = answerer.answer(question, facts: facts, context: &context) }
    let answer = answerer.answer(inquiry.question, facts: facts, context: &context)
    return ViewerReply(answer: answer, catalog: catalog, facts: facts)
  }

  public func runningOrder(of name: RoomName) throws(ServiceError) -> RunningOrder { try room(name).runningOrder }

  public func setRunningOrder(_ order: RunningOrder, in name: RoomName) throws(ServiceError) {
    _ = try room(name)
    contents[name]?.runningOrder = order
  }

  public func viewerFacts(of name: RoomName) throws(ServiceError) -> ViewerFacts { try room(name).viewerFacts }

  public func setViewerFacts(_ facts: ViewerFacts, in name: RoomName) throws(ServiceError) -> [String] {
    let view = try room(name).view
    contents[name]?.viewerFacts = facts
    return facts.unknownSKUs(in: Catalog(view.products.map { Product(sku: SKU($0.sku), name: $0.name) }))
  }
}
