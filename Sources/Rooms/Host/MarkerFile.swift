internal import AudioMarkers
public import Foundation
internal import Hearing
internal import LiveshelfCore

/// A marker as it comes from outside.
public enum MarkerFile {
  /// A marker's file is no longer than this many bytes.
  public static let largest = 8 << 20

  /// Tries whether a marker can be listened for.
  ///
  /// - Parameters:
  ///   - name: the file's name; its stem is the marker's name.
  ///   - audio: a file of a format that the decoder knows.
  /// - Throws: `.badRequest` when it is no sound, unsuitable or too long.
  public static func check(_ name: String, audio: [UInt8]) throws(RoomHostError) {
    guard RoomName(name) != nil, !name.hasPrefix(".") else {
      throw .badRequest(field: "name", reason: "a marker's name has 1 to 64 letters, digits, '-', '_' and '.'")
    }
    guard audio.count <= largest else {
      throw .badRequest(field: "body", reason: "a marker has at most \(largest) bytes")
    }
    let trial = FileManager.default.temporaryDirectory.appending(path: "marker-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: trial) }
    do {
      try FileManager.default.createDirectory(at: trial, withIntermediateDirectories: true)
      try Data(audio).write(to: trial.appending(path: name))
    } catch {
      throw .storage("the marker cannot be tried: \(RoomFileTrouble.text(error))")
    }
    do {
      _ = try MarkerFolder.load(trial)
    } catch {
      // The trial's folder says nothing to who sent the sound.
      throw .badRequest(field: "body", reason: "\(error)".replacing("\(trial.path)/", with: ""))
    }
  }
}
