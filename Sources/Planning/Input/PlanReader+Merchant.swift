import Foundation
import Intake

private let money = 0.0...1e9
private let share = 0.0...1.0

extension PlanReader {
  /// The products. Of SKUs that come twice the first stays.
  mutating func readCatalog(_ url: URL) throws(IntakeError) {
    var categories: [String: Int] = [:]
    data.rejected += try TableReader.read(
      url, required: ["sku", "live_price"],
      optional: [
        "name", "category", "options", "sell_from", "sell_until", "fee_share", "ship_cost", "return_cost",
        "return_share", "resellable_share", "shelf_life_days", "presale_days", "lost_cost", "cross_region",
      ]
    ) { (row) throws(FieldProblem) in
      let sku = try row.requiredText(0)
      guard productOfSKU[sku] == nil else {
        throw row.problem(0, "comes twice:", remedy: "give each product its own SKU or remove one row")
      }
      let category = row.text(3)
      let presale = try row.integer(13, in: 0...365, empty: 0)
      var product = PlanProduct(
        sku: sku, name: row.text(2).isEmpty ? sku : row.text(2), category: 0, items: 0..<0,
        price: try row.requiredNumber(1, in: 0.01...1e9), sellFrom: try day(row, 5), sellUntil: try day(row, 6),
        feeShare: try row.number(7, in: share) ?? 0, shipCost: try row.number(8, in: money) ?? 0,
        returnCost: try row.number(9, in: money) ?? 0, returnShare: try row.number(10, in: 0...0.98),
        resellableShare: try row.number(11, in: share) ?? 0,
        shelfLifeDays: row.text(12).isEmpty ? nil : try row.integer(12, in: 1...36_500),
        presaleDays: presale > 0 ? presale : nil, lostCost: try row.number(14, in: money) ?? 0,
        servesAcrossRegions: row.text(15).lowercased() != "no")
      if categories[category] == nil {
        categories[category] = data.categories.count
        data.categories.append(category)
      }
      product.category = categories[category] ?? 0
      let options = row.text(4).split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let first = data.itemCount
      for option in options.isEmpty ? [""] : options {
        guard itemOfOption[Self.key(sku, option)] == nil else {
          throw row.problem(4, "names an option twice:", remedy: "name each option once, separated by |")
        }
        itemOfOption[Self.key(sku, option)] = data.itemCount
        data.productOfItem.append(data.products.count)
        data.optionOfItem.append(option)
      }
      product.items = first..<data.itemCount
      if product.items.count == 1 { itemOfOption[Self.key(sku, "")] = first }
      productOfSKU[sku] = data.products.count
      data.products.append(product)
    }
  }

  /// The suppliers' terms. A product without a usable row is forecast and not ordered.
  mutating func readSupply(_ url: URL) throws(IntakeError) {
    data.rejected += try TableReader.read(
      url, required: ["sku", "lead_days", "unit_cost"],
      optional: [
        "lead_days_sd", "moq", "pack", "capacity_per_day", "rush_lead_days", "rush_unit_cost", "order_fee",
        "holding_cost_per_day", "salvage_value", "cross_region_cost", "transfer_cost",
      ]
    ) { (row) throws(FieldProblem) in
      let product = try product(row, 0)
      guard data.products[product].supply == nil else {
        throw row.problem(0, "comes twice:", remedy: "keep one row of supply for each product")
      }
      let lead = try row.requiredNumber(1, in: 0...365)
      let cost = try row.requiredNumber(2, in: money)
      let rushLead = try row.number(7, in: 0...365)
      data.products[product].supply = SupplyTerms(
        leadDays: lead,
        // Without a history of deliveries a fifth of the lead time is the usual scatter.
        leadDeviation: try row.number(3, in: 0...365) ?? lead / 5,
        minimum: try row.integer(4, in: 0...1_000_000_000, empty: 1),
        pack: try row.integer(5, in: 1...1_000_000, empty: 1),
        capacity: row.text(6).isEmpty ? nil : try row.integer(6, in: 0...1_000_000_000),
        unitCost: cost, rushLeadDays: rushLead, rushUnitCost: try row.number(8, in: money) ?? cost,
        orderFee: try row.number(9, in: money) ?? 0, holdingCost: try row.number(10, in: money) ?? cost * 0.001,
        salvageValue: min(cost, try row.number(11, in: money) ?? 0),
        crossRegionCost: try row.number(12, in: money) ?? 0, transferCost: try row.number(13, in: money) ?? 0)
    }
  }

  mutating func readPromotions(_ url: URL) throws(IntakeError) {
    data.rejected += try TableReader.read(
      url, required: ["name", "category", "start", "end"], optional: ["expected_times"]
    ) { (row) throws(FieldProblem) in
      guard let category = data.categories.firstIndex(of: row.text(1)) else {
        throw row.problem(1, "is no category of the catalog:", remedy: "write a category of the catalog")
      }
      let (start, end) = (try row.requiredTime(2), try row.requiredTime(3))
      guard start < end else { throw row.problem(3, "is not after the start:", remedy: "write the promotion's end") }
      data.promotions.append(
        Promotion(
          name: row.text(0), category: category, start: start, end: end,
          expectedTimes: try row.number(4, in: 0.1...50) ?? 1.5))
    }
  }

  /// The lanes between warehouses. Without them every other warehouse is one factor and two days away.
  mutating func readLanes(_ url: URL) throws(IntakeError) {
    var lanes: [(from: Int, to: Int, factor: Double, days: Int)] = []
    data.rejected += try TableReader.read(
      url, required: ["from", "to"], optional: ["to_region", "cost_factor", "transfer_days"]
    ) { (row) throws(FieldProblem) in
      let (from, to) = (try warehouse(row, 0), try warehouse(row, 1))
      if from == to, !row.text(2).isEmpty { data.warehouseOfRegion[row.text(2)] = from }
      lanes.append(
        (from, to, try row.number(3, in: 0...1000) ?? 1, try row.integer(4, in: 0...365, empty: from == to ? 0 : 2)))
    }
    completeLanes()
    for lane in lanes where lane.from != lane.to {
      data.laneFactor[lane.from][lane.to] = lane.factor
      data.laneDays[lane.from][lane.to] = lane.days
    }
  }

  /// Gives warehouses that came later their lanes.
  mutating func completeLanes() {
    let count = data.warehouseCount
    let known = data.laneFactor.count
    guard known < count else { return }
    let (oldFactor, oldDays) = (data.laneFactor, data.laneDays)
    data.laneFactor = (0..<count).map { from in
      (0..<count).map { to in from < known && to < known ? oldFactor[from][to] : (from == to ? 0 : 1) }
    }
    data.laneDays = (0..<count).map { from in
      (0..<count).map { to in from < known && to < known ? oldDays[from][to] : (from == to ? 0 : 2) }
    }
  }
}
