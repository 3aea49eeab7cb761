import Foundation

/// The language of reasons.
public enum PlanLanguage: String, Sendable, CaseIterable {
  case chinese = "zh"
  case english = "en"
}

/// Why a cell is ordered or not, in one sentence. All texts of plans for people stand here.
struct PlanText: Sendable {
  let language: PlanLanguage

  struct Facts {
    var onHand: Int
    var comingUnits: Int
    var announcedReturns: Int
    /// Presentations planned until a regular order would arrive.
    var presentations: Int
    var leadDays: Int
    var rushDays: Int
    /// Units that will be asked for until then, in the middle.
    var expected: Int
    var isHit: Bool
    var promotion: String?
    var spoilsWithin: Int?
  }

  private func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }

  private func stock(_ facts: Facts) -> String {
    let coming = facts.comingUnits > 0 ? say("、在途 \(facts.comingUnits) 件", " and \(facts.comingUnits) under way") : ""
    return say("现有 \(facts.onHand) 件\(coming)", "\(facts.onHand) on hand\(coming)")
  }

  private func demand(_ facts: Facts) -> String {
    let shows =
      facts.presentations > 0 ? say("、\(facts.presentations) 次讲解", ", \(facts.presentations) presentations") : ""
    let promotion = facts.promotion.map { say("、\($0)", ", \($0)") } ?? ""
    let hit = facts.isHit ? say("、正在热卖", ", selling unusually fast") : ""
    return say(
      "\(facts.leadDays) 天内预计需求 \(facts.expected) 件\(shows)\(promotion)\(hit)",
      "about \(facts.expected) will be asked for in \(facts.leadDays) days\(shows)\(promotion)\(hit)")
  }

  func rush(_ facts: Facts) -> String {
    say(
      "\(stock(facts))；\(demand(facts))；常规货要 \(facts.leadDays) 天，加急 \(facts.rushDays) 天可到",
      "\(stock(facts)); \(demand(facts)); regular goods take \(facts.leadDays) days, rush goods \(facts.rushDays)")
  }

  func order(_ facts: Facts) -> String {
    let fresh = facts.spoilsWithin.map { say("；保质 \($0) 天内可售完", "; sold within the \($0) days that it keeps") } ?? ""
    return say(
      "\(stock(facts))；\(demand(facts))；今天下单，断货前到\(fresh)",
      "\(stock(facts)); \(demand(facts)); ordered now it comes before the stock is gone\(fresh)")
  }

  func later(_ facts: Facts) -> String {
    say("\(stock(facts))；\(demand(facts))；暂不用下单", "\(stock(facts)); \(demand(facts)); no need to order yet")
  }

  func sibling(_ facts: Facts) -> String {
    say("\(stock(facts))；同款其他规格或仓补货，此处够用", "\(stock(facts)); enough here, other options or warehouses are filled")
  }

  func ends(_ facts: Facts) -> String {
    say("\(stock(facts))；即将下架，不再补货", "\(stock(facts)); goes off sale soon, nothing more is ordered")
  }

  /// One line about a way to plan.
  func alternative(
    _ kind: PlanAlternative.Kind, _ value: String, days: Int, orderCost: String, lost: String, lostGain: String,
    stock: String, turnover: String?
  ) -> String {
    let name =
      switch kind {
      case .plan: say("按计划", "the plan")
      case .level: say("有货率 \(value)", "service level \(value)")
      case .budget: say("预算 \(value)", "\(value) of the money")
      case .runningOrder: say("排品 \(value)", "running order \(value)")
      }
    let turns = turnover.map { say("，年周转 \($0) 次", ", \($0) turns a year") } ?? ""
    return say(
      "\(name)：下单 ¥\(orderCost)；以后不再下单的话，\(days) 天内预计缺货 \(lost)%（少赚 ¥\(lostGain)），期末库存 ¥\(stock)\(turns)",
      "\(name): orders for ¥\(orderCost); with no later ones \(lost) % are missed in \(days) days (¥\(lostGain) not earned), "
        + "stock at the end ¥\(stock)\(turns)")
  }

  var noSupply: String {
    say("没有供应条件，只预测不下单；请在 supply.csv 补上这个商品", "no supply terms: forecast only; add the product to supply.csv")
  }

  var noHistory: String {
    say("还没有销售记录，按同类商品估计，范围较宽", "no sales yet: judged by similar products, with a wide range")
  }

  var lossMaking: String {
    say("每卖一件都亏，不再补货；请核对价格、成本和退货率", "each unit sold loses money: not ordered; check price, cost and returns")
  }
}
