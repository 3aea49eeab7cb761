internal import Crypto
internal import LiveshelfCore

/// Makes the ids of signals: the same room, type, subject and occasion always give the same id.
enum SignalIdentity {
  /// - Parameter occasion: tells signals of one type and subject apart, such as a presentation's id or a count.
  static func id(room: RoomName, type: String, subject: String, occasion: String) -> String {
    // The unit separator cannot occur in names, so that no two lists of parts read the same.
    let text = [room.text, type, subject, occasion].joined(separator: "\u{1F}")
    let digest = SHA256.hash(data: Array(text.utf8))
    return digest.prefix(16).hexText
  }
}
