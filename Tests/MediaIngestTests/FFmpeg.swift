import Foundation
import Testing

/// The command-line encoder, for containers that tests do not write byte by byte.
enum FFmpeg {
  static let path = "/usr/bin/ffmpeg"
  static var isThere: Bool { FileManager.default.isExecutableFile(atPath: path) }

  static func run(_ arguments: [String], in folder: URL) throws {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = ["-v", "error", "-nostdin", "-y"] + arguments
    process.currentDirectoryURL = folder
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}

/// Sound whose place in time can be found again: a short burst at each full second.
enum Bursts {
  /// Full seconds, from the beginning of `pcm` (16 kHz), at which a burst is heard, to the millisecond.
  static func times(in pcm: [Float]) -> [Double] {
    var times: [Double] = []
    var index = 0
    while index < pcm.count {
      guard abs(pcm[index]) > 0.1 else {
        index += 1
        continue
      }
      times.append(Double(index) / 16_000)
      index += 4_000
    }
    return times
  }

  /// Makes an expression for ffmpeg's `aevalsrc`: a burst of 1 kHz for 30 ms at each full second, but the first.
  static let expression = "if(gt(t,0.5)*lt(mod(t,1),0.03),0.8*sin(6283*t),0)"
}

/// WAV files of 16-bit samples.
enum WaveFile {
  /// - Parameter channels: the samples of each channel, -1…1.
  static func write(_ channels: [[Float]], rate: Int, to url: URL) throws {
    let count = channels.first?.count ?? 0
    var data = Data("RIFF".utf8)
    func append(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
    }
    let size = count * channels.count * 2
    append(UInt32(36 + size))
    data += Data("WAVEfmt ".utf8)
    append(UInt32(16))
    append(UInt16(1))
    append(UInt16(channels.count))
    append(UInt32(rate))
    append(UInt32(rate * channels.count * 2))
    append(UInt16(channels.count * 2))
    append(UInt16(16))
    data += Data("data".utf8)
    append(UInt32(size))
    for index in 0..<count {
      for channel in channels { append(Int16(max(-1, min(1, channel[index])) * 32_000)) }
    }
    try data.write(to: url)
  }

  /// Something like speech: a third of a second of sound, then a pause, again and again.
  static func speech(seconds: Int, rate: Int) -> [Float] {
    (0..<seconds * rate).map { index in
      let time = Double(index) / Double(rate)
      return time.truncatingRemainder(dividingBy: 0.8) < 0.35 ? Float(0.4 * sin(2 * .pi * 300 * time)) : 0
    }
  }

  /// Steady noise.
  static func noise(seconds: Int, rate: Int, level: Float) -> [Float] {
    var state: UInt32 = 1
    return (0..<seconds * rate).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return (Float(state >> 8) / Float(1 << 23) - 1) * level
    }
  }
}
