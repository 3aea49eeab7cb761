import Foundation

/// Speech and music without stingers.
enum Background {
  /// The recordings one after the other, without the spans in which a truth.json beside one has stingers.
  static func read(_ places: [URL]) throws -> [Float] {
    var samples: [Float] = []
    for place in places {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder)
      let files =
        isFolder.boolValue
        ? try FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
          .filter { ["flac", "wav", "flv", "mp4"].contains($0.pathExtension) }
          .sorted { $0.lastPathComponent < $1.lastPathComponent }
        : [place]
      for file in files { samples += try clean(file) }
    }
    return samples
  }

  private struct Truth: Decodable {
    struct Stinger: Decodable {
      var t, end: Double
    }
    var stingers: [Stinger]
  }

  private static func clean(_ file: URL) throws -> [Float] {
    let samples = try AudioFile.read(file)
    let beside = file.deletingLastPathComponent().appending(path: "truth.json")
    guard FileManager.default.fileExists(atPath: beside.path) else { return samples }
    var kept: [Float] = []
    var position = 0
    for stinger in try JSONDecoder().decode(Truth.self, from: Data(contentsOf: beside)).stingers {
      let start = min(samples.count, max(position, Int((stinger.t - 0.2) * 16_000)))
      kept += samples[position..<start]
      position = min(samples.count, max(start, Int((stinger.end + 0.3) * 16_000)))
    }
    return kept + samples[position...]
  }
}
