public import LiveshelfCore

/// Lets comments in at a bounded rate, and collapses repetition and advertising. Every comment kept out is counted.
///
/// Names of viewers were dropped before, so that one text sent often counts as one voice only when it is long: many
/// viewers ask 还有吗 in the same words, and nobody writes the same long sentence three times by chance.
public struct CommentGate: Sendable {
  public enum Verdict: Hashable, Sendable {
    case accepted
    /// The same text came too often within `repetitionWindow`.
    case repeated
    /// It advertises: an address, a number or an account to contact.
    case advertising
    /// More comments a second than the room takes in.
    case overRate
  }

  public struct Limits: Sendable {
    /// Comments a second over time, and the most at once.
    public var perSecond = 100.0
    public var burst = 500.0
    /// Seconds within which the same text counts as a repetition.
    public var repetitionWindow = 20.0
    /// How often a text may come within the window: up to `longText` tokens, and above.
    public var shortRepeats = 30
    public var longRepeats = 2
    public var longText = 10
    /// Texts that are remembered at once.
    public var rememberedTexts = 4096

    public init() {}
  }

  public private(set) var accepted = 0
  public private(set) var repeated = 0
  public private(set) var advertising = 0
  public private(set) var overRate = 0

  private let limits: Limits
  private var budget: Double
  private var lastTime: WallTime?
  private var seen: [String: (since: WallTime, count: Int)] = [:]
  /// Texts in the order in which they were first seen, so that the oldest is forgotten first.
  private var order: [String] = []

  public init(limits: Limits = Limits()) {
    self.limits = limits
    budget = limits.burst
  }

  /// - Parameter reception: when it came, which its sender cannot choose; nil: when it was written.
  public mutating func admit(_ comment: ViewerComment, at reception: WallTime? = nil) -> Verdict {
    let now = reception ?? comment.time
    if let lastTime { budget = min(limits.burst, budget + max(0, now - lastTime) * limits.perSecond) }
    lastTime = max(lastTime ?? now, now)
    guard budget >= 1 else {
      overRate += 1
      return .overRate
    }
    budget -= 1
    let text = FoldedText(comment.text)
    if Advertising.isAdvertising(text) {
      advertising += 1
      return .advertising
    }
    let allowed = text.tokens.count > limits.longText ? limits.longRepeats : limits.shortRepeats
    guard count(text.tokens.map(\.text).joined(separator: " "), at: now) <= allowed else {
      repeated += 1
      return .repeated
    }
    accepted += 1
    return .accepted
  }

  private mutating func count(_ text: String, at time: WallTime) -> Int {
    if var entry = seen[text] {
      entry = time - entry.since <= limits.repetitionWindow ? (entry.since, entry.count + 1) : (time, 1)
      seen[text] = entry
      return entry.count
    }
    seen[text] = (time, 1)
    order.append(text)
    if order.count > max(1, limits.rememberedTexts) * 2 {
      for old in order.prefix(max(1, limits.rememberedTexts)) { seen[old] = nil }
      order.removeFirst(max(1, limits.rememberedTexts))
    }
    return 1
  }
}
