public import LiveshelfCore

/// `show.json`: what a finished show was, so that its folder can be read without the inputs.
public struct ShowDescription: Hashable, Sendable {
  /// The version of the format that this program writes and reads.
  public static let currentFormat = 1

  /// The version of the format.
  public var format: Int
  public var room: String
  /// The name of the recording, or the address of the stream.
  public var recording: String
  /// Ties stream time to the wall clock.
  public var clock: ShowClock
  /// How long the show was, in seconds; 0 or more.
  public var durationSeconds: Double
  /// In the catalog's order.
  public var products: [ShowProduct]
  /// Who presented; empty: unknown.
  public var host: String
  /// The recording goes on after what was heard: somebody interrupted.
  public var isCutShort = false

  public init(
    room: String, recording: String, clock: ShowClock, durationSeconds: Double, products: [ShowProduct],
    host: String = ""
  ) {
    format = Self.currentFormat
    self.room = room
    self.recording = recording
    self.clock = clock
    self.durationSeconds = durationSeconds
    self.products = products
    self.host = host
  }

  public init(
    room: RoomName, recording: String, clock: ShowClock, durationSeconds: Double, catalog: Catalog, host: String = ""
  ) {
    self.init(
      room: room.text, recording: recording, clock: clock, durationSeconds: durationSeconds,
      products: catalog.products.map(ShowProduct.init), host: host)
  }
}

/// A product as show.json keeps it.
public struct ShowProduct: Hashable, Sendable {
  public var sku: SKU
  public var name: String
  public var category: String
  public var listPrice: Money?
  public var livePrice: Money?
  /// What a piece costs the merchant.
  public var cost: Money?
  /// The number under which it hangs in the shopping bag.
  public var linkNumber: Int?
  public var options: [String]

  public init(_ product: Product) {
    (sku, name, category) = (product.sku, product.name, product.category)
    (listPrice, livePrice, cost) = (product.listPrice, product.livePrice, product.cost)
    (linkNumber, options) = (product.linkNumber, product.options)
  }
}

extension ShowDescription: Codable {
  private enum CodingKeys: String, CodingKey {
    case format, room, recording, start, products, host
    case isCutShort = "cut_short"
    case duration = "duration_s"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    format = try container.decode(Int.self, forKey: .format)
    guard format == Self.currentFormat else {
      throw DecodingError.dataCorruptedError(
        forKey: .format, in: container,
        debugDescription: "the format is \(format), and this program reads \(Self.currentFormat)")
    }
    room = try container.decode(String.self, forKey: .room)
    recording = try container.decodeIfPresent(String.self, forKey: .recording) ?? ""
    let start = try container.decode(String.self, forKey: .start)
    guard let (time, offset) = WallTime.parse(start) else {
      throw DecodingError.dataCorruptedError(
        forKey: .start, in: container, debugDescription: "'\(start.prefix(60))' is no RFC 3339 time with an offset")
    }
    clock = ShowClock(start: time, offset: offset)
    durationSeconds = try container.decode(Double.self, forKey: .duration)
    guard (0...ShowFolder.longestSeconds).contains(durationSeconds) else {
      throw DecodingError.dataCorruptedError(
        forKey: .duration, in: container, debugDescription: "a show lasts 0 to \(ShowFolder.longestSeconds) seconds")
    }
    products = try container.decodeIfPresent([ShowProduct].self, forKey: .products) ?? []
    host = try container.decodeIfPresent(String.self, forKey: .host) ?? ""
    isCutShort = try container.decodeIfPresent(Bool.self, forKey: .isCutShort) ?? false
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(format, forKey: .format)
    try container.encode(room, forKey: .room)
    try container.encode(recording, forKey: .recording)
    try container.encode(clock.start.formatted(in: clock.offset), forKey: .start)
    try container.encode((durationSeconds * 1000).rounded() / 1000, forKey: .duration)
    try container.encode(products, forKey: .products)
    if !host.isEmpty { try container.encode(host, forKey: .host) }
    if isCutShort { try container.encode(true, forKey: .isCutShort) }
  }
}

extension ShowProduct: Codable {
  private enum CodingKeys: String, CodingKey {
    case sku, name, category, options, cost
    case listPrice = "list_price"
    case livePrice = "live_price"
    case linkNumber = "link_no"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    sku = try container.decode(SKU.self, forKey: .sku)
    name = try container.decodeIfPresent(String.self, forKey: .name) ?? sku.text
    category = try container.decodeIfPresent(String.self, forKey: .category) ?? ""
    listPrice = try Self.price(.listPrice, in: container)
    livePrice = try Self.price(.livePrice, in: container)
    cost = try Self.price(.cost, in: container)
    linkNumber = try container.decodeIfPresent(Int.self, forKey: .linkNumber)
    options = try container.decodeIfPresent([String].self, forKey: .options) ?? []
  }

  private static func price(
    _ key: CodingKeys, in container: KeyedDecodingContainer<CodingKeys>
  ) throws -> Money? {
    guard let units = try container.decodeIfPresent(Double.self, forKey: key) else { return nil }
    guard (0...1e12).contains(units) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container, debugDescription: "a price is a number from 0 to 1e12")
    }
    return Money(hundredths: Int64((units * 100).rounded()))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sku, forKey: .sku)
    try container.encode(name, forKey: .name)
    try container.encode(category, forKey: .category)
    try container.encode(listPrice.map { Double($0.hundredths) / 100 }, forKey: .listPrice)
    try container.encode(livePrice.map { Double($0.hundredths) / 100 }, forKey: .livePrice)
    try container.encodeIfPresent(cost.map { Double($0.hundredths) / 100 }, forKey: .cost)
    try container.encode(linkNumber, forKey: .linkNumber)
    try container.encode(options, forKey: .options)
  }
}
