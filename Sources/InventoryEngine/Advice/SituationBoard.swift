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
  struct Statement: Sendable {
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
    var sku = SKU("")
    var count = 0
    var isOpen = false
    /// Updates since it was raised.
    var updates = 0
    var changed: WallTime?
    var measure = 0.0
    /// While it is open: what would be said of it now.
    var statement: Statement?
    /// It asked for something when it was raised.
    var asks = false
  }

  /// The update interval doubles with each update, so often at most.
  private static let mostDoublings = 3
  /// Seconds between two updates, however urgent.
  private static let shortestInterval = 10.0

  /// What can wait is not raised within so many seconds of another product's asking for something: people take in no more.
  private static let attentionSpan = 60.0

  private var situations: [String: Situation] = [:]
  /// When a product last began to ask for something, or the first time, which belongs to what cannot wait; and how many open
  /// situations of each product ask.
  private var asked: WallTime?
  private var asking: [SKU: Int] = [:]
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
    let askedLast = asked ?? time
    asked = askedLast
    let hasRested = age.map { $0 >= coolDown ?? self.coolDown } ?? true
    guard situation.isOpen ? condition != .doubtful : condition == .holds && hasRested else { return nil }
    let said = statement()
    let phase: SignalSituation.Phase
    if !situation.isOpen {
      let isNew = asking[sku, default: 0] == 0
      let isAlone = time - askedLast >= Self.attentionSpan
      guard said.kind.urgency != .waits || !isNew || isAlone else { return nil }
      phase = .raised
      situation.sku = sku
      situation.isOpen = true
      situation.updates = 0
      situation.count += 1
      situation.asks = said.kind.urgency != .informs
      if situation.asks {
        if isNew { asked = time }
        asking[sku, default: 0] += 1
      }
    } else if condition == .clear {
      phase = .resolved
      situation.isOpen = false
      if situation.asks { asking[sku, default: 1] -= 1 }
    } else {
      situations[key]?.statement = said
      let interval = updateInterval * exp2(Double(min(situation.updates, Self.mostDoublings)))
      let change = said.measure - situation.measure
      let isDue = age.map { $0 >= interval } ?? true
      let canBeSaid = age.map { $0 >= Self.shortestInterval } ?? true
      guard canBeSaid, isDue && abs(change) >= said.step || -change >= said.urgentFall else { return nil }
      phase = .updated
      situation.updates += 1
    }
    situation.statement = situation.isOpen ? said : nil
    situation.changed = time
    situation.measure = said.measure
    situations[key] = situation
    return InventoryFinding(
      situation: "\(key)/\(situation.count)", phase: phase, kind: said.kind, sku: sku, time: time,
      confidence: min(1, max(0, said.confidence)), reason: said.reason)
  }

  /// Goes on from situations that were sent by another telling of the show: those that stand keep their numbers, and the next
  /// ones come after them.
  ///
  /// - Returns: that situations were raised which are open and were not sent as open.
  mutating func adopt(_ told: [ToldSituation], at time: WallTime) -> [InventoryFinding] {
    var sent: Set<String> = []
    for last in told {
      var situation = situations[last.key] ?? Situation()
      situation.count = situation.isOpen && !last.isOpen ? last.number + 1 : last.number
      situations[last.key] = situation
      if last.isOpen { sent.insert(last.key) }
    }
    return situations.keys.sorted().compactMap { key in
      guard let situation = situations[key], situation.isOpen, !sent.contains(key), let said = situation.statement
      else {
        return nil
      }
      return InventoryFinding(
        situation: "\(key)/\(situation.count)", phase: .raised, kind: said.kind, sku: situation.sku, time: time,
        confidence: min(1, max(0, said.confidence)), reason: said.reason)
    }
  }

  func isOpen(_ key: String) -> Bool {
    situations[key]?.isOpen ?? false
  }

  /// What an open situation says now; nil: it is not open.
  func statement(of key: String) -> Statement? {
    situations[key]?.statement
  }

  /// The measure that was last said of a situation; nil: nothing was.
  func measure(of key: String) -> Double? {
    situations[key]?.measure
  }
}
