import Foundation
public import Intake
public import LiveshelfCore

/// What a plan may leave out, to see what it is worth.
public enum PlanAblation: String, Sendable, CaseIterable {
  case presentations
  case schedule
  case returns
  case soldOutCorrection = "sold-out"
}

/// Makes a plan from a merchant's files: learns demand over shows and shelf, follows stock, supply and returns, and orders
/// what is worth ordering now. The same files give the same plan.
public struct Planner: Sendable {
  /// More than this many days back tell nothing about the days to come, and bound the work.
  public static let historyDays = 120

  public var language = PlanLanguage.chinese
  public var omitted: Set<PlanAblation> = []
  package var settings = DecisionSettings()

  public init(language: PlanLanguage = .chinese, without omitted: Set<PlanAblation> = []) {
    self.language = language
    self.omitted = omitted
  }

  /// - Parameters:
  ///   - now: the moment of planning; nothing later is used.
  ///   - offset: the zone of dates and of the plan's times.
  ///   - progress: is told shares from 0 to 1.
  /// - Throws: a file that cannot be read at all; rows that cannot be used are in the plan's `rejected`.
  public func plan(
    _ files: PlanFiles, now: WallTime, offset: ZoneOffset = .china, progress: (Double) -> Void = { _ in }
  ) throws(IntakeError) -> Plan {
    let learnt = try learn(files, now: now, offset: offset) { progress(0.6 * $0) }
    return decide(learnt) { progress(0.6 + 0.4 * $0) }
  }

  /// What the files tell, before anything is decided.
  struct Learnt {
    var data: PlanData
    var notes: [String]
    var fit: DemandFit
    var future: FutureStage
    var after: AfterSale
    var horizon: Int
  }

  func learn(
    _ files: PlanFiles, now: WallTime, offset: ZoneOffset, progress: (Double) -> Void
  ) throws(IntakeError) -> Learnt {
    let data = try PlanReader.read(files, now: now, offset: offset, without: omitted)
    progress(0.3)
    var stage = StageHistory(data)
    if omitted.contains(.presentations), omitted.contains(.schedule) { stage.presentations = [] }
    var fit = DemandFit(data, stage)
    fit.fit { progress(0.3 + 0.7 * $0) }
    var notes = data.notes
    if stage.isMissing.contains(true) {
      notes.append("\(stage.isMissing.count { $0 }) days of orders are missing; they are left out of the learning")
    }
    if data.orders.lines.isEmpty { notes.append("no orders: everything is judged by the supply terms alone") }
    let horizon = Self.horizon(data, settings)
    return Learnt(
      data: data, notes: notes, fit: fit, future: FutureStage(fit, horizon: horizon),
      after: AfterSale(
        data, refusalWeight: 1 / fit.seenShare, horizon: horizon, countsReturns: !omitted.contains(.returns)),
      horizon: horizon)
  }

  func decide(_ learnt: Learnt, progress: (Double) -> Void) -> Plan {
    let data = learnt.data
    var plan = Plan(rows: [], transfers: [], rejected: data.rejected, notes: learnt.notes, offset: data.offset)
    for product in data.products.indices {
      var planning = ProductPlanning(
        data: data, fit: learnt.fit, future: learnt.future, after: learnt.after, settings: settings,
        text: PlanText(language: language), product: product, horizon: learnt.horizon)
      planning.run(&plan)
      if product % 16 == 0 { progress(Double(product) / Double(data.products.count)) }
    }
    progress(1)
    return plan
  }

  /// Days ahead that matter: the longest lead time with its scatter, and the days after which stock is dead.
  private static func horizon(_ data: PlanData, _ settings: DecisionSettings) -> Int {
    let leads = data.products.compactMap { product in product.supply.map { $0.leadDays + 2 * $0.leadDeviation } }
    return min(90, Int((leads.max() ?? 7).rounded(.up)) + 2 + settings.deadAfterDays)
  }
}
