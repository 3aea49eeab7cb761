import Foundation
import MediaIngest
import TestSupport
import Testing

/// What is no recording is named, with what to do about it.
@Suite(.timeLimit(.minutes(1))) struct ForeignFileTests {
  private func error(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = try TestData.temporaryFolder().appending(path: name)
    try Data(bytes).write(to: path)
    let error = #expect(throws: MediaError.self) { _ = try Reading(MediaSource(path.path)) }
    let text = try #require(error).description
    #expect(text.contains(name))
    return text
  }

  private func box(_ kind: String, _ size: Int, claims: Int? = nil) -> [UInt8] {
    let length = UInt32(claims ?? size + 8)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + Array(kind.utf8)
      + [UInt8](repeating: 0, count: size)
  }

  @Test func filesAreNamed() throws {
    for (name, bytes, expected) in [
      ("page.flv", Array("<!DOCTYPE html><html><head>".utf8), "a web page"),
      ("error.flv", Array("{\"code\": 403}".utf8), "a JSON answer"),
      ("manifest.mpd", Array("<?xml version=\"1.0\"?><MPD>".utf8), "a DASH manifest"),
      ("cover.mp4", [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10], "a picture"),
      ("show.mp4.zip", Array("PK\u{3}\u{4}aaaaaaaa".utf8), "a ZIP archive"),
      ("reserved.mp4", [UInt8](repeating: 0, count: 4096), "empty space"),
      ("empty.m3u8", Array("#EXTM3U\n#EXT-X-ENDLIST\n".utf8), "an HLS playlist without segments"),
    ] {
      let text = try error(name, bytes)
      #expect(text.contains(expected), "\(name): \(text)")
    }
  }

  @Test func anMP4WithoutItsIndexIsExplained() throws {
    let whole = box("ftyp", 16) + box("free", 8)
    for bytes in [
      whole + box("mdat", 40_000), whole + box("mdat", 40_000, claims: 90_000), whole + box("mdat", 0, claims: 0),
    ] {
      let path = try TestData.temporaryFolder().appending(path: "show.mp4")
      try Data(bytes).write(to: path)
      func text() throws -> String {
        let error = #expect(throws: MediaError.self) { _ = try Reading(MediaSource(path.path)) }
        return try #require(error).description
      }
      #expect(try text().contains("still being written"))
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: path.path)
      let old = try text()
      #expect(old.contains("moov") && old.contains("untrunc"), "\(old)")
    }
  }

  @Test func aFileThatGrowsIsNoticed() throws {
    let path = try TestData.temporaryFolder().appending(path: "show.flv")
    var writer = FLVWriter()
    for packet in 0..<500 { writer.muLaw(timestamp: Int64(packet) * 20, [UInt8](repeating: 0xFF, count: 160)) }
    let bytes = writer.take()
    try Data(bytes).write(to: path)
    var reading = Reading()
    let reader = try MediaReader(MediaSource(path.path))
    let more = try FileHandle(forWritingTo: path)
    try more.seekToEnd()
    var hasGrown = false
    while let event = try reader.next() {
      reading.add(event)
      if reading.samples >= 16_000, !hasGrown {
        hasGrown = true
        writer.muLaw(timestamp: 10_000, [UInt8](repeating: 0xFF, count: 160))
        try more.write(contentsOf: Data(writer.take()))
      }
    }
    #expect(reading.notices == [.stillGrowing])
  }

  @Test(arguments: [1, 2, 0xABCDEF] as [UInt32]) func flvMayNumberItsStreamsAsItLikes(stream: UInt32) throws {
    var writer = FLVWriter()
    writer.stream = stream
    for packet in 0..<100 { writer.muLaw(timestamp: Int64(packet) * 20, [UInt8](repeating: 0xFF, count: 160)) }
    let path = try TestData.temporaryFolder().appending(path: "show.flv")
    try Data(writer.bytes).write(to: path)
    let reading = try Reading(MediaSource(path.path))
    #expect(reading.seconds == 2)
    #expect(reading.discontinuities == [])
  }
}
