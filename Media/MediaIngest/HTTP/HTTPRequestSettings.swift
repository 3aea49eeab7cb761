/// What is sent along with every HTTP request of a source.
public struct HTTPRequestSettings: Hashable, Sendable, Codable {
  /// The program's name to servers. Many refuse what does not look like a browser.
  public static let usualUserAgent = "Mozilla/5.0 (compatible; Liveshelf)"

  public var userAgent = Self.usualUserAgent
  /// Further fields, such as `Referer` and `Cookie`, by name.
  public var headers: [String: String] = [:]

  private static let mostHeaders = 32
  private static let longestValue = 8192

  public init() {}

  /// Adds a field.
  ///
  /// - Parameter line: such as `Referer: https://live.example.com/`.
  /// - Returns: false when it is no such line, or names what the connection itself needs.
  public mutating func add(line: String) -> Bool {
    guard let colon = line.firstIndex(of: ":") else { return false }
    let name = line[..<colon]
    let value = line[line.index(after: colon)...].drop { $0 == " " }
    return add(name: String(name), value: String(value))
  }

  /// Adds a field; false when it cannot be sent.
  public mutating func add(name: String, value: String) -> Bool {
    let isToken = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !Self.separators.contains($0) }
    guard isToken, !name.isEmpty, value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
      value.utf8.count <= Self.longestValue, headers.count < Self.mostHeaders,
      !Self.connectionFields.contains(name.lowercased())
    else { return false }
    if name.lowercased() == "user-agent" { userAgent = value } else { headers[name] = value }
    return true
  }

  private static let separators = Set("()<>@,;:\\\"/[]?={}".utf8)
  private static let connectionFields: Set<String> = [
    "host", "connection", "content-length", "transfer-encoding", "range", "te", "upgrade", "accept-encoding",
  ]
}
