import Foundation
import LiveshelfCore
import MediaIngest
import TestSupport
import Testing

/// Whatever the cables do, the channel or the track in which somebody speaks is heard.
@Suite(.timeLimit(.minutes(2))) struct ChannelTests {
  private static let rate = 32_000

  private func reading(_ channels: [[Float]]) throws -> Reading {
    let path = try TestData.temporaryFolder().appending(path: "sound.wav")
    try WaveFile.write(channels, rate: Self.rate, to: path)
    return try Reading(MediaSource(path.path), keepingSamples: true)
  }

  private func level(_ samples: some Sequence<Float>) -> Float {
    let (sum, count) = samples.reduce((Float(0), Float(0))) { ($0.0 + $1 * $1, $0.1 + 1) }
    return (sum / max(count, 1)).squareRoot()
  }

  @Test(arguments: [Float(-1), -0.93, -0.8]) func invertedChannelsAreHeard(factor: Float) throws {
    let speech = WaveFile.speech(seconds: 6, rate: Self.rate)
    let reading = try reading([speech, speech.map { $0 * factor }])
    #expect(reading.isContiguous)
    #expect(abs(reading.seconds - 6) < 0.01)
    #expect(level(reading.pcm) > 0.8 * level(speech))
    #expect(reading.notices == [.channelsCancel(heard: 0)])
  }

  @Test func channelsThatBeginToCancelAreHeard() throws {
    let speech = WaveFile.speech(seconds: 10, rate: Self.rate)
    let inverted = speech.enumerated().map { $0.offset < 5 * Self.rate ? $0.element : -$0.element }
    let reading = try reading([speech, inverted])
    #expect(reading.notices == [.channelsCancel(heard: 0)])
    #expect(level(reading.pcm[(7 * 16_000)...]) > 0.8 * level(speech))
  }

  @Test func theLiveChannelIsHeardAlone() throws {
    let speech = WaveFile.speech(seconds: 4, rate: Self.rate)
    let reading = try reading([[Float](repeating: 0, count: speech.count), speech])
    // Once half a second of sound has shown which one it is: from the third sound on.
    #expect(level(reading.pcm[25_600...]) > 0.9 * level(speech))
    #expect(reading.notices == [.deadChannel(heard: 1)])
  }

  @Test func theSpeakingChannelIsHeardAlone() throws {
    let speech = WaveFile.speech(seconds: 20, rate: Self.rate)
    let noise = WaveFile.noise(seconds: 20, rate: Self.rate, level: 0.3)
    let reading = try reading([noise, speech])
    #expect(reading.notices == [.oneChannelSpeaks(heard: 1)])
    // In the pauses of the speech there is silence, and no noise, after the first seconds.
    let late = reading.pcm[(14 * 16_000)...]
    #expect(late.count { abs($0) < 0.001 } > late.count / 3)
  }

  @Test func ordinaryStereoIsMixed() throws {
    let speech = WaveFile.speech(seconds: 10, rate: Self.rate)
    let reading = try reading([speech.map { $0 * 0.8 }, speech])
    #expect(reading.notices == [])
    #expect(abs(level(reading.pcm) - 0.9 * level(speech)) < 0.02)
  }

  // MARK: - Tracks

  /// A container with several mono tracks.
  private func container(_ name: String, _ tracks: [[Float]]) throws -> MediaSource {
    let folder = try TestData.temporaryFolder()
    var arguments: [String] = []
    for (index, track) in tracks.enumerated() {
      try WaveFile.write([track], rate: Self.rate, to: folder.appending(path: "\(index).wav"))
      arguments += ["-i", "\(index).wav"]
    }
    for index in tracks.indices { arguments += ["-map", "\(index):a"] }
    try FFmpeg.run(arguments + ["-c:a", "aac", name], in: folder)
    return MediaSource(folder.appending(path: name).path)
  }

  @Test(.enabled(if: FFmpeg.isThere, "needs ffmpeg"), arguments: ["a.mkv", "b.mp4", "c.ts"])
  func theSpeakingTrackIsHeard(name: String) throws {
    let speech = WaveFile.speech(seconds: 20, rate: Self.rate)
    let noise = WaveFile.noise(seconds: 20, rate: Self.rate, level: 0.02)
    let source = try container(name, [noise, speech])
    let reading = try Reading(source, keepingSamples: true)
    #expect(reading.isContiguous)
    #expect(abs(reading.seconds - 20) < 0.2)
    #expect(level(reading.pcm) > 0.8 * level(speech))
    #expect(reading.notices == [.trackChosen(heard: 1, of: 2)])
    var settings = MediaSettings()
    settings.audioTrack = 0
    let asked = try Reading(source, settings: settings, keepingSamples: true)
    #expect(asked.notices == [])
    #expect(level(asked.pcm) < 0.1)
    settings.audioTrack = 5
    let error = #expect(throws: MediaError.self) { _ = try Reading(source, settings: settings) }
    #expect(error?.description.contains("2 in all") == true)
  }

  @Test(.enabled(if: FFmpeg.isThere, "needs ffmpeg")) func aVoiceThatMovesToAnotherTrackIsFollowed() throws {
    let speech = WaveFile.speech(seconds: 60, rate: Self.rate)
    let half = speech.count / 2
    let silence = [Float](repeating: 0, count: half)
    let source = try container("move.mkv", [Array(speech[..<half]) + silence, silence + Array(speech[half...])])
    let reading = try Reading(source, keepingSamples: true)
    #expect(abs(reading.seconds - 60) < 0.1)
    for second in [5, 20, 28, 36, 50] {
      #expect(level(reading.pcm[second * 16_000..<(second + 2) * 16_000]) > 0.7 * level(speech))
    }
    #expect(reading.notices == [.trackChosen(heard: 0, of: 2), .trackChosen(heard: 1, of: 2)])
  }

  @Test(.enabled(if: FFmpeg.isThere, "needs ffmpeg")) func aTrackThatTakesOverIsHeard() throws {
    let folder = try TestData.temporaryFolder()
    let sound = "aevalsrc='\(Bursts.expression)':s=44100:d=10"
    for (name, start, offset, tables) in [("a.ts", "0x100", "0", "0"), ("b.ts", "0x140", "10", "1")] {
      try FFmpeg.run(
        [
          "-f", "lavfi", "-i", sound, "-c:a", "aac", "-output_ts_offset", offset, "-muxdelay", "0",
          "-mpegts_start_pid", start, "-tables_version", tables, "-f", "mpegts", name,
        ], in: folder)
    }
    var bytes = try Data(contentsOf: folder.appending(path: "a.ts"))
    bytes += try Data(contentsOf: folder.appending(path: "b.ts"))
    try bytes.write(to: folder.appending(path: "show.ts"))
    for track in [nil, 0] {
      var settings = MediaSettings()
      settings.audioTrack = track
      let reading = try Reading(
        MediaSource(folder.path + "/show.ts"), settings: settings, keepingSamples: true)
      #expect(reading.isContiguous)
      #expect(abs(reading.seconds - 20) < 0.1)
      #expect(
        Bursts.times(in: reading.pcm).map { $0.rounded() } == [
          1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        ])
      #expect(reading.lostSeconds < 0.1)
    }
  }
}
