/// A stock keeping unit: the merchant's identifier of a product, as the catalog, orders and stock write it.
public struct SKU: Hashable, Comparable, Sendable, Codable, CustomStringConvertible, ExpressibleByStringLiteral {
  public let text: String

  public init(_ text: some StringProtocol) {
    self.text = String(text)
  }

  public init(stringLiteral text: String) {
    self.text = text
  }

  public init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  public var description: String { text }
  public static func < (left: SKU, right: SKU) -> Bool { left.text < right.text }
}
