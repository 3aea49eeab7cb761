public import Foundation
public import LiveshelfCore

extension RoomRegistry {
  /// The names of a room's markers, sorted.
  public func markers(of name: RoomName) throws(RoomHostError) -> [String] {
    try entry(name).wish.markers.map(\.name).sorted()
  }

  /// Adds or replaces a marker; a room that listens hears it at once.
  ///
  /// - Parameters:
  ///   - marker: the file's name; its stem is the marker's name.
  ///   - audio: a file of a format that the decoder knows.
  /// - Throws: `.badRequest` when it is no sound or unsuitable.
  public func setMarker(_ marker: String, audio: [UInt8], in name: RoomName) async throws(RoomHostError) {
    let entry = try entry(name)
    try MarkerFile.check(marker, audio: audio)
    do {
      try FileManager.default.createDirectory(at: entry.folder.markers, withIntermediateDirectories: true)
      try Data(audio).write(to: entry.folder.markers.appending(path: marker), options: .atomic)
    } catch {
      throw .storage("the marker '\(marker)' cannot be written: \(RoomFileTrouble.text(error))")
    }
    let markers = try entry.folder.readMarkers()
    try await change(name) { $0.markers = markers }
  }

  /// Takes the markers of a folder over.
  ///
  /// - Throws: `.badRequest` for a folder that cannot be read, or a file that is no sound.
  public func copyMarkers(from folder: URL, to name: RoomName) async throws(RoomHostError) {
    let files: [URL]
    do {
      files = try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
    } catch {
      throw .badRequest(field: "markers", reason: "'\(folder.path)' cannot be read: \(RoomFileTrouble.text(error))")
    }
    for file in files.sorted(by: { $0.lastPathComponent < $1.lastPathComponent }) {
      guard let audio = FileManager.default.contents(atPath: file.path) else { continue }
      try await setMarker(file.lastPathComponent, audio: Array(audio), in: name)
    }
  }

  public func removeMarker(_ marker: String, in name: RoomName) async throws(RoomHostError) {
    let entry = try entry(name)
    guard try markers(of: name).contains(marker) else {
      throw .badRequest(field: "name", reason: "there is no marker '\(marker)'")
    }
    do {
      try FileManager.default.removeItem(at: entry.folder.markers.appending(path: marker))
    } catch {
      throw .storage("the marker '\(marker)' cannot be removed: \(RoomFileTrouble.text(error))")
    }
    let markers = try entry.folder.readMarkers()
    try await change(name) { $0.markers = markers }
  }
}
