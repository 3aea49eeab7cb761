/// What a kit is put together of.
public struct KitPart: Hashable, Sendable {
  public var sku: SKU
  /// The variant; empty: the product has none, or the kit's own option is meant where the part has it.
  public var option: String
  /// Pieces in one kit, 1 or more.
  public var quantity: Int

  public init(sku: SKU, option: String = "", quantity: Int = 1) {
    self.sku = sku
    self.option = option
    self.quantity = quantity
  }
}

/// A product of the catalog, with all the names by which a host calls it.
public struct Product: Hashable, Sendable {
  public var sku: SKU
  /// The full name.
  public var name: String
  /// Shorter or other names; several products may share one.
  public var aliases: [String]
  public var category: String
  public var listPrice: Money?
  /// The price during the show.
  public var livePrice: Money?
  /// What a piece costs the merchant; nil: the catalog does not say.
  public var cost: Money?
  /// The number under which the product hangs in the show's shopping bag ("三号链接").
  public var linkNumber: Int?
  /// Variants such as colours, sizes or packs.
  public var options: [String]
  /// What a kit (bundle) consists of; empty: it is no kit. A kit sells its parts: it has no stock of its own but what was put
  /// together beforehand.
  public var parts: [KitPart]

  public init(
    sku: SKU, name: String, aliases: [String] = [], category: String = "", listPrice: Money? = nil,
    livePrice: Money? = nil, cost: Money? = nil, linkNumber: Int? = nil, options: [String] = [],
    parts: [KitPart] = []
  ) {
    self.sku = sku
    self.name = name
    self.aliases = aliases
    self.category = category
    self.listPrice = listPrice
    self.livePrice = livePrice
    self.cost = cost
    self.linkNumber = linkNumber
    self.options = options
    self.parts = parts
  }

  /// The full name and the aliases, in the catalog's order, without repeats. A full name that is too long to be said is left out
  /// where there are aliases: it is a listing's title.
  public var names: [String] {
    var seen: Set<String> = []
    let all = !aliases.isEmpty && Self.isTooLongToSay(name) ? aliases : [name] + aliases
    return all.filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  /// More than 16 syllables or so; a Latin letter counts as two fifths of one.
  private static func isTooLongToSay(_ name: String) -> Bool {
    name.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 2 : 5) } > 80
  }
}
