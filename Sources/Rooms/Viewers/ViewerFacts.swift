public import LiveshelfCore
public import ViewerComments

/// What a room's operators tell about its products besides catalog and ledger, so that viewers' questions can be
/// answered: size tables, when orders leave, what shipping costs, where warehouses ship to. JSON with these members,
/// all optional:
///
/// ```json
/// {"dispatch": "48小时内", "free_shipping": true,
///  "warehouses": {"GZ": {"name": "广州", "regions": ["广东", "广西"]}},
///  "products": {"A1": {"sizes": [{"size": "M", "kg": [45, 55], "cm": [155, 165]}], "options": {"红色": "A1-RED"},
///                      "dispatch": "现货", "free_shipping": false}}}
/// ```
public struct ViewerFacts: Codable, Hashable, Sendable {
  /// A warehouse as viewers may hear of it.
  public struct Warehouse: Codable, Hashable, Sendable {
    /// Its name in answers; nil: as the ledger writes it.
    public var name: String?
    /// Regions that it ships to, as viewers write them; empty: everywhere.
    public var regions: [String]?
  }

  /// One size, and whom it fits: kilograms and centimetres, from and to.
  public struct Size: Codable, Hashable, Sendable {
    public var size: String
    public var kg: [Double]?
    public var cm: [Double]?
  }

  public struct Details: Codable, Hashable, Sendable {
    public var sizes: [Size]?
    /// The SKU under which the ledger keeps each option, for shops that count stock by option.
    public var options: [String: String]?
    public var dispatch: String?
    public var freeShipping: Bool?

    enum CodingKeys: String, CodingKey {
      case sizes, options, dispatch
      case freeShipping = "free_shipping"
    }
  }

  /// When an order leaves the warehouse, for products that say nothing of their own.
  public var dispatch: String?
  /// Likewise, whether shipping is free.
  public var freeShipping: Bool?
  /// By the ledger's name.
  public var warehouses: [String: Warehouse]?
  /// By SKU.
  public var products: [String: Details]?

  enum CodingKeys: String, CodingKey {
    case dispatch, warehouses, products
    case freeShipping = "free_shipping"
  }

  public init() {}
}

extension ViewerFacts {
  /// A facts file is no longer than this many bytes.
  public static let largestFile = 1 << 20
  private static let largestWarehouses = 200
  private static let largestProducts = 10_000
  private static let largestList = 100
  private static let longestText = 40

  /// What cannot be used, by member; nil: all can.
  public var problem: (field: String, reason: String)? {
    if let dispatch, let reason = Self.reason(dispatch) { return ("dispatch", reason) }
    let (warehouses, products) = (warehouses ?? [:], products ?? [:])
    if warehouses.count > Self.largestWarehouses {
      return ("warehouses", "at most \(Self.largestWarehouses) warehouses are taken")
    }
    if products.count > Self.largestProducts {
      return ("products", "at most \(Self.largestProducts) products are taken")
    }
    for (key, warehouse) in warehouses.sorted(by: { $0.key < $1.key }) {
      let regions = warehouse.regions ?? []
      if regions.count > Self.largestList {
        return ("warehouses.\(key).regions", "at most \(Self.largestList) are taken")
      }
      for text in [warehouse.name].compactMap({ $0 }) + regions {
        if let reason = Self.reason(text) { return ("warehouses.\(key)", reason) }
      }
    }
    for (sku, details) in products.sorted(by: { $0.key < $1.key }) {
      if let problem = Self.problem(of: details) { return ("products.\(sku).\(problem.field)", problem.reason) }
    }
    return nil
  }

  private static func problem(of details: Details) -> (field: String, reason: String)? {
    if let dispatch = details.dispatch, let reason = reason(dispatch) { return ("dispatch", reason) }
    let (sizes, options) = (details.sizes ?? [], details.options ?? [:])
    if sizes.count > largestList { return ("sizes", "at most \(largestList) are taken") }
    if options.count > largestList { return ("options", "at most \(largestList) are taken") }
    for (option, sku) in options.sorted(by: { $0.key < $1.key }) {
      if let reason = reason(option) ?? (sku.isEmpty || sku.count > 256 ? "a SKU has 1 to 256 characters" : nil) {
        return ("options.\(option)", reason)
      }
    }
    for (place, size) in sizes.enumerated() {
      if let reason = reason(size.size) { return ("sizes[\(place)].size", reason) }
      for (name, range) in [("kg", size.kg), ("cm", size.cm)] {
        guard let range else { continue }
        guard range.count == 2, range.allSatisfy({ (0...1000).contains($0) }), range[0] <= range[1] else {
          return ("sizes[\(place)].\(name)", "write two numbers from 0 to 1000, the smaller one first")
        }
      }
    }
    return nil
  }

  /// Why a text must not get into answers.
  private static func reason(_ text: String) -> String? {
    guard (1...longestText).contains(text.count),
      !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { return "write a text of 1 to \(longestText) characters on one line" }
    return PersonalData.redacted(text) == text ? nil : "leave out telephone numbers, accounts and addresses"
  }

  /// SKUs that the catalog lacks, sorted: a hint that one is mistyped.
  public func unknownSKUs(in catalog: Catalog) -> [String] {
    (products ?? [:]).keys.filter { catalog[SKU($0)] == nil }.sorted()
  }
}
