import Foundation
import LiveshelfCore
import MediaIngest
import TestSupport
import Testing

@Suite struct MediaReaderTests {
  @Test func sampleBroadcastIsReadWhole() throws {
    let reading = try Reading(MediaSource(TestData.sample.appending(path: "broadcast.flv").path))
    #expect(reading.isContiguous)
    #expect(abs(reading.seconds - 212.23) < 0.03)
    #expect(reading.format?.codec == "aac")
    #expect(reading.discontinuities.isEmpty)
  }

  @Test func missingFileIsNotFound() {
    #expect(throws: MediaError.notFound(address: "/no/such/file.flv")) {
      _ = try MediaReader(MediaSource("/no/such/file.flv"))
    }
  }

  /// What is known of an odd file: seconds heard from stream time zero, codec, kinds of breaks.
  struct Oddity: Sendable, CustomTestStringConvertible {
    var file: String
    var seconds: Double
    var codec = "aac"
    var breaks: [Discontinuity.Kind] = []
    var testDescription: String { file }
  }

  private static let oddities = [
    Oddity(file: "enhanced/audio_only_aac", seconds: 8.034),
    Oddity(file: "enhanced/audio_only_nellymoser", seconds: 8.02, codec: "nellymoser"),
    Oddity(file: "enhanced/audio_only_pcm", seconds: 8, codec: "pcm_s16le"),
    Oddity(file: "enhanced/av01_aac", seconds: 8.034),
    Oddity(file: "enhanced/vp09_aac", seconds: 8.034),
    Oddity(file: "enhanced/h264_flac", seconds: 8, codec: "flac"),
    Oddity(file: "enhanced/h264_opus", seconds: 8.0138, codec: "opus"),
    Oddity(file: "enhanced/h264_mp3", seconds: 8.046, codec: "mp3"),
    Oddity(file: "mutated/truncated_midtag", seconds: 6.272, breaks: [.damage]),
    Oddity(file: "mutated/garbage_mid_stream", seconds: 10.304, breaks: [.damage]),
    Oddity(file: "mutated/ts_wrap_2e32", seconds: 10.304),
    Oddity(file: "mutated/ts_jump_plus_30s", seconds: 40.304, breaks: [.gap]),
    Oddity(file: "mutated/av_desync_audio_plus_4s", seconds: 14.304, breaks: [.lateStart]),
    Oddity(file: "mutated/audio_only_header_says_av", seconds: 10.304),
    Oddity(file: "xgplayer/h264_aac_48000", seconds: 2.015, breaks: [.lateStart, .damage]),
    Oddity(file: "xgplayer/h264_pcma_channel1_8000", seconds: 2.4, codec: "pcm_alaw", breaks: [.damage]),
    Oddity(file: "xgplayer/h264_pcmu_channel1_8000", seconds: 1.04, codec: "pcm_mulaw", breaks: [.damage]),
    Oddity(file: "xgplayer/mp3", seconds: 11.99, codec: "mp3"),
    Oddity(file: "membrane/bun33s", seconds: 33.042),
  ]

  @Test(.enabled(if: TestData.large != nil, "needs the larger test data"), arguments: oddities)
  func oddFilesAreHeard(oddity: Oddity) throws {
    let file = try #require(TestData.large).appending(path: "flv/\(oddity.file).flv")
    let reading = try Reading(MediaSource(file.path))
    #expect(reading.isContiguous)
    #expect(abs(reading.seconds - oddity.seconds) < 0.01)
    #expect(reading.format?.codec == oddity.codec)
    #expect(reading.discontinuities.map(\.kind) == oddity.breaks)
  }

  @Test(.enabled(if: TestData.large != nil, "needs the larger test data"))
  func filesWithoutSoundSayWhy() throws {
    let folder = try #require(TestData.large).appending(path: "flv").path
    let (empty, mute) = (folder + "/mutated/empty.flv", folder + "/xgplayer/h264_only.flv")
    #expect(throws: MediaError.empty(address: empty)) { _ = try Reading(MediaSource(empty)) }
    #expect(throws: MediaError.noAudio(address: mute, detail: "it ended without any")) {
      _ = try Reading(MediaSource(mute))
    }
  }

  @Test func unusableSourcesSayWhatToDo() throws {
    let folder = try TestData.temporaryFolder()
    let text = folder.appending(path: "notes.txt")
    try Data("nothing to hear here, only words, and more words than a probe needs".utf8).write(to: text)
    for (address, expected) in [
      (text.path, MediaError.notMedia(address: text.path)),
      (folder.path, .invalidRequest("\(folder.path) is a folder, not a recording")),
    ] {
      #expect(throws: expected) { _ = try MediaReader(MediaSource(address)) }
    }
    let address = "http://127.0.0.1:\(try freePort())/live.flv"
    let error = #expect(throws: MediaError.self) { _ = try MediaReader(MediaSource(address)) }
    #expect(error?.isRecoverable == true)
    #expect(error?.description.contains("Check the address") == true)
  }

  @Test func credentialsStayOutOfMessages() {
    #expect(MediaSource("rtmp://user:secret@host/live/x?key=1").redactedAddress == "rtmp://host/live/…?…")
  }
}
