internal import Foundation
internal import LiveshelfCore

/// Why a file of a room cannot be used, in plain words.
enum RoomFileTrouble {
  static func text(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return FileTrouble.reason(error) }
    let context: DecodingError.Context
    var member: String?
    switch error {
    case .keyNotFound(let key, let found): (context, member) = (found, key.stringValue)
    case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found): context = found
    @unknown default: return "it is not as it was written"
    }
    let path = (context.codingPath.map(\.stringValue) + (member.map { [$0] } ?? [])).joined(separator: ".")
    let what = path.isEmpty ? "it is no JSON" : "its member '\(path)' is missing or wrong"
    return what + "; restore the file from a backup, or remove it and make the room anew"
  }
}
