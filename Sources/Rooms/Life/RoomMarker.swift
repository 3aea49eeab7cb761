internal import Crypto
public import Foundation
internal import LiveshelfCore

/// A marker of a room: its name, and what its file holds.
public struct RoomMarker: Codable, Hashable, Sendable {
  /// The file's name; its stem is the marker's name.
  public var name: String
  /// The SHA-256 of the file in hexadecimal digits.
  public var hash: String
  public var bytes: Int

  /// A room has no more markers than this.
  public static let limit = 64

  public init(_ name: String, audio: Data) {
    self.name = name
    hash = Self.hash(of: audio)
    bytes = audio.count
  }

  public static func hash(of audio: Data) -> String {
    SHA256.hash(data: audio).hexText
  }

  /// Whether it can be used: definitions come from other machines.
  public var isSound: Bool {
    RoomName(name) != nil && !name.hasPrefix(".") && hash.count == 64 && hash.allSatisfy(\.isHexDigit)
      && (1...MarkerFile.largest).contains(bytes)
  }
}
