package import LiveshelfCore

/// What an HLS media playlist says about time (RFC 8216, 4.3), and a master playlist about its variants.
package struct HLSPlaylist: Equatable {
  package struct Segment: Equatable {
    package var address: String
    package var duration: Double
    /// The wall time of its first sample, stated or reckoned from an earlier segment's.
    package var programDateTime: WallTime?
  }

  package private(set) var segments: [Segment] = []
  /// The addresses of a master playlist's variants and renditions.
  package private(set) var variants: [String] = []

  static let longest = 1 << 20
  private static let mostEntries = 20_000

  /// - Parameter base: the playlist's own address, which relative ones start from.
  /// - Returns: nil when the text is no playlist.
  package static func parse(_ text: some StringProtocol, base: String) -> HLSPlaylist? {
    var playlist = HLSPlaylist()
    var lines = text.utf8.count <= longest ? String(text).split(whereSeparator: \.isNewline)[...] : []
    guard lines.popFirst()?.hasPrefix("#EXTM3U") == true else { return nil }
    var duration = 0.0
    var clock: WallTime?
    var isVariant = false
    for line in lines where playlist.segments.count + playlist.variants.count < mostEntries {
      if let value = line.after("#EXTINF:") {
        let number = Double(value.prefix { $0 != "," }) ?? 0
        duration = number.isFinite ? min(max(number, 0), 86_400) : 0
      } else if let value = line.after("#EXT-X-PROGRAM-DATE-TIME:") {
        clock = WallTime.parse(value.filter { !$0.isWhitespace }, assuming: .utc)?.time
      } else if line.hasPrefix("#EXT-X-DISCONTINUITY"), !line.hasPrefix("#EXT-X-DISCONTINUITY-SEQUENCE") {
        clock = nil
      } else if line.hasPrefix("#EXT-X-STREAM-INF:") {
        isVariant = true
      } else if let attributes = line.after("#EXT-X-MEDIA:"), let quoted = attributes.quoted("URI") {
        playlist.variants.append(resolve(quoted, base: base))
      } else if !line.hasPrefix("#") {
        let address = resolve(line.trimmed, base: base)
        if isVariant {
          playlist.variants.append(address)
          isVariant = false
        } else {
          playlist.segments.append(Segment(address: address, duration: duration, programDateTime: clock))
          clock = clock.map { $0 + duration }
          duration = 0
        }
      }
    }
    return playlist
  }

  /// The absolute form of a reference (RFC 3986, 5.2, without the folding of dot segments).
  static func resolve(_ reference: some StringProtocol, base: String) -> String {
    let reference = String(reference.prefix(8192))
    if MediaSource(reference).scheme != nil { return reference }
    var folder = base
    if let question = folder.firstIndex(of: "?") { folder = String(folder[..<question]) }
    let schemeEnd = MediaSource(folder).scheme.map { folder.index(folder.startIndex, offsetBy: $0.count + 3) }
    if reference.hasPrefix("//"), let scheme = MediaSource(folder).scheme { return scheme + ":" + reference }
    if reference.hasPrefix("/") {
      guard let schemeEnd else { return reference }
      let hostEnd = folder[schemeEnd...].firstIndex(of: "/") ?? folder.endIndex
      return folder[..<hostEnd] + reference
    }
    guard let slash = folder.lastIndex(of: "/"), slash >= schemeEnd ?? folder.startIndex else { return reference }
    return folder[...slash] + reference
  }
}

extension Substring {
  fileprivate func after(_ prefix: String) -> Substring? {
    hasPrefix(prefix) ? self[index(startIndex, offsetBy: prefix.count)...] : nil
  }

  fileprivate var trimmed: Substring {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }

  /// The value of a quoted attribute.
  fileprivate func quoted(_ name: String) -> Substring? {
    var rest = self[...]
    while let start = rest.firstIndex(of: name.first ?? " ") {
      rest = rest[start...]
      if rest.hasPrefix(name + "=\"") {
        let value = rest.dropFirst(name.count + 2)
        return value.firstIndex(of: "\"").map { value[..<$0] }
      }
      rest = rest.dropFirst()
    }
    return nil
  }
}
