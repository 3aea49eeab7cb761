internal import Foundation
internal import LiveshelfCore

/// The address of a receiver, taken apart and checked as far as its text goes.
struct WebhookTarget: Hashable, Sendable {
  static let longestURL = 2048

  let scheme: String
  /// A name of ASCII letters, digits, `-`, `_` and `.`, in lower case, or an IP address without brackets.
  let host: String
  let port: Int
  /// The path and the query. They may hold secrets and are never shown.
  let location: String

  /// - Throws: `setting` for what is no such URL, `targetRefused` for what the rules forbid.
  init(_ text: String, rules: TargetRules) throws(DeliveryError) {
    func wrong(_ reason: String) -> DeliveryError { .setting(name: "url", reason: reason) }
    guard text.utf8.count <= Self.longestURL,
      let parts = URLComponents(string: text, encodingInvalidCharacters: false), let host = parts.host,
      parts.percentEncodedHost == host
    else {
      throw wrong("not a URL of at most \(Self.longestURL) bytes such as https://example.com/hooks")
    }
    let scheme = parts.scheme?.lowercased() ?? ""
    guard scheme == "https" || scheme == "http" else { throw wrong("the scheme must be https") }
    guard parts.user == nil, parts.password == nil else {
      throw wrong("no user name or password may be in it; give them as a header")
    }
    let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
    let isName = bare.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }
    guard !bare.isEmpty, bare.utf8.count <= 253, isName || IPAddress(bare) != nil else {
      throw wrong("the host must be a name in ASCII (write others in their xn-- form) or an IP address")
    }
    let port = parts.port ?? (scheme == "https" ? 443 : 80)
    guard (1...65_535).contains(port) else { throw wrong("the port must be 1 to 65535") }
    self.scheme = scheme
    self.host = bare
    self.port = port
    let path = parts.percentEncodedPath
    location = (path.isEmpty ? "/" : path) + (parts.percentEncodedQuery.map { "?\($0)" } ?? "")
    if scheme == "http", !rules.allowsPlainHTTP {
      throw .targetRefused(target: origin, reason: "plain http is not allowed; use https")
    }
    if let address = IPAddress(bare), let refusal = rules.refusal(of: address) {
      throw .targetRefused(target: origin, reason: refusal)
    }
  }

  /// What is shown of the target.
  var origin: String { "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)" }

  var url: String { origin + location }
}
