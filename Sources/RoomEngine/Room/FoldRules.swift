public import InventoryEngine

/// The rules by which a program folds a show's log: what the same rows mean to it.
public struct FoldRules: Sendable {
  /// Raise it with every change after which a log that exists tells other signals or other balances. A show that is going on
  /// is then told anew by the new rules, and what was sent is reconciled with what stands by them; see `Retelling`.
  public static let current = FoldRules(version: 2)

  public let version: Int
  /// How thresholds are read: as they are. Otherwise only in tests, which need a program with other rules.
  let thresholds: @Sendable (AdvisorSettings) -> AdvisorSettings

  public init(version: Int, thresholds: @escaping @Sendable (AdvisorSettings) -> AdvisorSettings = { $0 }) {
    self.version = version
    self.thresholds = thresholds
  }
}
