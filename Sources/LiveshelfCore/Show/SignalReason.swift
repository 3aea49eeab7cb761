/// Why a signal is given, with its numbers. Sentences are made of it where a person reads them.
public enum SignalReason: Hashable, Sendable {
  /// What a decision about a presentation rests on, in the order in which it happened.
  case presentation([PresentationReason])
  case demand(DemandReason)
  case stock(StockReason)
  case slow(SlowCause)
  /// A slow product sells again.
  case movesAgain
  case price(PriceReason)
  /// What a presentation should sell, the share of the stock that stays over the next hour without one, and the names of
  /// the products that come after it.
  case nextProduct(units: Double, idleShare: Double, others: [String])
  /// Comments of the last `seconds` that ask about `intent`.
  case questionsAsked(intent: String, count: Int, seconds: Double, example: String)
  case questionsStopped(intent: String)
  case feed(name: String, FeedReason)
  /// What was sent does not stand any more, now that products, thresholds or the program's rules are others.
  case retold

  /// Stable words for programs: one, or one for each part of a presentation's reason.
  public var codes: [String] {
    switch self {
    case .presentation(let parts): parts.map(\.code)
    case .demand(let reason): [reason.code]
    case .stock(let reason): [reason.code]
    case .slow(let cause): [cause.code]
    case .movesAgain: ["moves_again"]
    case .price(let reason): [reason.code]
    case .nextProduct: ["next_product"]
    case .questionsAsked: ["questions_asked"]
    case .questionsStopped: ["questions_stopped"]
    case .feed(_, let reason): [reason.code]
    case .retold: ["retold"]
    }
  }
}

/// How demand compares with what was expected; rates in orders a minute.
public enum DemandReason: Hashable, Sendable {
  case above(rate: Double, expected: Double)
  case fell(rate: Double)

  var code: String {
    switch self {
    case .above: "demand_above"
    case .fell: "demand_fell"
    }
  }
}

/// Why a product counts as slow.
public enum SlowCause: Hashable, Sendable {
  /// Its presentation brought about so many orders, where so many are usual.
  case presentation(orders: Double, usual: Double)
  /// Its stock lasts so many days; nil: nothing sells.
  case cover(days: Double?)

  var code: String {
    switch self {
    case .presentation: "weak_presentation"
    case .cover: "deep_stock"
    }
  }
}

/// Why a price should be looked at, or need not be any more.
public enum PriceReason: Hashable, Sendable {
  /// A slow product, of which so many units are left.
  case slow(SlowCause, available: Int)
  /// A slow product sells again.
  case movesAgain

  var code: String {
    switch self {
    case .slow(let cause, _): cause.code
    case .movesAgain: "moves_again"
    }
  }
}

/// What to do about a price.
public enum PriceAdvice: String, Hashable, Sendable, CaseIterable {
  case keep, markDown
}
