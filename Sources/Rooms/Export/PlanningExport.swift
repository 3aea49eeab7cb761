public import Foundation
internal import InventoryEngine
public import LiveshelfCore
internal import RoomEngine
internal import Shows
public import Storage

/// Writes what the planner reads (catalog, orders, presentations, stock, goods under way, shows, returns) out of the stores of
/// a shop and of the rooms that sell its stock.
public struct PlanningExport: Sendable {
  /// The planner's files that were written, by what they hold.
  public struct Files: Sendable {
    public var catalog: URL
    public var orders: URL
    public var presentations: URL
    public var stock: URL
    public var openOrders: URL
    public var schedule: URL
    public var returns: URL
    /// The zone of the shop's times.
    public var offset: ZoneOffset
    /// The show that told the stock, when later ones told none: what they sold is not taken off it.
    public var olderStockShow: String?
  }

  /// Entries of a log that are read at once.
  private static let batch = 4096

  private let keeper: RoomStore
  private let rooms: [RoomStore]

  /// - Parameters:
  ///   - folder: the rooms' folder of a server.
  ///   - shop: who keeps the stock; nil: the only one that does.
  /// - Throws: `.wrongState` when there is no such shop or several could be meant, `.storage`.
  public init(rooms folder: URL, shop: RoomName?) throws(RoomHostError) {
    var sellers: [RoomName: [RoomName]] = [:]
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names.sorted().compactMap({ RoomName($0) }) {
      let room = RoomFolder(url: folder.appending(path: name.text))
      guard FileManager.default.fileExists(atPath: room.url.appending(path: "room.sqlite").path) else { continue }
      let keeper = FileManager.default.fileExists(atPath: room.definitionFile.path) ? try room.load().setup.shop : nil
      sellers[keeper ?? name, default: []].append(name)
    }
    let known = sellers.keys.map(\.text).sorted().joined(separator: ", ")
    guard let keeper = shop ?? (sellers.count == 1 ? sellers.keys.first : nil) else {
      throw .wrongState(
        sellers.isEmpty
          ? "there are no rooms in '\(folder.path)': name the folder of 'liveshelf serve'"
          : "several shops and rooms keep stock there: name one of \(known)")
    }
    guard let members = sellers[keeper] else {
      throw .wrongState("'\(keeper)' keeps no stock there: name one of \(known)")
    }
    do {
      func open(_ name: RoomName) throws(StoreError) -> RoomStore {
        try RoomStore(room: name, folder: folder.appending(path: name.text))
      }
      self.keeper = try open(keeper)
      var others: [RoomStore] = []
      for member in members where member != keeper { others.append(try open(member)) }
      rooms = others
    } catch {
      throw .storage("\(error)")
    }
  }

  /// Writes the files. Blocks: it folds every show.
  ///
  /// - Parameters:
  ///   - start: shows and orders of before are left out.
  ///   - progress: is told the share of the work that is done, 0…1.
  public func write(to folder: URL, since start: WallTime, _ progress: (Double) -> Void = { _ in }) throws -> Files {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // Stock belongs to a show: the newest that was told of any.
    let shows = try keeper.shows()
    let newest = try shows.last { try !keeper.stock(of: $0.id).isEmpty } ?? shows.last
    let offset = newest?.clock.offset ?? .china
    var known = (catalog: newest?.catalog ?? Catalog([]), at: newest?.clock.start ?? start)
    var (presentations, schedule) = (Self.presentations, Self.schedule)
    var orders = OrdersTable(offset)
    let stores = [keeper] + rooms
    for (number, store) in stores.enumerated() {
      let shows = try store.shows()
      for (place, show) in shows.enumerated() where show.clock.start >= start || show.id == newest?.id {
        progress((Double(number) + Double(place) / Double(shows.count)) / Double(stores.count))
        let fold = try RoomFold(replaying: show, of: store)
        let end = show.end ?? max(fold.position, .zero)
        if store.room == keeper.room, show.id == newest?.id {
          known = (fold.engine.catalog, show.clock.wallTime(of: end))
        }
        add(fold.engine, show, of: store.room, until: end, to: &presentations, &schedule)
      }
      try orders.read(store, since: start, atOnce: Self.batch)
    }
    var (stock, lots) = (Self.stock, Self.lots)
    if let newest {
      for row in try keeper.stock(of: newest.id) {
        add(row, at: known.at, offset, to: &stock, &lots)
      }
    }
    func write(_ table: CSVText, _ name: String) throws -> URL {
      let file = folder.appending(path: name)
      try Data(table.text.utf8).write(to: file)
      return file
    }
    return Files(
      catalog: try write(Self.table(of: known.catalog), "catalog.csv"),
      orders: try write(orders.orders, "orders.csv"), presentations: try write(presentations, "presentations.csv"),
      stock: try write(stock, "stock.csv"), openOrders: try write(lots, "open_orders.csv"),
      schedule: try write(schedule, "schedule.csv"), returns: try write(orders.returns, "returns.csv"), offset: offset,
      olderStockShow: newest?.id == shows.last?.id ? nil : newest?.id)
  }

