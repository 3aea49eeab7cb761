import Foundation
import LiveshelfCore
import MediaIngest
import TestSupport
import Testing

/// The same sound in many containers and codecs comes out at the same time.
@Suite(
  .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/ffmpeg"), "needs ffmpeg"),
  .timeLimit(.minutes(2)))
struct ContainerTests {
  struct Container: Sendable, CustomTestStringConvertible {
    var name: String
    var arguments: [String]
    /// Seconds by which the encoder's priming may shift the sound, where the container does not tell it.
    var priming = 0.0
    var testDescription: String { name }
  }

  private static let containers = [
    Container(name: "a.wav", arguments: []),
    Container(name: "b.flac", arguments: []),
    Container(name: "c.mp3", arguments: ["-b:a", "128k"]),
    Container(name: "d.mp4", arguments: ["-c:a", "aac"]),
    Container(name: "e.mkv", arguments: ["-c:a", "libopus"]),
    Container(name: "f.ogg", arguments: ["-c:a", "libopus"]),
    Container(name: "g.flv", arguments: ["-c:a", "aac", "-ar", "44100"], priming: 0.0233),
    Container(name: "h.ts", arguments: ["-c:a", "aac"], priming: 0.0214),
  ]

  /// Ten seconds at 48 kHz with a short burst at each full second but the first.
  private func wave() -> Data {
    var samples = [Int16](repeating: 0, count: 480_000)
    for second in 1..<10 {
      for index in 0..<48 { samples[second * 48_000 + index] = index % 12 < 6 ? 28_000 : -28_000 }
    }
    var data = Data("RIFF".utf8)
    func append(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
    }
    append(UInt32(36 + samples.count * 2))
    data += Data("WAVEfmt ".utf8)
    append(UInt32(16))
    append(UInt16(1))
    append(UInt16(1))
    append(UInt32(48_000))
    append(UInt32(96_000))
    append(UInt16(2))
    append(UInt16(16))
    data += Data("data".utf8)
    append(UInt32(samples.count * 2))
    for sample in samples { append(sample) }
    return data
  }

  @Test(arguments: containers) func burstsKeepTheirTime(container: Container) throws {
    let folder = try TestData.temporaryFolder()
    let source = folder.appending(path: "source.wav")
    try wave().write(to: source)
    let target = folder.appending(path: container.name)
    let ffmpeg = Process()
    ffmpeg.executableURL = URL(filePath: "/usr/bin/ffmpeg")
    ffmpeg.arguments = ["-v", "error", "-nostdin", "-i", source.path] + container.arguments + [target.path]
    try ffmpeg.run()
    ffmpeg.waitUntilExit()
    try #require(ffmpeg.terminationStatus == 0)
    let reading = try Reading(MediaSource(target.path), keepingSamples: true)
    #expect(reading.isContiguous)
    #expect(reading.discontinuities.allSatisfy { $0.kind == .lateStart })
    for second in 1..<10 {
      // The middle of the energy around the burst.
      let range = second * 16_000 - 800..<second * 16_000 + 800
      let energy = range.map { Double(reading.pcm[$0] * reading.pcm[$0]) }
      let total = energy.reduce(0, +)
      let middle = zip(range, energy).reduce(0) { $0 + Double($1.0) * $1.1 } / max(total, 1e-9) / 16_000
      #expect(abs(middle - Double(second) - 0.0005 - container.priming) < 0.002)
    }
  }
}
