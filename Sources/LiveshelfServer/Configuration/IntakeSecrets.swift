public import Foundation
public import LiveshelfCore
internal import Yams

/// The secrets with which senders sign intake requests, by room. Rooms that have one refuse unsigned requests.
public struct IntakeSecrets: Hashable, Sendable {
  private var secrets: [String: [String]] = [:]

  public init() {}

  /// Reads a YAML file of `ROOM: secret` or `ROOM: [new, old]`, and variables `LIVESHELF_INTAKE_SECRET_ROOM` (the room's
  /// name in capitals, `-` and `.` as `_`), which win.
  public init(_ file: URL?, environment: [String: String]) throws(ConfigurationError) {
    if let file {
      let name = file.lastPathComponent
      guard let data = FileManager.default.contents(atPath: file.path), data.count <= 1 << 20 else {
        throw .one(name, nil, "cannot be read (\(file.path)); check the path and that this user may read it")
      }
      try read(String(decoding: data, as: UTF8.self), file: name)
    }
    let prefix = "LIVESHELF_INTAKE_SECRET_"
    for (variable, secret) in environment where variable.hasPrefix(prefix) {
      // An empty one would switch signing off where somebody meant to switch it on.
      guard secret.utf8.count >= 16 else {
        throw .one(
          "environment", nil, "\(variable) must have 16 bytes or more; unset it if the room needs no signatures")
      }
      secrets[String(variable.dropFirst(prefix.count))] = [secret]
    }
  }

  /// Empty: requests of the room need no signature.
  public func secrets(of room: RoomName) -> [String] {
    let variable = room.text.uppercased().replacing("-", with: "_").replacing(".", with: "_")
    return secrets[variable] ?? secrets["/" + room.text] ?? []
  }

  /// - Parameter text: never quoted in messages.
  private mutating func read(_ text: String, file: String) throws(ConfigurationError) {
    let root: Node?
    do {
      root = try compose(yaml: text)
    } catch {
      throw .one(file, (error as? YamlError)?.line, "is no YAML; write lines such as `main: secret`")
    }
    guard let root else { return }
    guard let mapping = root.mapping else { throw .one(file, nil, "must hold pairs such as `main: secret`") }
    for (key, value) in mapping {
      guard let room = key.scalar.flatMap({ RoomName($0.string) }) else {
        throw .one(file, key.mark?.line, "is no room's name")
      }
      let texts = value.sequence.map { $0.compactMap(\.scalar?.string) } ?? [value.scalar?.string].compactMap(\.self)
      guard !texts.isEmpty, texts.allSatisfy({ $0.utf8.count >= 16 }) else {
        throw .one(file, value.mark?.line, "the secret of \(room) must have 16 bytes or more")
      }
      secrets["/" + room.text] = texts
    }
  }
}