  private static let presentations = CSVText(
    header: ["show_id", "room", "host", "id", "sku", "start", "end", "confidence"], isForSpreadsheets: false)
  private static let schedule = CSVText(
    header: ["show_id", "room", "host", "start", "end", "seq", "sku", "planned_minutes"], isForSpreadsheets: false)
  private static let stock = CSVText(
    header: [
      "snapshot_time", "sku", "option", "warehouse", "on_hand", "reserved", "in_transit", "eta", "safety_stock", "owed",
    ], isForSpreadsheets: false)
  private static let lots = CSVText(
    header: ["po_id", "kind", "sku", "option", "from", "warehouse", "qty", "placed_at", "eta", "mode"],
    isForSpreadsheets: false)

  private static func table(of catalog: Catalog) -> CSVText {
    var table = CSVText(
      header: ["sku", "name", "category", "list_price", "live_price", "options"], isForSpreadsheets: false)
    for product in catalog.products {
      table.append([
        product.sku.text, product.name, product.category, product.listPrice.map { "\($0)" } ?? "",
        (product.livePrice ?? product.listPrice).map { "\($0)" } ?? "", product.options.joined(separator: "|"),
      ])
    }
    return table
  }

  private func add(
    _ engine: RoomEngine, _ show: ShowRecord, of room: RoomName, until end: StreamTime,
    to presentations: inout CSVText, _ schedule: inout CSVText
  ) {
    func text(_ time: StreamTime) -> String { show.clock.wallTime(of: time).formatted(in: show.clock.offset) }
    var engine = engine
    if show.end == nil { _ = engine.finish(at: end) }
    let length = engine.length(until: end)
    let id = "\(room)/\(show.id)"
    let heard = engine.conclusion(until: length).presentations
    // Shows without a stream, such as a shop's days, are no shows.
    guard !heard.isEmpty, length > .zero else { return }
    schedule.append([id, room.text, show.host, text(.zero), text(length), "", "", ""])
    for presentation in heard {
      presentations.append([
        id, room.text, show.host, presentation.id, presentation.sku.text, text(presentation.start),
        text(min(length, presentation.end ?? length)), "\(presentation.confidence)",
      ])
    }
  }

  /// A cell as it can be promised, and what is on its way to it.
  private func add(
    _ row: StockRow, at time: WallTime, _ offset: ZoneOffset, to stock: inout CSVText, _ lots: inout CSVText
  ) {
    let (cell, balance) = (row.cell, row.balance)
    let arrival = balance.arrival.map { String($0.formatted(in: offset).prefix(10)) } ?? ""
    stock.append([
      time.formatted(in: offset), cell.sku.text, cell.option, cell.warehouse, "\(max(0, balance.available))",
      "\(balance.reserved)", "\(balance.inTransit)", arrival, "\(balance.safetyStock)", "\(balance.owed)",
    ])
    guard balance.inTransit > 0, !arrival.isEmpty else { return }
    lots.append([
      "under-way/\(cell.warehouse)/\(cell.sku)/\(cell.option)", "purchase", cell.sku.text, cell.option, "",
      cell.warehouse,
      "\(balance.inTransit)", "", arrival, "",
    ])
  }
}

/// Orders and returns out of logs, each event once.
private struct OrdersTable {
  private(set) var orders = CSVText(
    header: [
      "event_id", "order_id", "line_id", "event_type", "sku", "option", "qty", "unit_price", "region", "warehouse",
      "source", "event_time",
    ], isForSpreadsheets: false)
  private(set) var returns = CSVText(
    header: [
      "return_id", "order_id", "sku", "option", "warehouse", "qty", "requested_at", "received_at", "resellable_qty",
    ], isForSpreadsheets: false)
  private var seen: Set<String> = []
  private let offset: ZoneOffset

  init(_ offset: ZoneOffset) { self.offset = offset }

  mutating func read(_ store: RoomStore, since start: WallTime, atOnce batch: Int) throws {
    var place = try max(0, store.lastSequence(receivedBefore: start) - 1)
    while true {
      let entries = try store.entries(after: place, limit: batch)
      guard let last = entries.last else { return }
      place = last.sequence
      for entry in entries {
        guard case .input(let input) = entry.entry, case .row(let row) = input.content else { continue }
        switch row {
        case .order(let event): add(event)
        case .transaction(let transaction): add(transaction)
        case .stock, .comment, .click: break
        }
      }
    }
  }

  private mutating func add(_ event: OrderEvent) {
    let id = "\(event.source)/\(event.eventID)"
    guard seen.insert(id).inserted else { return }
    orders.append([
      id, event.orderID, event.lineID, event.type.rawValue, event.sku.text, event.option, "\(event.quantity)",
      event.unitPrice.map { "\($0)" } ?? "", event.region, event.warehouse, event.source,
      event.eventTime.formatted(in: offset),
    ])
  }

  private mutating func add(_ transaction: StockTransaction) {
    guard case .returnReceived(let warehouse, let quantity, let resellable, let order) = transaction.change,
      seen.insert("return/\(transaction.id)").inserted
    else { return }
    let time = transaction.time.formatted(in: offset)
    returns.append([
      transaction.id, order, transaction.sku.text, transaction.option, warehouse, "\(quantity)", time, time,
      "\(resellable)",
    ])
  }
}
