public import Foundation
public import Intake
public import LiveshelfCore

/// One way to plan, and what it is expected to come to.
public struct PlanAlternative: Sendable, Codable, Hashable {
  /// What differs from the plan; `plan` for the plan itself.
  public enum Kind: String, Sendable, Codable { case plan, level, budget, runningOrder = "running_order" }

  public var kind: Kind
  /// The probability of lasting, the share of the plan's budget, or the running order's file.
  public var value: String
  public var outlook: PlanOutlook
  /// Days that the outlook covers.
  public var days: Int
}

extension Planner {
  /// Days that ways to plan are compared over: most orders of today have come and sold by then.
  private static let comparedDays = 21
  private static let levels = [0.8, 0.9, 0.95, 0.98]
  private static let budgets = [0.25, 0.5, 0.75]

  /// Compares the plan with service levels, with less money, and with other running orders.
  ///
  /// - Parameter runningOrders: files like the schedule, each in its place.
  /// - Returns: the plan first.
  public func compare(
    _ files: PlanFiles, runningOrders: [URL], now: WallTime, offset: ZoneOffset = .china,
    progress: (Double) -> Void = { _ in }
  ) throws(IntakeError) -> [PlanAlternative] {
    var planner = self
    planner.settings.outlookDays = Self.comparedDays
    let steps = Double(2 + Self.levels.count + runningOrders.count)
    let learnt = try planner.learn(files, now: now, offset: offset) { progress($0 / steps) }
    let outlooks = planner.decide(learnt) { progress((1 + $0) / steps) }.outlooks
    var result = [Self.alternative(.plan, "", outlooks.map(\.with))]
    for share in Self.budgets {
      result.append(Self.alternative(.budget, Self.percent(share), Self.afford(outlooks, share: share)))
    }
    for (number, level) in Self.levels.enumerated() {
      planner.settings.serviceLevel = level
      let plan = planner.decide(learnt) { progress((2 + Double(number) + $0) / steps) }
      result.append(Self.alternative(.level, Self.percent(level), plan.outlooks.map(\.with)))
    }
    planner.settings.serviceLevel = nil
    for (number, file) in runningOrders.enumerated() {
      var changed = files
      changed.schedule = file
      let other = try planner.learn(changed, now: now, offset: offset) { _ in }
      let plan = planner.decide(other) { progress((2 + Double(Self.levels.count + number) + $0) / steps) }
      result.append(Self.alternative(.runningOrder, file.lastPathComponent, plan.outlooks.map(\.with)))
    }
    progress(1)
    return result
  }

  private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }

  /// What a part of the plan's money comes to when the orders that save most for each yuan are placed first.
  private static func afford(_ outlooks: [Plan.ProductOutlook], share: Double) -> [PlanOutlook] {
    var money = share * outlooks.reduce(0) { $0 + $1.with.orderCost }
    func worth(_ product: Plan.ProductOutlook) -> Double {
      (product.without.lostGain - product.with.lostGain) / max(1e-9, product.with.orderCost)
    }
    var result = outlooks.map(\.without)
    let order = outlooks.indices.sorted { (worth(outlooks[$1]), $0) < (worth(outlooks[$0]), $1) }
    for index in order where outlooks[index].with.orderCost > 0 && outlooks[index].with.orderCost <= money {
      money -= outlooks[index].with.orderCost
      result[index] = outlooks[index].with
    }
    return result
  }

  private static func alternative(_ kind: PlanAlternative.Kind, _ value: String, _ outlooks: [PlanOutlook])
    -> PlanAlternative
  {
    PlanAlternative(kind: kind, value: value, outlook: outlooks.reduce(PlanOutlook(), +), days: comparedDays)
  }
}
