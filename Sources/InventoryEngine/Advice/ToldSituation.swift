public import LiveshelfCore

/// Where a situation stood when it was last sent.
public struct ToldSituation: Hashable, Sendable {
  /// The kind of situation and what it is about, such as `stockout/SKU`.
  public var key: String
  /// Which of the kind it was, from 1.
  public var number: Int
  public var isOpen: Bool

  public init(key: String, number: Int, isOpen: Bool) {
    self.key = key
    self.number = number
    self.isOpen = isOpen
  }

  /// Of a signal; nil: its situation has no number.
  public init?(_ situation: SignalSituation) {
    guard let slash = situation.name.lastIndex(of: "/"),
      let number = Int(situation.name[situation.name.index(after: slash)...]), number > 0, number < Int.max
    else { return nil }
    self.init(key: String(situation.name[..<slash]), number: number, isOpen: situation.phase != .resolved)
  }
}
