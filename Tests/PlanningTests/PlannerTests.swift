import Foundation
import LiveshelfCore
import Testing

@testable import Planning

@Suite struct PlannerTests {
  @Test("What will be missing is ordered, in full packs and at least the minimum; what lasts is not")
  func ordersWhatWillBeMissing() throws {
    let shop = try SmallShop([.init(sku: "SHORT", onHand: 12), .init(sku: "AMPLE", onHand: 600)])
    let plan = try shop.plan()
    #expect(plan.ordered("SHORT") >= 24)
    #expect(plan.ordered("SHORT") < 200)
    #expect(plan.ordered("AMPLE") == 0)
    #expect(plan.rows.allSatisfy { $0.quantity % 6 == 0 })
    #expect(plan.rejected.isEmpty)
  }

  @Test("A product that no show presents again is not ordered at the pace of its last presentation")
  func ignoresThePaceOfAPastShow() throws {
    let shop = try SmallShop([
      .init(sku: "OLD", pull: 30, shelf: 1, shown: 1, planned: 0, onHand: 80), .init(sku: "NEW", onHand: 200),
    ])
    #expect(try shop.plan().ordered("OLD") <= 48)
  }

  @Test("The schedule decides: the same history with and without a coming show")
  func mindsTheSchedule() throws {
    func ordered(planned: Int) throws -> Int {
      try SmallShop([.init(sku: "A", pull: 20, shelf: 1, planned: planned, onHand: 60), .init(sku: "B")]).plan()
        .ordered("A")
    }
    #expect(try ordered(planned: 2) > ordered(planned: 0))
  }

  @Test("What goes off sale before goods arrive is not ordered")
  func stopsBeforeTheEnd() throws {
    let shop = try SmallShop([
      .init(sku: "LAST", shelf: 1, planned: 0, onHand: 10, sellUntil: "2026-12-12"), .init(sku: "B"),
    ])
    #expect(try shop.plan().ordered("LAST") == 0)
  }

  @Test("Quantiles are in order and near what is asked for; every cell has them once")
  func forecasts() throws {
    let shop = try SmallShop([.init(sku: "A", options: ["S", "M"], onHand: 300), .init(sku: "B", onHand: 300)])
    let plan = try shop.plan()
    let demands = plan.rows.compactMap(\.demand)
    #expect(demands.count == 6)
    #expect(demands.allSatisfy { 0 <= $0.p10 && $0.p10 <= $0.p50 && $0.p50 <= $0.p90 })
    let middle = plan.rows.filter { $0.sku == "B" }.compactMap(\.demand?.p50).reduce(0, +)
    // Ten lines a day for four days.
    #expect(middle > 25 && middle < 60)
  }

  @Test("The same files give the same bytes")
  func isDeterministic() throws {
    let shop = try SmallShop([.init(sku: "A", onHand: 10), .init(sku: "B", options: ["S", "M", "L"], onHand: 20)])
    func bytes() throws -> Data {
      let folder = shop.folder.appending(path: "out")
      try shop.plan(.chinese).write(to: folder)
      return try Data(contentsOf: folder.appending(path: "plan.csv"))
    }
    #expect(try bytes() == bytes())
  }

  @Test("Every row has a reason in the language asked for")
  func givesReasons() throws {
    let shop = try SmallShop([.init(sku: "A", onHand: 10), .init(sku: "B", onHand: 500)])
    #expect(try shop.plan(.chinese).rows.allSatisfy { $0.reason.contains("件") })
    #expect(try shop.plan(.english).rows.allSatisfy { $0.reason.contains("on hand") })
  }
}

@Suite struct PlannerBadInputTests {
  @Test("A bad row is named with file, line and field, and the rest is planned")
  func namesBadRows() throws {
    let shop = try SmallShop([.init(sku: "A", onHand: 10), .init(sku: "NOLEAD", onHand: 0, lead: 0)])
    shop.extra["stock.csv"] = "\(SmallShop.now),GHOST,标准,HZ,5,0,0,,0,0,,\n"
    shop.extra["returns.csv"] = "R1,O1,A,标准,HZ,-2,2026-12-09T10:00:00.000+08:00,,\n"
    let plan = try shop.plan()
    let texts = plan.rejected.map(\.description)
    #expect(texts.contains { $0.hasPrefix("supply.csv:3") && $0.contains("lead_days") })
    #expect(texts.contains { $0.hasPrefix("stock.csv:6") && $0.contains("sku") })
    #expect(texts.contains { $0.hasPrefix("returns.csv:2") && $0.contains("qty") })
    #expect(plan.ordered("NOLEAD") == 0)
    #expect(plan.ordered("A") > 0)
  }

