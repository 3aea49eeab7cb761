import Foundation
import LiveshelfCore
import MediaIngest
import TestSupport
import Testing

@Suite struct WallClockTests {
  private func wall(_ text: String) throws -> WallTime { try #require(WallTime.parse(text)).time }

  private func file(_ scripts: [(Int64, [UInt8])]) throws -> MediaSource {
    var writer = FLVWriter()
    for packet in 0..<200 {
      let time = Int64(packet) * 20
      for (at, amf) in scripts where at == time { writer.script(timestamp: at, amf) }
      writer.muLaw(timestamp: time, [UInt8](repeating: FLVWriter.silence, count: 160))
    }
    let path = try TestData.temporaryFolder().appending(path: "scripts.flv")
    try Data(writer.bytes).write(to: path)
    return MediaSource(path.path)
  }

  @Test func scriptTagsGiveCuesAnchorsAndMetadata() throws {
    let reading = try Reading(
      file([(0, AMFSamples.metadata), (1000, AMFSamples.frameInformation), (2000, AMFSamples.cuePoint)]))
    #expect(
      reading.cues == [
        CuePoint(name: "lipstick", at: StreamTime(seconds: 2), parameters: ["sku": "SKU-1", "price": "99"])
      ])
    #expect(reading.metadata["encoder"] == "test")
    #expect(reading.anchors.map(\.origin) == [.scriptTag, .scriptTag])
    #expect(reading.anchors.map(\.wallTime.microseconds).first == 1_775_822_400_500_000)
    #expect(reading.anchors.first?.streamTime == .zero)
    #expect(try reading.anchors.last?.wallTime == wall("2026-04-10T20:00:01.250+08:00"))
    #expect(reading.anchors.last?.streamTime == StreamTime(seconds: 1))
  }

  @Test func playlistStatesTheTimesOfItsSegments() throws {
    let playlist = try #require(HLSPlaylist.parse(PlaylistSamples.live, base: "http://host/live/index.m3u8?t=1"))
    #expect(
      playlist.segments.map(\.address) == [
        "http://host/live/a7.ts", "http://host/other/a8.ts?x=1", "http://cdn/a9.ts",
      ])
    #expect(try playlist.segments[0].programDateTime == wall("2026-04-10T20:00:00.500+08:00"))
    #expect(playlist.segments[1].programDateTime == nil)
    #expect(playlist.segments.map(\.isDiscontinuous) == [false, false, true])
    #expect(playlist.segments.map(\.number) == [7, 8, 9])
    let master = try #require(HLSPlaylist.parse(PlaylistSamples.master, base: "https://h/x.m3u8"))
    #expect(master.variants.map(\.address) == ["https://h/low/index.m3u8"])
    #expect(master.renditions.map(\.address) == ["https://h/audio/zh.m3u8"])
    #expect(HLSPlaylist.parse("hello", base: "x") == nil)
  }

  @Test func timedID3AndSupplementalInformationStateTheTime() throws {
    let stated = SideDataSamples.id3.withUnsafeBytes { TimedID3($0)?.wallTime }
    #expect(try stated == wall("2026-04-10T12:00:00.250Z"))
    SideDataSamples.annexB.withUnsafeBytes { bytes in
      let time = SupplementalTime.find(in: bytes, framing: .annexB)
      #expect(time?.microseconds == 1_775_822_400_500_000)
    }
  }

  /// ffmpeg writes real playlists and segments of the sample broadcast.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/ffmpeg"), "needs ffmpeg"))
  func hlsIsAnchoredAtItsProgramDateTime() throws {
    let folder = try TestData.temporaryFolder()
    let ffmpeg = Process()
    ffmpeg.executableURL = URL(filePath: "/usr/bin/ffmpeg")
    ffmpeg.arguments = [
      "-v", "error", "-i", TestData.sample.appending(path: "broadcast.flv").path, "-c", "copy", "-t", "20", "-f", "hls",
      "-hls_time", "4", "-hls_list_size", "0", "-hls_flags", "program_date_time", folder.path + "/show.m3u8",
    ]
    try ffmpeg.run()
    ffmpeg.waitUntilExit()
    let list = try String(contentsOf: folder.appending(path: "show.m3u8"), encoding: .utf8)
    let stated = try #require(
      HLSPlaylist.parse(list, base: folder.path + "/show.m3u8")?.segments.first?.programDateTime)
    let reading = try Reading(MediaSource(folder.path + "/show.m3u8"))
    #expect(reading.isContiguous)
    #expect((19...21).contains(reading.seconds))
    let anchor = try #require(reading.anchors.first)
    #expect(anchor.origin == .programDateTime)
    #expect(abs(anchor.streamStart - stated) < 0.2)
  }
}
