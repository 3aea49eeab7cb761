import Foundation
import Testing

@testable import Planning

@Suite struct WhatIfTests {
  private func shop() throws -> SmallShop {
    try SmallShop([
      SmallShop.Product(sku: "HOT", pull: 20, shelf: 8, shown: 2, planned: 2, onHand: 20),
      SmallShop.Product(sku: "SLOW", pull: 2, shelf: 1, onHand: 400),
    ])
  }

  @Test("Less money buys less and misses more; a higher level buys more and misses less")
  func budgetsAndLevels() throws {
    let alternatives = try shop().compare()
    let plan = try #require(alternatives.first)
    #expect(plan.kind == .plan && plan.outlook.orderedUnits > 0 && plan.outlook.asked > 0)
    for row in alternatives where row.kind == .budget {
      #expect(row.outlook.orderCost <= plan.outlook.orderCost && row.outlook.lost >= plan.outlook.lost - 1e-9)
    }
    let levels = alternatives.filter { $0.kind == .level }
    #expect(levels.count == 4)
    let (low, high) = (try #require(levels.first), try #require(levels.last))
    #expect(low.outlook.orderedUnits < high.outlook.orderedUnits && low.outlook.lost > high.outlook.lost)
    for row in alternatives {
      #expect((0...1).contains(row.outlook.lostShare) && row.outlook.stockAtEnd >= 0)
      #expect(row.outlook.turnover(days: row.days).map { $0 >= 0 } ?? true)
    }
  }

  @Test("A running order that shows the fast product no more asks for less of it, and the same one changes nothing")
  func runningOrders() throws {
    let shop = try shop()
    let same = try shop.write().schedule
    let other = shop.folder.appending(path: "other.csv")
    let rows = try String(contentsOf: same, encoding: .utf8).split(separator: "\n")
    let coming = (0..<7).map { "S\($0)," }
    let kept = rows.filter { row in !(row.contains("HOT") && coming.contains { row.hasPrefix($0) }) }
    #expect(kept.count < rows.count)
    try Data((kept.joined(separator: "\n") + "\n").utf8).write(to: other)
    let alternatives = try shop.compare([same, other])
    let orders = alternatives.filter { $0.kind == .runningOrder }
    #expect(orders.map(\.value) == ["schedule.csv", "other.csv"])
    #expect(orders.first?.outlook == alternatives.first?.outlook)
    #expect((orders.last?.outlook.asked ?? 0) < (orders.first?.outlook.asked ?? 0))
    try alternatives.write(to: shop.folder)
    let table = try String(contentsOf: shop.folder.appending(path: "what_if.csv"), encoding: .utf8)
    #expect(table.split(separator: "\n").count == alternatives.count + 1)
    #expect(alternatives.table(.chinese).contains("预算 50 %") && alternatives.table(.english).contains("turns a year"))
  }
}
