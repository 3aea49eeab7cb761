public import Backbone
public import Foundation
public import LiveshelfCore

/// Files that belong to rooms, such as markers: larger than a record, written once and never changed.
public struct RoomObjects: Sendable {
  private let backbone: any Backbone
  /// An object has at most so many bytes.
  public static let largest = 16 << 20
  private static let prefix = "objects."
  private static let partBytes = 256 << 10

  public init(_ backbone: any Backbone) {
    self.backbone = backbone
  }

  /// Stores an object; when it returns, `get` finds all of it.
  ///
  /// - Parameter id: tells the object from every other of the room: letters, digits, `-` and `_`. Use a hash of its bytes.
  /// - Throws: `.tooLarge`, `.invalidName`, `.unavailable`.
  public func put(_ data: Data, as id: String, of room: RoomName) async throws(BackboneError) {
    guard data.count <= Self.largest else { throw .tooLarge(bytes: data.count, limit: Self.largest) }
    for part in 0..<Self.parts(of: data.count) {
      let start = data.startIndex + part * Self.partBytes
      try await backbone.putState(
        key(part, id, room), Data(data[start..<min(start + Self.partBytes, data.endIndex)]))
    }
  }

  /// - Parameter bytes: how many it has; 0…`largest`.
  /// - Throws: `.damaged` when a part is missing, `.unavailable`.
  public func get(_ id: String, bytes: Int, of room: RoomName) async throws(BackboneError) -> Data {
    guard (0...Self.largest).contains(bytes) else { throw .tooLarge(bytes: bytes, limit: Self.largest) }
    var data = Data(capacity: bytes)
    for part in 0..<Self.parts(of: bytes) {
      guard let value = try await backbone.state(key(part, id, room))?.value else {
        throw .damaged("part \(part) of the object \(id) of \(room) is missing")
      }
      data += value
    }
    guard data.count == bytes else {
      throw .damaged("the object \(id) of \(room) has \(data.count) bytes, not \(bytes)")
    }
    return data
  }

  public func remove(_ id: String, bytes: Int, of room: RoomName) async throws(BackboneError) {
    for part in 0..<Self.parts(of: bytes) { try await backbone.deleteState(key(part, id, room)) }
  }

  private static func parts(of bytes: Int) -> Int { (bytes + partBytes - 1) / partBytes }

  private func key(_ part: Int, _ id: String, _ room: RoomName) -> String {
    "\(Self.prefix)\(BackboneName.token(of: room)).\(id).\(part)"
  }
}
