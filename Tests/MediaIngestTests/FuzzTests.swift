import Foundation
import MediaIngest
import TestSupport
import Testing

/// Files of `Corpus` and mutations of them and of good input: no parser may trap, spin, or read beyond its bytes.
@Suite struct FuzzTests {
  @Test func scriptTags() throws {
    let samples = [AMFSamples.cuePoint, AMFSamples.metadata, AMFSamples.nested]
    try Corpus("script-tags").replay(with: samples) { bytes in
      bytes.withUnsafeBytes { buffer in
        var reader = AMF0Reader(buffer)
        #expect(reader.values().count <= 4096)
      }
    }
  }

  @Test func audioAndVideoTags() throws {
    let samples: [[UInt8]] = [
      [0xAF, 1, 1, 2, 3], [0x90] + Array("OpusOpusHead".utf8), [0x91] + Array("Opus".utf8) + [1, 2, 3],
      [0x95, 0x11] + Array("Opus".utf8) + [0, 0, 0, 2, 9, 9, 1, 0, 0, 1, 7],
      [0x97, 2, 0, 1, 2, 0x05, 0x21] + Array("mp4a".utf8) + [3, 0, 0, 1, 4],
    ]
    try Corpus("tags").replay(with: samples) { bytes in
      bytes.withUnsafeBytes { buffer in
        for part in FLVAudioTag(buffer)?.parts ?? [] { #expect(part.data.upperBound <= buffer.count) }
        _ = FLVVideoTag(buffer)
      }
    }
  }

  @Test func flvStreams() throws {
    var writer = FLVWriter()
    for packet in 0..<6 { writer.muLaw(timestamp: Int64(packet) * 20, [UInt8](repeating: 7, count: 40)) }
    writer.script(timestamp: 130, AMFSamples.cuePoint)
    try Corpus("flv").replay(with: [writer.bytes]) { bytes in
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

  @Test func playlists() throws {
    let samples = [PlaylistSamples.live, PlaylistSamples.master].map { Array($0.utf8) }
    try Corpus("playlists").replay(with: samples) { bytes in
      _ = HLSPlaylist.parse(String(decoding: bytes, as: UTF8.self), base: "http://host/live/index.m3u8?token=1")
    }
  }

  @Test func chunksOfPublishers() throws {
    let connect = RTMPMessage(kind: 20, payload: AMFSamples.string("connect") + AMFSamples.number(1))
    let sound = RTMPMessage(kind: 8, timestamp: 40, stream: 1, payload: [UInt8](repeating: 7, count: 300))
    let seeds = [
      connect.chunks(of: 128) + sound.chunks(of: 128), [0xC3, 3, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0, 0, 1],
    ]
    try Corpus("rtmp-chunks").replay(with: seeds) { bytes in
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

  @Test func sideData() throws {
    try Corpus("side-data").replay(with: [SideDataSamples.id3, SideDataSamples.annexB]) { bytes in
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
    var generator = Mutator(seed: 7)
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
