package import LiveshelfCore

/// What an HLS playlist says (RFC 8216, 4.3): a media playlist about its segments and their time, a master playlist about
/// its variants.
package struct HLSPlaylist: Equatable {
  /// A file, or a part of one.
  package struct Resource: Equatable, Sendable {
    package var address: String
    /// The bytes of the file that are meant; nil: all.
    package var range: Range<Int64>?
  }

  package struct Key: Equatable, Sendable {
    package var method: String
    package var address: String
    /// Sixteen bytes; nil: the segment's number.
    package var vector: [UInt8]?
  }

  package struct Segment: Equatable, Sendable {
    package var resource: Resource
    package var address: String { resource.address }
    /// Seconds.
    package var duration: Double
    /// Counts from the playlist's media sequence number.
    package var number: Int64
    /// The wall time of its first sample, when the playlist states it for this segment.
    package var programDateTime: WallTime?
    /// Whether time stamps and encoding may be others than before.
    package var isDiscontinuous = false
    /// Whether the segment is known to be missing.
    package var isGap = false
    /// What has to be read before it; nil: nothing.
    package var initialization: Resource?
    package var initializationKey: Key?
    package var key: Key?
  }

  package struct Variant: Equatable, Sendable {
    package var address: String
    /// Bits a second.
    package var bandwidth = 0
    package var codecs = ""
    /// The group of its audio renditions.
    package var audioGroup: String?
  }

  /// An audio rendition.
  package struct Rendition: Equatable, Sendable {
    /// Of its own playlist; nil: it is in the variants'.
    package var address: String?
    package var group: String
    package var isDefault: Bool
  }

  package private(set) var segments: [Segment] = []
  package private(set) var variants: [Variant] = []
  package private(set) var renditions: [Rendition] = []
  /// Seconds that no segment is longer than, rounded.
  package private(set) var targetDuration = 0.0
  /// Whether nothing will be added.
  package private(set) var isComplete = false

  /// Bytes of a playlist, and its entries, at most.
  static let longest = 32 << 20
  private static let mostEntries = 200_000

  private init() {}

  /// - Parameter base: the playlist's own address, which relative ones start from.
  /// - Returns: nil when the text is no playlist.
  package static func parse(_ text: some StringProtocol, base: String) -> HLSPlaylist? {
    guard text.utf8.count <= longest else { return nil }
    var lines = String(text).split(whereSeparator: \.isNewline)[...]
    guard lines.popFirst()?.trimmingMark.hasPrefix("#EXTM3U") == true else { return nil }
    var playlist = HLSPlaylist()
    var reader = Reader(base: base)
    for line in lines where playlist.segments.count + playlist.variants.count < mostEntries {
      reader.read(line.trimmingSpaces, into: &playlist)
    }
    return playlist
  }

  /// What holds for the lines that follow.
  private struct Reader {
    let base: String
    var number: Int64 = 0
    var next = Segment(resource: Resource(address: ""), duration: 0, number: 0)
    var variant: Variant?
    var nextByte: [String: Int64] = [:]
    var range: (length: Int64, start: Int64?)?

    init(base: String) {
      self.base = base
    }

    mutating func read(_ line: Substring, into playlist: inout HLSPlaylist) {
      guard line.hasPrefix("#") else { return line.isEmpty ? () : readAddress(line, into: &playlist) }
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      let value = line[colon...].dropFirst()
      switch line[..<colon] {
      case "#EXTINF":
        let seconds = Double(value.prefix { $0 != "," }.trimmingSpaces) ?? 0
        next.duration = seconds.isFinite ? min(max(seconds, 0), 86_400) : 0
      case "#EXT-X-PROGRAM-DATE-TIME":
        next.programDateTime = WallTime.parse(value.filter { !$0.isWhitespace }, assuming: .utc)?.time
      case "#EXT-X-DISCONTINUITY": next.isDiscontinuous = true
      case "#EXT-X-GAP": next.isGap = true
      case "#EXT-X-BYTERANGE": range = Self.range(value)
      case "#EXT-X-MAP":
        let attributes = HLSAttributes(value)
        next.initialization = attributes["URI"].map { address in
          let stated = attributes["BYTERANGE"].flatMap { Self.range(Substring($0)) }
          let start = stated?.start ?? 0
          return Resource(
            address: URLParts.resolve(address, base: base), range: stated.map { start..<start + $0.length })
        }
        next.initializationKey = next.key
      case "#EXT-X-KEY":
        let attributes = HLSAttributes(value)
        let method = attributes["METHOD"] ?? "NONE"
        next.key =
          method == "NONE"
          ? nil
          : Key(
            method: method, address: attributes["URI"].map { URLParts.resolve($0, base: base) } ?? "",
            vector: attributes["IV"].flatMap(Self.bytes(ofHex:)))
      case "#EXT-X-MEDIA-SEQUENCE":
        if let first = Int64(value), (0...Int64.max / 2).contains(first), playlist.segments.isEmpty { number = first }
      case "#EXT-X-TARGETDURATION":
        let seconds = Double(value) ?? 0
        playlist.targetDuration = seconds.isFinite ? min(max(seconds, 0), 3600) : 0
      case "#EXT-X-ENDLIST": playlist.isComplete = true
      case "#EXT-X-STREAM-INF":
        let attributes = HLSAttributes(value)
        variant = Variant(
          address: "", bandwidth: attributes["BANDWIDTH"].flatMap { Int($0) } ?? 0, codecs: attributes["CODECS"] ?? "",
          audioGroup: attributes["AUDIO"])
      case "#EXT-X-MEDIA":
        let attributes = HLSAttributes(value)
        guard attributes["TYPE"] == "AUDIO" else { return }
        playlist.renditions.append(
          Rendition(
            address: attributes["URI"].map { URLParts.resolve($0, base: base) }, group: attributes["GROUP-ID"] ?? "",
            isDefault: attributes["DEFAULT"] == "YES"))
      default: break
      }
    }

    private mutating func readAddress(_ line: Substring, into playlist: inout HLSPlaylist) {
      let address = URLParts.resolve(line, base: base)
      if var variant {
        variant.address = address
        playlist.variants.append(variant)
        self.variant = nil
        return
      }
      next.resource = Resource(address: address)
      if let range {
        let start = range.start ?? nextByte[address] ?? 0
        next.resource.range = start..<start + range.length
        nextByte[address] = start + range.length
      }
      next.number = number
      playlist.segments.append(next)
      number += 1
      (next.duration, next.programDateTime, next.isDiscontinuous, next.isGap, range) = (0, nil, false, false, nil)
    }

    /// `length[@start]`, each below 2⁵⁰.
    private static func range(_ text: Substring) -> (length: Int64, start: Int64?)? {
      let parts = text.split(separator: "@").map { Int64($0.trimmingSpaces) ?? -1 }
      guard let length = parts.first, parts.count <= 2, parts.allSatisfy({ (0..<1 << 50).contains($0) }), length > 0
      else { return nil }
      return (length, parts.count == 2 ? parts[1] : nil)
    }

    private static func bytes(ofHex text: String) -> [UInt8]? {
      guard text.lowercased().hasPrefix("0x"), text.count <= 34 else { return nil }
      let digits = Array(String(repeating: "0", count: 34 - text.count) + text.dropFirst(2))
      let bytes = (0..<16).compactMap { UInt8(String(digits[2 * $0...2 * $0 + 1]), radix: 16) }
      return bytes.count == 16 ? bytes : nil
    }
  }
}

/// The attribute list of a tag (RFC 8216, 4.2).
struct HLSAttributes {
  private var values: [Substring: Substring] = [:]

  init(_ text: Substring) {
    var rest = text
    while let equals = rest.firstIndex(of: "="), values.count < 64 {
      let name = rest[..<equals].trimmingSpaces
      rest = rest[rest.index(after: equals)...]
      if rest.first == "\"" {
        rest = rest.dropFirst()
        let end = rest.firstIndex(of: "\"") ?? rest.endIndex
        values[name] = rest[..<end]
        rest = rest[end...].drop { $0 != "," }.dropFirst()
      } else {
        let end = rest.firstIndex(of: ",") ?? rest.endIndex
        values[name] = rest[..<end].trimmingSpaces
        rest = rest[end...].dropFirst()
      }
    }
  }

  subscript(name: Substring) -> String? { values[name].map(String.init) }
}

extension Substring {
  /// Without a byte order mark.
  fileprivate var trimmingMark: Substring { first == "\u{FEFF}" ? dropFirst() : self }
}
