import Foundation
import LiveshelfCore
import MediaIngest
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct RecordingTests {
  private let sample = TestData.sample.appending(path: "broadcast.flv").path

  @Test func probeTellsWhatIsThere() throws {
    let probe = try MediaProbe(MediaSource(sample), seconds: 2)
    #expect(probe.container.format == "flv")
    #expect(probe.container.tracks.map(\.codec).sorted() == ["aac", "h264"])
    #expect(probe.audio == AudioTrackFormat(codec: "aac", sampleRate: 44_100, channels: 1))
    #expect(probe.audioSeconds >= 2)
    #expect(probe.firstAudioSeconds != nil)
    #expect(!probe.isLive)
    let decoded = try JSONDecoder().decode(MediaProbe.self, from: JSONEncoder().encode(probe))
    #expect(decoded.container == probe.container)
  }

  @Test func recordedSegmentsHoldTheWholeStream() throws {
    let folder = try TestData.temporaryFolder().path
    var settings = MediaSettings()
    settings.recording = RecordingSettings(folder: folder)
    settings.recording?.segmentSeconds = 30
    let whole = try Reading(MediaSource(sample), settings: settings)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".flv") }.sorted()
    #expect(names.count >= 6)
    let parts = try names.map { try Reading(MediaSource(folder + "/" + $0)) }
    for part in parts { #expect(part.isContiguous) }
    #expect(abs(parts.reduce(0) { $0 + $1.seconds } - whole.seconds) < 0.1 * Double(names.count))
  }

  @Test func clipsAreCutFromFilesAndFolders() throws {
    let folder = try TestData.temporaryFolder().path
    var settings = MediaSettings()
    settings.recording = RecordingSettings(folder: folder + "/show")
    settings.recording?.segmentSeconds = 20
    _ = try Reading(MediaSource(sample), settings: settings)
    let (start, end) = (StreamTime(seconds: 35.5), StreamTime(seconds: 47.25))
    for recording in [sample, folder + "/show"] {
      let clip = EvidenceClip(recording: recording, start: start, end: end)
      try clip.cutAudio(to: folder + "/clip.opus")
      let audio = try Reading(MediaSource(folder + "/clip.opus"))
      #expect(audio.format?.codec == "opus")
      #expect(abs(audio.seconds - 11.75) < 0.1, "\(recording)")
      try clip.cut(to: folder + "/clip.mp4")
      let video = try MediaProbe(MediaSource(folder + "/clip.mp4"), seconds: 60)
      #expect(video.container.tracks.map(\.codec).sorted() == ["aac", "h264"])
      #expect((11.5...24).contains(video.audioSeconds), "\(recording) \(video.audioSeconds)")
    }
  }

  @Test(.enabled(if: FFmpeg.isThere)) func clipsHaveChapters() throws {
    let folder = try TestData.temporaryFolder()
    var clip = EvidenceClip(recording: sample, start: StreamTime(seconds: 30), end: StreamTime(seconds: 60))
    clip.chapters = [(40.0, 50.0, "羊绒大衣"), (55, 90, "=; \\ #"), (0, 20, "before"), (61, 70, "after")].map {
      EvidenceClip.Chapter(start: StreamTime(seconds: $0.0), end: StreamTime(seconds: $0.1), title: $0.2)
    }
    for name in ["clip.mp4", "clip.mkv", "clip.flv"] {
      try clip.cut(to: folder.appending(path: name).path)
      try FFmpeg.run(["-i", name, "-f", "ffmetadata", "\(name).txt"], in: folder)
      let text = try String(contentsOf: folder.appending(path: "\(name).txt"), encoding: .utf8)
      let titles = text.split(separator: "\n").filter { $0.hasPrefix("title=") }
      guard name != "clip.flv" else {
        #expect(titles.isEmpty)
        continue
      }
      #expect(titles == ["title=羊绒大衣", ##"title=\=\; \\ \#"##], "\(name): \(text)")
      #expect(text.matches(of: /\[CHAPTER\]/).count == 2)
    }
  }

  @Test func emptyClipsAreRefused() throws {
    let folder = try TestData.temporaryFolder().path
    let clip = EvidenceClip(recording: sample, start: StreamTime(seconds: 5), end: StreamTime(seconds: 5))
    #expect(throws: MediaError.self) { try clip.cut(to: folder + "/never.mp4") }
    let beyond = EvidenceClip(recording: sample, start: StreamTime(seconds: 900), end: StreamTime(seconds: 905))
    #expect(throws: MediaError.self) { try beyond.cutAudio(to: folder + "/never.opus") }
  }
}
