import MediaIngest
import Testing

/// The layouts of Enhanced RTMP v2's audio messages.
@Suite struct EnhancedAudioTests {
  private func tag(_ bytes: [UInt8]) throws -> FLVAudioTag {
    try #require(bytes.withUnsafeBytes { FLVAudioTag($0) })
  }

  @Test func singleTrack() throws {
    let setup = try tag([0x90] + Array("OpusOpusHead".utf8))
    #expect(setup.parts == [.init(track: 0, codec: .fourCC("Opus"), content: .setup, data: 5..<13)])
    let frames = try tag([0x91] + Array("mp4a".utf8) + [1, 2])
    #expect(frames.parts.first?.content == .frames)
  }

  @Test func manyTracksOfOneCodec() throws {
    let frames = try tag([0x95, 0x11] + Array("Opus".utf8) + [0, 0, 0, 2, 9, 9, 1, 0, 0, 1, 7])
    #expect(frames.parts.map(\.track) == [0, 1])
    #expect(frames.parts.map(\.data) == [10..<12, 16..<17])
  }

  @Test func manyTracksOfManyCodecs() throws {
    let frames = try tag(
      [0x95, 0x21] + Array("Opus".utf8) + [3, 0, 0, 1, 9] + Array("mp4a".utf8) + [5, 0, 0, 1, 8])
    #expect(frames.parts.map(\.codec) == [.fourCC("Opus"), .fourCC("mp4a")])
    #expect(frames.parts.map(\.track) == [3, 5])
  }

  @Test func nanosecondOffset() throws {
    let frames = try tag([0x97, 2, 0x0F, 0x42, 0x40, 0x01] + Array("Opus".utf8) + [1])
    #expect(frames.timestampOffset == 1_000_000)
    #expect(frames.parts.first?.codec == .fourCC("Opus"))
  }

  @Test(arguments: [[], [0x97, 2, 0], [0x95, 0x11, 1], [0x95, 0x11, 79, 112, 117, 115, 0, 0, 0, 9, 1]] as [[UInt8]])
  func brokenTagsAreRefused(bytes: [UInt8]) {
    #expect(bytes.withUnsafeBytes { FLVAudioTag($0) } == nil)
  }
}
