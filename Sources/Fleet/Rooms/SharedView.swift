internal import Backbone
internal import Foundation
internal import LiveshelfCore

/// What a room shows, on its way to servers: in the directory, or, where it is larger than a record, as an object that the
/// directory names.
struct SharedView {
  private struct Reference: Codable {
    var viewObject: String
    var bytes: Int
  }

  private let directory: RoomDirectory
  private let objects: RoomObjects
  private let largest: Int
  private let room: RoomName

  init(_ backbone: any Backbone, room: RoomName) {
    directory = RoomDirectory(backbone)
    objects = RoomObjects(backbone)
    largest = backbone.largestRecord
    self.room = room
  }

  /// - Parameter edition: counts; two editions are kept, so that who reads one meets no half of the next.
  func show(_ view: Data, edition: Int) async throws {
    guard view.count > largest else { return try await directory.show(view, of: room) }
    let reference = Reference(viewObject: "view-\(edition % 2)", bytes: view.count)
    try await objects.put(view, as: reference.viewObject, of: room)
    try await directory.show(try JSONEncoder().encode(reference), of: room)
  }

  /// The view that an entry of the directory holds or names.
  func whole(_ value: Data) async throws -> Data {
    // A view has other members, and is far longer.
    guard value.count < 1024, let reference = try? JSONDecoder().decode(Reference.self, from: value) else {
      return value
    }
    return try await objects.get(reference.viewObject, bytes: reference.bytes, of: room)
  }
}
