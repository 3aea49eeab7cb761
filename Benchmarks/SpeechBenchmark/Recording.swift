import Foundation
import LiveshelfCore

/// A recording in memory: 16 kHz, mono, 16-bit, as WAV or raw.
struct Recording {
  let samples: [Float]
  var seconds: Double { Double(samples.count) / Double(AudioFormat.sampleRate) }

  init(file: URL) throws {
    var data = try Data(contentsOf: file)
    if data.starts(with: Data("RIFF".utf8)), let chunk = data.range(of: Data("data".utf8)) {
      data = data[min(data.endIndex, chunk.upperBound + 4)...]
    }
    let bytes = [UInt8](data)
    samples = stride(from: 0, to: bytes.count - 1, by: 2).map {
      Float(Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)) / 32768
    }
  }

  /// The recordings of a folder, by name.
  static func files(in folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { ["wav", "s16"].contains($0.pathExtension) }.sorted { $0.lastPathComponent < $1.lastPathComponent }
  }

  func blocks(seconds: Double) -> [AudioBlock] {
    let size = Int(seconds * Double(AudioFormat.sampleRate))
    return stride(from: 0, to: samples.count, by: size).map {
      AudioBlock(firstSample: Int64($0), samples: Array(samples[$0..<min($0 + size, samples.count)]))
    }
  }
}
