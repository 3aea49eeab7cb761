import Foundation

/// Which stream time the time stamps of a recorded folder's files mean.
struct RecordingIndex {
  struct Entry: Codable, Equatable {
    var file: String
    /// A time stamp of the file, and the stream time that it stands for.
    var sourceMilliseconds: Int64
    var streamSeconds: Double

    enum CodingKeys: String, CodingKey {
      case file
      case sourceMilliseconds = "source_ms"
      case streamSeconds = "stream_s"
    }

    var line: String {
      "{\"file\":\"\(file)\",\"source_ms\":\(sourceMilliseconds),\"stream_s\":\(streamSeconds)}"
    }
  }

  var entries: [Entry]
  private static let longest = 64 << 20

  /// Reads a folder's index; lines that make no sense, such as a last one that a kill cut off, are passed over.
  init(folder: String) throws(MediaError) {
    let path = folder + "/" + StreamRecorder.indexName
    guard let data = FileManager.default.contents(atPath: path) else { throw .notFound(address: path) }
    guard data.count <= Self.longest else {
      throw .limitExceeded(address: path, detail: "an index of more than \(Self.longest) bytes")
    }
    let decoder = JSONDecoder()
    entries = data.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard let entry = try? decoder.decode(Entry.self, from: Data(line)), !entry.file.contains("/"),
        entry.streamSeconds.isFinite
      else { return nil }
      return entry
    }
    guard !entries.isEmpty else { throw .empty(address: path) }
  }
}
