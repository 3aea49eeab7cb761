/// An address taken apart without changing a byte of it (RFC 3986, 3): servers compare tokens as they were written.
package struct URLParts: Equatable {
  /// In lower case.
  package var scheme: String
  /// User name and password; nil when there are none.
  package var userInfo: String?
  /// A name, or an IP address without brackets.
  package var host: String
  package var port: Int?
  /// The path with its slash, the query and the fragment.
  package var location: String

  package init?(_ address: String) {
    guard let colon = address.firstIndex(of: ":"), address[colon...].hasPrefix("://") else { return nil }
    scheme = address[..<colon].lowercased()
    let start = address.index(colon, offsetBy: 3)
    let end = address[start...].firstIndex { "/?#".contains($0) } ?? address.endIndex
    var authority = address[start..<end]
    location = String(address[end...])
    if let at = authority.lastIndex(of: "@") {
      userInfo = String(authority[..<at])
      authority = authority[authority.index(after: at)...]
    }
    if authority.first == "[", let close = authority.firstIndex(of: "]") {
      host = String(authority[authority.index(after: authority.startIndex)..<close])
      authority = authority[authority.index(after: close)...]
    } else {
      let colon = authority.firstIndex(of: ":") ?? authority.endIndex
      host = String(authority[..<colon])
      authority = authority[colon...]
    }
    if let text = authority.first == ":" ? authority.dropFirst() : nil, !text.isEmpty {
      guard let number = Int(text), (1...65_535).contains(number) else { return nil }
      port = number
    }
  }

  var usualPort: Int {
    switch scheme {
    case "https", "rtmps", "tls": 443
    case "rtmp", "rtmpt": 1935
    case "rtsp": 554
    case "rtsps": 322
    default: 80
    }
  }

  /// The host as it stands in a URL.
  var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }

  /// Host and, unless it is the usual one, port.
  var authority: String { bracketedHost + (port.map { ":\($0)" } ?? "") }

  func replacingHost(with address: String) -> String {
    var other = self
    other.host = address
    return "\(scheme)://\(userInfo.map { $0 + "@" } ?? "")\(other.authority)\(location)"
  }

  /// The absolute form of a reference (RFC 3986, 5.2, without the folding of dot segments). `base` may be a path.
  package static func resolve(_ reference: some StringProtocol, base: String) -> String {
    let reference = String(reference.prefix(8192))
    if MediaSource(reference).scheme != nil { return reference }
    let parts = URLParts(base)
    if reference.hasPrefix("//"), let parts { return parts.scheme + ":" + reference }
    let root = parts.map { "\($0.scheme)://\($0.userInfo.map { $0 + "@" } ?? "")\($0.authority)" } ?? ""
    if reference.hasPrefix("/") { return root + reference }
    var folder = parts?.location ?? base
    if parts != nil, let query = folder.firstIndex(where: { "?#".contains($0) }) { folder = String(folder[..<query]) }
    if reference.hasPrefix("?") { return root + folder + reference }
    guard let slash = folder.lastIndex(of: "/") else { return root + (parts == nil ? "" : "/") + reference }
    return root + folder[...slash] + reference
  }
}

/// Application and stream of an RTMP address. The query belongs to the stream, slashes and all.
package struct RTMPAddress: Equatable {
  package var application: String
  /// The stream's name with the query.
  package var name: String
  /// The address up to the application, as the protocol's `tcUrl` has it.
  package var applicationURL: String

  /// Nil when the address names no stream.
  package init?(_ address: String) {
    guard let parts = URLParts(address) else { return nil }
    let query = parts.location.firstIndex(of: "?") ?? parts.location.endIndex
    let path = parts.location[..<query].drop { $0 == "/" }
    guard let first = path.firstIndex(of: "/"), first > path.startIndex else { return nil }
    // An application may have an instance (`app/instance/stream`); `app/mp4:folder/file` has none.
    let second = path[path.index(after: first)...].firstIndex(of: "/")
    let hasKind = path[first...].firstIndex(of: ":").map { $0 < second ?? path.endIndex } ?? false
    let split = hasKind ? first : second ?? first
    application = String(path[..<split])
    name = String(path[path.index(after: split)...]) + parts.location[query...]
    applicationURL = "\(parts.scheme)://\(parts.authority)/\(application)"
    guard !name.isEmpty, !application.isEmpty else { return nil }
  }
}
