public import Foundation
public import History
public import InventoryEngine
public import LiveshelfCore
public import RoomAPI

extension InMemoryRooms {
  public func view(of room: RoomName) throws(ServiceError) -> RoomView { try self.room(room).view }

  public func updates(of room: RoomName, after sequence: Int64) throws(ServiceError) -> AsyncStream<RoomUpdate> {
    let view = try self.room(room).view
    let stream = try watch(room)
    // Nothing of the past is kept: whoever missed something is given the whole view.
    if sequence < view.sequence {
      change(room) { update in
        update.totals = view.totals
        update.products = view.products
        update.now = .some(view.now)
      }
    }
    return stream
  }

  public func presentations(in room: RoomName) throws(ServiceError) -> [PresentationView] {
    try self.room(room).presentations
  }

  public func products(in room: RoomName) throws(ServiceError) -> [ProductView] { try self.room(room).view.products }

  public func setAsideRows(in room: RoomName, before: Int64, limit: Int) throws(ServiceError) -> [SetAsideView] {
    Array(try self.room(room).setAside.filter { $0.id < before }.sorted { $0.id > $1.id }.prefix(limit))
  }

  public func settle(_ settlement: RowSettlement, in room: RoomName) throws(ServiceError) {
    guard let place = try self.room(room).setAside.firstIndex(where: { $0.id == settlement.entry }) else {
      throw .notFound(what: "row", id: "\(settlement.entry)")
    }
    contents[room]?.setAside[place].state = settlement.outcome.rawValue
  }

  public func inventory(in room: RoomName) throws(ServiceError) -> [InventoryRow] {
    try self.room(room).view.products.flatMap { product in
      product.warehouses.map {
        InventoryRow(
          sku: product.sku, product: product.name, warehouse: $0.warehouse, onHand: $0.onHand, reserved: 0,
          available: $0.available)
      }
    }
  }

  public func turnover(in room: RoomName, by grouping: TurnoverGrouping) throws(ServiceError) -> [TurnoverRow] {
    try self.room(room).view.products.map { TurnoverRow(group: $0.sku, openingUnits: 1000, soldUnits: $0.units) }
  }

  public func timeline(of sku: SKU, in room: RoomName, binSeconds: Int) throws(ServiceError) -> ProductTimeline {
    guard try self.room(room).view.products.contains(where: { $0.sku == sku.text }) else {
      throw .notFound(what: "product", id: sku.text)
    }
    return ProductTimeline(
      room: room.text, sku: sku.text, binSeconds: Double(binSeconds), units: [1, 2], orders: [1, 1],
      available: [999, 997], presenting: [0, 0.5], mentions: [0, 1], comments: [3, 0],
      forecast: DemandForecastView(start: 20, binSeconds: 60, p50: [4], low: [1], high: [9]),
      stockout: StockoutView(etaSeconds: 420, lowSeconds: 300, highSeconds: 600))
  }

  public func shows(in room: RoomName) throws(ServiceError) -> [ShowRow] {
    [summary(try self.room(room))]
  }

  /// One file, figures.json.
  public func files(of show: String, in room: RoomName) throws(ServiceError) -> URL {
    guard show == (try self.room(room)).view.show else { throw .notFound(what: "show", id: show) }
    let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-in-memory-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data("{}\n".utf8).write(to: folder.appending(path: "figures.json"))
    } catch {
      throw .unavailable("\(error)")
    }
    return folder
  }

  /// No show is over.
  public func history(of sku: String?) throws(ServiceError) -> HistoryReport {
    let nothing = QueryResult(columns: [], rows: [], isCut: false)
    return HistoryReport(shows: nothing, products: nothing, hosts: nothing, effects: nil)
  }

  public func said(_ text: String, limit: Int) -> [TranscriptHit] { [] }

  public func show(_ show: String, in room: RoomName, binSeconds: Int) throws(ServiceError) -> ShowTimelineView {
    let found = try self.room(room)
    guard show == found.view.show else { throw .notFound(what: "show", id: show) }
    return ShowTimelineView(
      summary: summary(found), presentations: found.presentations,
      products: [try timeline(of: SKU("A1"), in: room, binSeconds: binSeconds)], signals: found.view.signals)
  }

  private func summary(_ room: Room) -> ShowRow {
    ShowRow(
      show: room.view.show ?? "none", startedAt: "2026-04-10T20:00:00.000+08:00", duration: 60,
      totals: room.view.totals)
  }

  public func signals(in room: RoomName, after sequence: Int64, limit: Int) throws(ServiceError) -> SignalPage {
    let later = try self.room(room).view.signals.filter { $0.sequence > sequence }
    let page = Array(later.prefix(limit))
    return SignalPage(signals: page, next: later.count > page.count ? page.last?.sequence : nil)
  }

  public func changeSignal(
    _ id: String, _ change: SignalChange, in room: RoomName, by operatorName: String
  ) throws(ServiceError) -> SignalView {
    guard var signal = try self.room(room).view.signals.first(where: { $0.id == id }) else {
      throw .notFound(what: "signal", id: id)
    }
    switch change {
    case .acknowledge:
      signal.state = .acknowledged
      signal.acknowledgedBy = operatorName
    case .reopen:
      signal.state = .open
      signal.acknowledgedBy = nil
      signal.mutedUntil = nil
    case .mute(let minutes):
      signal.state = minutes > 0 ? .muted : .open
      signal.mutedUntil = minutes > 0 ? "2026-04-10T21:00:00.000+08:00" : nil
    case .assign(let to): signal.assignedTo = to
    }
    let changed = signal
    self.change(room) { $0.signals = [changed] }
    return signal
  }
}
