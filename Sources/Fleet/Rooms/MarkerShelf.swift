internal import Backbone
internal import Foundation
internal import LiveshelfCore
internal import Rooms

/// A room's markers on a worker's disk.
struct MarkerShelf: Sendable {
  private let folder: URL
  private let objects: RoomObjects
  private let room: RoomName

  /// - Parameter folder: the room's; its `markers` is the shelf's.
  init(_ objects: RoomObjects, room: RoomName, folder: URL) {
    self.objects = objects
    self.room = room
    self.folder = folder.appending(path: "markers")
  }

  /// Makes the folder hold these markers and no others.
  ///
  /// - Returns: the folder; nil when there are none.
  /// - Throws: what the disk and the backbone say, and `MarkerShelfError`.
  func fill(with markers: [RoomMarker]) async throws -> URL? {
    let files = FileManager.default
    let wanted = Dictionary(markers.map { ($0.name, $0) }) { $1 }
    for name in (try? files.contentsOfDirectory(atPath: folder.path)) ?? [] where wanted[name] == nil {
      try files.removeItem(at: folder.appending(path: name))
    }
    guard !markers.isEmpty else { return nil }
    guard markers.count <= RoomMarker.limit else { throw MarkerShelfError.tooMany(markers.count) }
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    for marker in markers {
      guard marker.isSound else { throw MarkerShelfError.unsound(marker.name) }
      let file = folder.appending(path: marker.name)
      if let known = files.contents(atPath: file.path), RoomMarker.hash(of: known) == marker.hash { continue }
      let audio = try await objects.get(marker.hash, bytes: marker.bytes, of: room)
      guard RoomMarker.hash(of: audio) == marker.hash else { throw MarkerShelfError.unsound(marker.name) }
      try audio.write(to: file, options: .atomic)
    }
    return folder
  }
}

/// Why a room's markers cannot be used.
enum MarkerShelfError: Error, CustomStringConvertible {
  case tooMany(Int)
  case unsound(String)

  var description: String {
    switch self {
    case .tooMany(let count): "\(count) markers are more than the \(RoomMarker.limit) that a room may have"
    case .unsound(let name): "the marker '\(name)' came with a wrong name, size or hash: set it again"
    }
  }
}
