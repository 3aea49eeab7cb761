internal import LiveshelfCore
public import RoomAPI
public import Rooms
internal import ViewerComments

/// An answer to a viewer as programs read it: the sentence, what was understood, and the facts that it states.
public struct ViewerAnswer: Codable, Hashable, Sendable {
  /// What is known of the product that the answer is about.
  public struct Facts: Codable, Hashable, Sendable {
    public struct Stock: Codable, Hashable, Sendable {
      /// Nil: the product as a whole.
      @Nullable public var option: String?
      public var warehouse: String
      /// Regions that it ships to; empty: everywhere.
      public var regions: [String]
      /// `none`, `few` (1–9), `some` (10–49), `plenty` (50 and more) or `unknown`.
      public var quantity: String
      /// The day on which more comes.
      @Nullable public var arrival: String?
    }

    public var product: String
    @Nullable public var linkNumber: Int?
    /// In yuan.
    @Nullable public var livePrice: Double?
    @Nullable public var listPrice: Double?
    public var options: [String]
    public var stock: [Stock]
    @Nullable public var dispatch: String?
    @Nullable public var freeShipping: Bool?

    enum CodingKeys: String, CodingKey {
      case product, options, stock, dispatch
      case linkNumber = "link_no"
      case livePrice = "live_price"
      case listPrice = "list_price"
      case freeShipping = "free_shipping"
    }
  }

  public var answer: String
  /// `answered`, `denied`, `unknown`, `unclear`, `declined` or `courtesy`.
  public var kind: String
  /// What was asked for, such as `stock`.
  public var intent: String
  @Nullable public var sku: String?
  @Nullable public var option: String?
  /// `zh` or `en`.
  public var language: String
  /// Whether the answer says that something can be ordered now.
  public var promisesStock: Bool
  /// The options of which it says so.
  public var offered: [String]
  @Nullable public var facts: Facts?

  enum CodingKeys: String, CodingKey {
    case answer, kind, intent, sku, option, language, offered, facts
    case promisesStock = "promises_stock"
  }

  public init(_ reply: ViewerReply) {
    let answer = reply.answer
    self.answer = answer.text
    kind = answer.kind.rawValue
    intent = answer.intent.rawValue
    sku = answer.sku?.text
    option = answer.option
    language = answer.language.rawValue
    promisesStock = answer.promisesStock
    offered = answer.offered
    facts = answer.sku.flatMap { sku in reply.catalog[sku] }.map { Facts($0, reply.facts) }
  }
}

extension ViewerAnswer.Facts {
  fileprivate init(_ product: Product, _ facts: StockFacts) {
    let own = facts.products[product.sku]
    self.init(
      product: product.name, linkNumber: product.linkNumber,
      livePrice: product.livePrice.map { Double($0.hundredths) / 100 },
      listPrice: product.listPrice.map { Double($0.hundredths) / 100 }, options: product.options,
      stock: (own?.stock ?? []).map { line in
        Stock(
          option: line.option, warehouse: line.warehouse, regions: line.regions, quantity: line.quantity.word,
          arrival: line.arrival)
      }, dispatch: own?.dispatch, freeShipping: own?.isShippingFree)
  }
}

extension StockFacts.Quantity {
  fileprivate var word: String {
    switch self {
    case .none: "none"
    case .few: "few"
    case .some: "some"
    case .plenty: "plenty"
    case .unknown: "unknown"
    }
  }
}
