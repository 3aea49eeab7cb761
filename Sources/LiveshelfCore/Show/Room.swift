/// The name of a live room: 1–64 letters, digits, `-`, `_` and `.`, so that it fits into URLs, subjects and file names.
public struct RoomName: Hashable, Sendable, CustomStringConvertible {
  public let text: String

  /// The name of the only room.
  public static let main = RoomName(unchecked: "main")

  private init(unchecked text: String) {
    self.text = text
  }

  /// Nil when the text is no such name.
  public init?(_ text: some StringProtocol) {
    let isFine = text.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_.".unicodeScalars.contains(scalar))
    }
    guard isFine, (1...64).contains(text.count), text != ".", text != ".." else { return nil }
    self.text = String(text)
  }

  public var description: String { text }
}
