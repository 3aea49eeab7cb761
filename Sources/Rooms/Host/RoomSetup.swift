public import LiveshelfCore

/// What a room is made from, and whether it should run.
public struct RoomSetup: Sendable, Codable, Hashable {
  public var name: RoomName
  /// What people call it, in any script; nil: by its name.
  public var title: String?
  /// Where the stream is; nil: a room for orders alone.
  public var url: String?
  /// Wait for a publisher at `url` instead of fetching from it.
  public var listens: Bool
  /// Headers of the stream's HTTP requests, such as `Referer`, by name.
  public var headers: [String: String]
  /// The wall time of the first sound, for a rehearsal with older data; nil: the real one.
  public var startTime: WallTime?
  /// The zone in which the room's times are written; nil: China's.
  public var zone: ZoneOffset?
  /// Who hosts, for comparisons.
  public var host: String
  /// The show ends by itself when the stream has said nothing for so many seconds; nil: only when it is stopped.
  public var endsAfter: Double?
  /// The shop that keeps the stock which this room sells: a room without a stream, to which orders and stock go; nil: the room
  /// keeps its own.
  public var shop: RoomName?
  /// What the columns of exports mean that are sent to the room, by `RowKind`.
  public var columns: [String: String]
  /// The room was started and not stopped: it goes on after a restart.
  public var isWanted = false

  public init(
    name: RoomName, title: String? = nil, url: String? = nil, listens: Bool = false, headers: [String: String] = [:],
    startTime: WallTime? = nil, zone: ZoneOffset? = nil,
    host: String = "", endsAfter: Double? = nil, shop: RoomName? = nil, columns: [String: String] = [:]
  ) {
    self.name = name
    self.title = title
    self.url = url
    self.listens = listens
    self.headers = headers
    self.startTime = startTime
    self.zone = zone
    self.host = host
    self.endsAfter = endsAfter
    self.shop = shop
    self.columns = columns
  }

  private enum CodingKeys: String, CodingKey {
    case name, title, url, listens, headers, startTime, zone, host, endsAfter, shop, columns
    case isWanted = "isRunning"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let text = try container.decode(String.self, forKey: .name)
    guard let name = RoomName(text) else {
      throw DecodingError.dataCorruptedError(forKey: .name, in: container, debugDescription: "no name of a room")
    }
    self.init(
      name: name, title: try container.decodeIfPresent(String.self, forKey: .title),
      url: try container.decodeIfPresent(String.self, forKey: .url),
      listens: try container.decode(Bool.self, forKey: .listens),
      headers: try container.decodeIfPresent([String: String].self, forKey: .headers) ?? [:],
      startTime: try container.decodeIfPresent(Int64.self, forKey: .startTime).map { WallTime(microseconds: $0) },
      zone: try container.decodeIfPresent(Int.self, forKey: .zone).map { ZoneOffset(seconds: $0) },
      host: try container.decode(String.self, forKey: .host),
      endsAfter: try container.decodeIfPresent(Double.self, forKey: .endsAfter),
      shop: try container.decodeIfPresent(String.self, forKey: .shop).flatMap { RoomName($0) },
      columns: try container.decodeIfPresent([String: String].self, forKey: .columns) ?? [:])
    isWanted = try container.decode(Bool.self, forKey: .isWanted)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name.text, forKey: .name)
    try container.encodeIfPresent(title, forKey: .title)
    try container.encodeIfPresent(url, forKey: .url)
    try container.encode(listens, forKey: .listens)
    if !headers.isEmpty { try container.encode(headers, forKey: .headers) }
    try container.encodeIfPresent(startTime?.microseconds, forKey: .startTime)
    try container.encodeIfPresent(zone?.seconds, forKey: .zone)
    try container.encode(host, forKey: .host)
    try container.encodeIfPresent(endsAfter, forKey: .endsAfter)
    try container.encodeIfPresent(shop?.text, forKey: .shop)
    if !columns.isEmpty { try container.encode(columns, forKey: .columns) }
    try container.encode(isWanted, forKey: .isWanted)
  }
}

extension RoomSetup {
  /// What is wrong with a title; nil: nothing.
  public static func objection(toTitle title: String) -> String? {
    let isFine =
      (1...64).contains(title.count) && title.contains { !$0.isWhitespace }
      && title.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    return isFine ? nil : "a title has 1 to 64 characters, and not blanks alone"
  }
}
