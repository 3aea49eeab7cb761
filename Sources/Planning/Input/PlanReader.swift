import Foundation
import Intake
import LiveshelfCore

/// Turns the files into `PlanData`. A row that cannot be used is set aside with file, line, column and remedy; the rest
/// goes on.
struct PlanReader {
  var data: PlanData
  var productOfSKU: [String: Int] = [:]
  var itemOfOption: [String: Int] = [:]
  var numberOfWarehouse: [String: Int] = [:]
  var showOfID: [String: Int] = [:]
  var unknownItems = 0

  static func read(
    _ files: PlanFiles, now: WallTime, offset: ZoneOffset, without omitted: Set<PlanAblation>
  ) throws(IntakeError) -> PlanData {
    var reader = PlanReader(data: PlanData(now: now, offset: offset))
    try reader.readCatalog(files.catalog)
    try reader.readSupply(files.supply)
    if let lanes = files.lanes { try reader.readLanes(lanes) }
    try reader.readStock(files.stock)
    try reader.readOpenOrders(files.openOrders)
    if let promotions = files.promotions { try reader.readPromotions(promotions) }
    try reader.readSchedule(files.schedule)
    if !omitted.contains(.presentations) { try reader.readPresentations(files.presentations) }
    let placed = try reader.readOrders(files.orders, guessesRegions: files.lanes == nil)
    if !omitted.contains(.returns) { try reader.readReturns(files.returns, placed: placed) }
    if omitted.contains(.schedule) {
      reader.data.shows.removeAll { $0.day >= 0 }
      for index in reader.data.shows.indices { reader.data.shows[index].planned = [] }
    }
    if omitted.contains(.soldOutCorrection) { reader.data.orders.lines.removeAll { $0.isRefused } }
    reader.data.shows.sort { ($0.start, $0.id) < ($1.start, $1.id) }
    return reader.data
  }

  private init(data: PlanData) { self.data = data }

  static func key(_ sku: String, _ option: String) -> String { "\(sku)\u{0}\(option)" }

  /// The product of a SKU in a field.
  func product(_ row: TableFields, _ index: Int) throws(FieldProblem) -> Int {
    let sku = try row.requiredText(index)
    guard let product = productOfSKU[sku] else {
      throw row.problem(index, "is not in the catalog:", remedy: "add the product to the catalog or remove the row")
    }
    return product
  }

  /// The item of a SKU and an option in two fields. A product without options takes any row without one.
  func item(_ row: TableFields, _ sku: Int, _ option: Int) throws(FieldProblem) -> Int {
    let product = data.products[try product(row, sku)]
    guard let item = itemOfOption[Self.key(product.sku, row.text(option))] else {
      throw row.problem(
        option, "is no option of \(product.sku):", remedy: "write one of the catalog's options or add it there")
    }
    return item
  }

  mutating func warehouse(_ row: TableFields, _ index: Int) throws(FieldProblem) -> Int {
    let name = try row.requiredText(index)
    if let known = numberOfWarehouse[name] { return known }
    guard data.cells.isEmpty else {
      throw row.problem(
        index, "is not in the stock file:", remedy: "give the warehouse rows of stock, or correct its name")
    }
    numberOfWarehouse[name] = data.warehouses.count
    data.warehouses.append(name)
    return data.warehouses.count - 1
  }

  /// A date, as the day in which its morning lies; nil for an empty field.
  func day(_ row: TableFields, _ index: Int, hour: Double = 9) throws(FieldProblem) -> Int? {
    let text = row.text(index)
    if text.isEmpty { return nil }
    guard let (time, _) = WallTime.parse(text, assuming: data.offset) else {
      throw row.problem(index, "is not a date:", remedy: "write a date such as 2026-12-10")
    }
    return data.day(of: text.utf8.count > 10 ? time : time + hour * 3600)
  }
}
