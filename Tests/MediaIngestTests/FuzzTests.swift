import Foundation
import MediaIngest
import TestSupport
import Testing

/// Mutations of good input with a fixed seed: no parser may trap, spin, or read beyond its bytes.
///
/// `LIVESHELF_FUZZ=1000000` sets the number of inputs for each parser.
@Suite struct FuzzTests {
  private static let count = ProcessInfo.processInfo.environment["LIVESHELF_FUZZ"].flatMap { Int($0) } ?? 20_000

  /// SplitMix64 (Steele, Lea, Flood 2014).
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
      return z ^ z >> 31
    }
  }

  private func mutate(_ seed: [UInt8], _ generator: inout Generator) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      guard !bytes.isEmpty else { return [UInt8.random(in: 0...255, using: &generator)] }
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2: bytes[index] = [0, 255, 127, 128].randomElement(using: &generator) ?? 0
      case 3: bytes.remove(at: index)
      case 4:
        let end = Int.random(in: index..<min(bytes.count, index + 32), using: &generator)
        bytes.insert(contentsOf: bytes[index...end], at: index)
      default: bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
      }
    }
    return bytes
  }

  private func forEachMutation(of seeds: [[UInt8]], _ check: ([UInt8]) -> Void) {
    var generator = Generator(state: 20_260_410)
    for index in 0..<Self.count { check(mutate(seeds[index % seeds.count], &generator)) }
  }

  @Test func scriptTags() {
    let seeds = [AMFSamples.cuePoint, AMFSamples.metadata, AMFSamples.nested]
    forEachMutation(of: seeds) { bytes in
      bytes.withUnsafeBytes { buffer in
        var reader = AMF0Reader(buffer)
        #expect(reader.values().count <= 4096)
      }
    }
  }

  @Test func audioAndVideoTags() {
    let seeds: [[UInt8]] = [
      [0xAF, 1, 1, 2, 3], [0x90] + Array("OpusOpusHead".utf8), [0x91] + Array("Opus".utf8) + [1, 2, 3],
      [0x95, 0x11] + Array("Opus".utf8) + [0, 0, 0, 2, 9, 9, 1, 0, 0, 1, 7],
      [0x97, 2, 0, 1, 2, 0x05, 0x21] + Array("mp4a".utf8) + [3, 0, 0, 1, 4],
    ]
    forEachMutation(of: seeds) { bytes in
      bytes.withUnsafeBytes { buffer in
        for part in FLVAudioTag(buffer)?.parts ?? [] { #expect(part.data.upperBound <= buffer.count) }
        _ = FLVVideoTag(buffer)
      }
    }
  }

  @Test func flvStreams() {
    var writer = FLVWriter()
    for packet in 0..<6 { writer.muLaw(timestamp: Int64(packet) * 20, [UInt8](repeating: 7, count: 40)) }
    writer.script(timestamp: 130, AMFSamples.cuePoint)
    forEachMutation(of: [writer.bytes]) { bytes in
      var parser = FLVParser()
      var seen = 0
      for start in stride(from: 0, to: bytes.count, by: 97) {
        bytes.withUnsafeBytes {
          parser.append(UnsafeRawBufferPointer(rebasing: $0[start..<min(start + 97, bytes.count)]))
        }
        while let element = parser.next(atEnd: false) {
          seen += 1
          if case .tag(let tag) = element { #expect(tag.payload.upperBound <= parser.buffer.count) }
        }
      }
      while parser.next(atEnd: true) != nil { seen += 1 }
      #expect(seen <= bytes.count + 1)
    }
  }

  @Test func playlists() {
    let seeds = [PlaylistSamples.live, PlaylistSamples.master].map { Array($0.utf8) }
    forEachMutation(of: seeds) { bytes in
      _ = HLSPlaylist.parse(String(decoding: bytes, as: UTF8.self), base: "http://host/live/index.m3u8?token=1")
    }
  }

  @Test func chunksOfPublishers() {
    let connect = RTMPMessage(kind: 20, payload: AMFSamples.string("connect") + AMFSamples.number(1))
    let sound = RTMPMessage(kind: 8, timestamp: 40, stream: 1, payload: [UInt8](repeating: 7, count: 300))
    let seeds = [connect.chunks(of: 128) + sound.chunks(of: 128), [0xC3, 3, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0, 0, 1]]
    forEachMutation(of: seeds) { bytes in
      var reader = RTMPChunkReader()
      reader.append(bytes)
      var count = 0
      while let message = try? reader.next(), count <= bytes.count {
        #expect(message.payload.count <= 65_536)
        count += 1
      }
      #expect(count <= bytes.count)
    }
  }

  @Test func sideData() {
    forEachMutation(of: [SideDataSamples.id3, SideDataSamples.annexB]) { bytes in
      bytes.withUnsafeBytes { buffer in
        _ = TimedID3(buffer)?.wallTime
        _ = SupplementalTime.find(in: buffer, framing: .annexB)
        _ = SupplementalTime.find(in: buffer, framing: .lengthPrefixed)
      }
    }
  }

  /// Whole files with noise in them: they end, and what is heard is without gap.
  @Test func noisyFilesEnd() throws {
    var writer = FLVWriter()
    for packet in 0..<200 { writer.muLaw(timestamp: Int64(packet) * 20, [UInt8](repeating: 7, count: 160)) }
    let file = try TestData.temporaryFolder().appending(path: "noise.flv")
    var generator = Generator(state: 7)
    for _ in 0..<50 {
      var bytes = writer.bytes
      for _ in 0..<100 {
        bytes[Int.random(in: 13..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      try Data(bytes).write(to: file)
      let reading = try Reading(MediaSource(file.path))
      #expect(reading.isContiguous)
    }
  }
}
