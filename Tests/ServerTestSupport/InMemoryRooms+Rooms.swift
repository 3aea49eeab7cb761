public import InventoryEngine
public import LiveshelfCore
public import RoomAPI
internal import Rooms

extension InMemoryRooms {
  public func rooms() -> [RoomSummary] {
    contents.values.map(\.summary).sorted { $0.name < $1.name }
  }

  public func createRoom(_ definition: RoomDefinition) throws(ServiceError) -> RoomSummary {
    guard contents[definition.name] == nil else { throw .roomExists(definition.name) }
    let name = definition.name.text
    var view = RoomView(room: name, state: .idle, sequence: 1)
    view.products = definition.products.map(Self.product)
    let summary = RoomSummary(
      name: name, title: definition.title, state: .idle, url: definition.url, listen: definition.listens,
      products: definition.products.count,
      sequence: 1)
    contents[definition.name] = Room(summary: summary, columns: definition.columns, view: view)
    return summary
  }

  public func changeRoom(_ name: RoomName, _ change: RoomChange) throws(ServiceError) -> RoomSummary {
    let summary = try room(name).summary
    var setup = RoomSetup(name: name, title: summary.title, url: summary.url, listens: summary.listen)
    try change.apply(to: &setup)
    contents[name]?.summary.title = setup.title
    contents[name]?.summary.url = setup.url
    contents[name]?.summary.listen = setup.listens
    return try room(name).summary
  }

  public func columns(of kind: RowKind, in room: RoomName) throws(ServiceError) -> String? {
    try self.room(room).columns[kind.rawValue]
  }

  public func deleteRoom(_ room: RoomName) throws(ServiceError) {
    for watcher in try self.room(room).watchers.values { watcher.finish() }
    contents[room] = nil
  }

  public func startRoom(_ room: RoomName) throws(ServiceError) -> RoomSummary {
    guard try self.room(room).summary.state != .live else { throw .conflict("the room runs already; stop it first") }
    return try set(.live, in: room)
  }

  public func stopRoom(_ room: RoomName) throws(ServiceError) -> RoomSummary { try set(.idle, in: room) }

  private func set(_ state: RoomState, in name: RoomName) throws(ServiceError) -> RoomSummary {
    var room = try self.room(name)
    room.summary.state = state
    contents[name] = room
    change(name) { $0.state = state }
    return try self.room(name).summary
  }

  public func setCatalog(_ products: [Product], in name: RoomName) throws(ServiceError) -> RoomSummary {
    var room = try self.room(name)
    room.summary.products = products.count
    contents[name] = room
    change(name) { update in
      update.catalog = products.map(\.sku.text)
      update.products = products.map(Self.product)
    }
    return try self.room(name).summary
  }

  private static func product(_ product: Product) -> ProductView {
    ProductView(
      sku: product.sku.text, name: product.name, category: product.category, linkNumber: product.linkNumber,
      livePrice: product.livePrice.map { Double($0.hundredths) / 100 })
  }

  public func markers(in room: RoomName) throws(ServiceError) -> [String] { try self.room(room).markers.keys.sorted() }

  public func setMarker(_ name: String, audio: [UInt8], in room: RoomName) throws(ServiceError) {
    _ = try self.room(room)
    contents[room]?.markers[name] = audio
  }

  public func deleteMarker(_ name: String, in room: RoomName) throws(ServiceError) {
    guard try self.room(room).markers[name] != nil else { throw .notFound(what: "marker", id: name) }
    contents[room]?.markers[name] = nil
  }

  public func submit(_ batch: IntakeBatch, to name: RoomName) async throws(ServiceError) -> IntakeReceipt {
    _ = try room(name)
    try refuseWhenFull()
    await waitForResume()
    guard contents[name] != nil else { throw .roomNotFound(name) }
    if remembersBatches { contents[name]?.batches.append(batch) }
    for row in batch.rows { contents[name]?.counts[row.kind.rawValue, default: 0] += 1 }
    let repeated = takeOrders(
      batch.rows.compactMap { row in
        guard case .order(let event) = row else { return nil }
        return event
      }, in: name)
    return IntakeReceipt(
      accepted: batch.rows.count - repeated, repeated: repeated, durableAt: batch.receivedAt + 0.001)
  }

  /// - Returns: how many were there already.
  private func takeOrders(_ orders: [OrderEvent], in name: RoomName) -> Int {
    guard let room = contents[name] else { return 0 }
    var changed: [String: ProductView] = [:]
    let products = Dictionary(room.view.products.map { ($0.sku, $0) }, uniquingKeysWith: { first, _ in first })
    var totals = room.view.totals
    var repeated = 0
    for order in orders {
      guard contents[name]?.eventIDs.insert(order.eventID).inserted ?? false else {
        repeated += 1
        continue
      }
      guard order.type == .created else { continue }
      let value = Double(order.value?.hundredths ?? 0) / 100
      totals.orders += 1
      totals.units += order.quantity
      totals.gmv += value
      if var product = changed[order.sku.text] ?? products[order.sku.text] {
        product.orders += 1
        product.units += order.quantity
        product.gmv += value
        product.available = product.available.map { $0 - order.quantity }
        changed[order.sku.text] = product
      }
    }
    let (newTotals, newProducts) = (totals, changed.keys.sorted().compactMap { changed[$0] })
    change(name) { update in
      update.totals = newTotals
      update.products = newProducts
    }
    return repeated
  }

  public func correctPresentation(
    to sku: SKU?, in room: RoomName, by operatorName: String
  ) throws(ServiceError) -> PresentationView? {
    let products = try self.room(room).view.products
    guard let sku else {
      change(room) { $0.now = .some(nil) }
      return nil
    }
    guard let product = products.first(where: { $0.sku == sku.text }) else {
      throw .invalid(field: "sku", message: "'\(sku)' is not in the catalog")
    }
    change(room) {
      $0.now = NowPresenting(
        presentationID: "p-2", sku: sku.text, product: product.name, start: 9, confidence: 1, reason: "corrected")
    }
    return PresentationView(
      id: "p-2", sku: sku.text, product: product.name, start: 9, confidence: 1, announcedAt: 9,
      reason: "\(operatorName) said so", corrected: true)
  }
}
