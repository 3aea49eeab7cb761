import Foundation
import LiveshelfCore

/// Keeps one situation one signal: it is raised when its condition becomes clear, updated when it changes materially and
/// less and less often, resolved when it is clearly over, and not raised again for a while after that.
struct SituationBoard: Sendable {
  /// Where a condition stands. Between the two clear cases nothing changes: hysteresis.
  enum Condition {
    case clear
    case doubtful
    case holds
  }

  /// What is said about a situation.
  struct Statement {
    var kind: SignalKind
    var confidence: Double
    var reason: SignalReason
    /// A number that tells how the situation develops, such as an expected moment; large enough a change is an update.
    var measure: Double
    /// The change of `measure` that matters, and the fall of it that cannot wait for the update interval.
    var step: Double
    var urgentFall = Double.infinity
  }

  private struct Situation {
    var count = 0
    var isOpen = false
    /// Updates since it was raised.
    var updates = 0
    var changed: WallTime?
    var measure = 0.0
  }

  /// The update interval doubles with each update, so often at most.
  private static let mostDoublings = 3
  /// Seconds between two updates, however urgent.
  private static let shortestInterval = 10.0

  private var situations: [String: Situation] = [:]
  let updateInterval: Double
  let coolDown: Double

  init(updateInterval: Double, coolDown: Double) {
    self.updateInterval = updateInterval
    self.coolDown = coolDown
  }

  /// - Parameters:
  ///   - key: the situation, such as `stockout/SKU`.
  ///   - coolDown: nil: that of the board.
  mutating func report(
    _ key: String, _ condition: Condition, sku: SKU, at time: WallTime, coolDown: Double? = nil,
    _ statement: () -> Statement
  ) -> InventoryFinding? {
    var situation = situations[key] ?? Situation()
    let age = situation.changed.map { time - $0 }
    var phase: SignalSituation.Phase?
    switch (situation.isOpen, condition) {
    case (false, .holds) where age.map({ $0 >= coolDown ?? self.coolDown }) ?? true:
      phase = .raised
      situation.isOpen = true
      situation.updates = 0
      situation.count += 1
    case (true, .clear):
      phase = .resolved
      situation.isOpen = false
    case (true, .holds) where age.map({ $0 >= Self.shortestInterval }) ?? true:
      phase = .updated
    default: break
    }
    guard let phase else { return nil }
    let said = statement()
    if phase == .updated {
      let interval = updateInterval * exp2(Double(min(situation.updates, Self.mostDoublings)))
      let isDue = age.map { $0 >= interval } ?? true
      let change = said.measure - situation.measure
      guard isDue && abs(change) >= said.step || -change >= said.urgentFall else { return nil }
      situation.updates += 1
    }
    situation.changed = time
    situation.measure = said.measure
    situations[key] = situation
    return InventoryFinding(
      situation: "\(key)/\(situation.count)", phase: phase, kind: said.kind, sku: sku, time: time,
      confidence: min(1, max(0, said.confidence)), reason: said.reason)
  }

  func isOpen(_ key: String) -> Bool {
    situations[key]?.isOpen ?? false
  }

  /// The measure that was last said of a situation; nil: nothing was.
  func measure(of key: String) -> Double? {
    situations[key]?.measure
  }
}
