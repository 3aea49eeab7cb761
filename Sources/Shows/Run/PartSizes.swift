internal import Foundation
internal import LiveshelfCore
internal import MediaIngest

/// How long the parts of a show are together, by their bytes: what was read of them, and how long that lasts.
struct PartSizes {
  /// The bytes of each part; empty unless all are files.
  private let bytes: [Double]
  /// A share below this tells too little.
  private static let leastShare = 0.002

  init(_ recordings: [MediaSource]) {
    let sizes = recordings.map { recording -> Double? in
      guard !recording.address.contains("://"),
        let attributes = try? FileManager.default.attributesOfItem(atPath: recording.address),
        let size = attributes[.size] as? NSNumber
      else { return nil }
      return size.doubleValue
    }
    let known = sizes.compactMap(\.self)
    bytes = known.count == sizes.count ? known : []
  }

  /// The estimated seconds of all parts.
  ///
  /// - Parameters:
  ///   - position: how much has been read, on the stream's clock.
  ///   - share: the part of the file that has been read, 0…1; nil: unknown.
  func length(at position: StreamTime, _ share: Double?, of part: Int) -> Double? {
    guard let share, bytes.indices.contains(part) else { return nil }
    let all = bytes.reduce(0, +)
    let read = bytes[..<part].reduce(0, +) + share * bytes[part]
    guard all > 0, read / all >= Self.leastShare else { return nil }
    return max(position.seconds, position.seconds * all / read)
  }
}
