public import LiveshelfCore

/// An answer to a viewer, and the facts that it states.
public struct StockAnswer: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, Codable {
    /// The facts say yes: it is there, or this is the price, the link, the size.
    case answered
    /// The facts say no: sold out, or no such option.
    case denied
    /// The facts don't tell, and the answer says so.
    case unknown
    /// It is not clear which product is meant.
    case unclear
    /// Not answered on principle: medical and absolute claims, other people's data, orders to the program.
    case declined
    /// No question.
    case courtesy
  }

  public enum Language: String, Hashable, Sendable, Codable {
    case chinese = "zh"
    case english = "en"
  }

  public var text: String
  public var language: Language
  public var kind: Kind
  public var intent: ViewerIntent
  public var sku: SKU?
  /// The option that the answer is about.
  public var option: String?
  /// Whether the answer says that something can be ordered now.
  public var promisesStock: Bool
  /// Every option that the answer says can be ordered now.
  public var offered: [String]
}

/// What a conversation has been about.
public struct AnswerContext: Hashable, Sendable {
  /// What the viewer sees.
  public var stage: StageView
  /// The viewer's region, when known; must be written as in the facts.
  public var region: String?
  /// The product of the last answer: what 这件 and `it` mean.
  public private(set) var lastSKU: SKU?
  public private(set) var lastOption: String?
  public private(set) var lastIntent: ViewerIntent?

  public init(stage: StageView = .empty, region: String? = nil) {
    self.stage = stage
    self.region = region
  }

  mutating func note(_ answer: StockAnswer) {
    guard let sku = answer.sku else { return }
    lastOption = answer.option ?? (lastSKU == sku ? lastOption : nil)
    lastSKU = sku
    lastIntent = answer.intent
  }
}