  @Test("Without any history quantities stay near what supply terms suggest")
  func plansWithoutHistory() throws {
    let shop = try SmallShop([.init(sku: "A", onHand: 0), .init(sku: "B", onHand: 0)])
    shop.historyDays = 0
    let plan = try shop.plan()
    #expect(plan.rows.count >= 4)
    #expect(plan.ordered("A") <= 240)
    #expect(plan.notes.contains { $0.contains("no orders") })
  }

  @Test("A product never shown or sold is judged by its kind, widely")
  func judgesTheUnknownByItsKind() throws {
    let shop = try SmallShop([
      .init(sku: "A"), .init(sku: "B"), .init(sku: "C"), .init(sku: "FRESH", pull: 0, shelf: 0, shown: 0, planned: 1),
    ])
    let plan = try shop.plan()
    let demand = try #require(plan.rows.first { $0.sku == "FRESH" }?.demand)
    #expect(demand.p90 > demand.p10)
    #expect(plan.ordered("FRESH") < 200)
  }

  @Test("A week that is missing from the export is not taken for a week without demand")
  func noticesMissingDays() throws {
    let whole = try SmallShop([.init(sku: "A", onHand: 400), .init(sku: "B", onHand: 400)])
    let gap = try SmallShop([.init(sku: "A", onHand: 400), .init(sku: "B", onHand: 400)])
    whole.historyDays = 20
    gap.historyDays = 20
    gap.missingDays = Set(3...9)
    func middle(_ plan: Plan) -> Double { plan.rows.filter { $0.sku == "A" }.compactMap(\.demand?.p50).reduce(0, +) }
    let plan = try gap.plan()
    #expect(middle(plan) > 0.7 * middle(try whole.plan()))
    #expect(plan.notes.contains { $0.contains("missing") })
  }

  @Test("One show teaches a little: the answer is wide, and near what it sold")
  func learnsFromOneShow() throws {
    let shop = try SmallShop([.init(sku: "A", onHand: 10), .init(sku: "B", onHand: 10)])
    shop.historyDays = 1
    let plan = try shop.plan()
    let demand = try #require(plan.rows.first { $0.sku == "A" }?.demand)
    #expect(demand.p90 >= 2 * max(1, demand.p10))
    // Ten lines a day; packs and the minimum, and no more than a fortnight of it.
    #expect(plan.ordered("A") > 0 && plan.ordered("A") <= 140)
  }

  @Test("Stock below zero is named, and orders no more than its absence would")
  func takesNegativeStock() throws {
    let empty = try SmallShop([.init(sku: "A", onHand: 0)])
    let negative = try SmallShop([.init(sku: "A", onHand: -5000)])
    let plan = try negative.plan()
    #expect(plan.rejected.contains { "\($0)".contains("stock.csv:2") && "\($0)".contains("on_hand") })
    #expect(plan.ordered("A") == (try empty.plan()).ordered("A"))
  }

  @Test("Overlapping shows give no absurd quantity")
  func takesOverlappingShows() throws {
    let shop = try SmallShop([.init(sku: "A", onHand: 60), .init(sku: "B", onHand: 60)])
    shop.extra["schedule.csv"] =
      "X,R2,H2,\(shop.stamp(day: 1, hour: 20)),\(shop.stamp(day: 1, hour: 23)),1,A,5\n"
      + "Y,R1,H1,\(shop.stamp(day: 1, hour: 21)),\(shop.stamp(day: 1, hour: 23)),1,A,5\n"
    #expect(try shop.plan().ordered("A") <= 180)
  }

  @Test("A promotion that did not happen gives no absurd quantity")
  func doubtsPromotions() throws {
    let shop = try SmallShop([.init(sku: "A", onHand: 60), .init(sku: "B", onHand: 60)])
    shop.promotions = "空,美妆,\(shop.stamp(day: -4, hour: 2)),\(shop.stamp(day: 3, hour: 2)),8"
    #expect(try shop.plan().ordered("A") <= 180)
  }
}
