import Foundation
import LiveshelfCore
import MediaIngest
import TestSupport
import Testing

/// Where stream time begins, in one recording and in the parts of one.
@Suite(.timeLimit(.minutes(2))) struct TimeZeroTests {
  @Test(.enabled(if: FFmpeg.isThere, "needs ffmpeg")) func hiddenPicturesAreNoBeginning() throws {
    let folder = try TestData.temporaryFolder()
    try FFmpeg.run(
      [
        "-f", "lavfi", "-i", "testsrc=s=64x64:r=10:d=30", "-f", "lavfi", "-i",
        "aevalsrc='\(Bursts.expression)':s=44100:d=30", "-c:v", "mpeg4", "-g", "100", "-c:a", "aac", "full.mp4",
      ], in: folder)
    try FFmpeg.run(["-ss", "17", "-i", "full.mp4", "-c", "copy", "cut.mp4"], in: folder)
    let reading = try Reading(MediaSource(folder.path + "/cut.mp4"), keepingSamples: true)
    #expect(reading.isContiguous)
    #expect(abs(reading.seconds - 13) < 0.1)
    let times = Bursts.times(in: reading.pcm)
    #expect(times.count >= 12)
    for time in times { #expect(abs(time - time.rounded()) < 0.05) }
  }

  @Test func recordersSayWhenTheyBegan() throws {
    let expected = try #require(WallTime.parse("2026-04-10T20:01:46+08:00")).time
    for name in [
      "录制-100200-20260410-200146-000-直播间.flv", "/a/b/2026-04-10 20-01-46.mkv", "2026-04-10_20_01_46_host.ts",
      "20260410200146.mp4", "room_1775822506.ts", "OBS 2026.4.10 20.01.46.flv", "2026年04月10日20时01分46秒.flv",
      "host_1775822506000.flv", "20260410_200146.mp4", "room-20260410T120146Z.ts", "2026-04-10T12-01-46Z.mkv",
      "vlc-record-2026-04-10-20h01m46s-rtmp.ts",
    ] {
      #expect(RecorderName.start(of: name) == expected, "\(name)")
    }
    #expect(RecorderName.start(of: "录制-100200-20260410-200146-250-x.flv") == expected + 0.25)
    for name in ["show.flv", "part-2.flv", "123456.flv", "20261340-250000.flv", "show-2026.mp4"] {
      #expect(RecorderName.start(of: name) == nil, "\(name)")
    }
  }

  /// Reads parts one after the other, as a recorded show is.
  private func read(_ parts: [MediaSource], stated: [WallTime] = []) throws -> (Reading, [PartStarts.Place]) {
    let starts = PartStarts(parts, stated: stated, settings: MediaSettings(), interrupt: MediaInterrupt())
    var (reading, places) = (Reading(), [PartStarts.Place]())
    var resume: MediaReader.ResumePoint?
    for (number, part) in parts.enumerated() {
      let reader: MediaReader
      if let resume {
        let place = starts.place(of: number, after: resume.position)
        places.append(place)
        var start: StreamTime?
        if case .at(let time, _) = place { start = time }
        reader = try MediaReader(part, after: resume, startingAt: start)
      } else {
        reader = try MediaReader(part)
      }
      while let event = try reader.next() { reading.add(event, keepingSamples: true) }
      resume = reader.resumePoint
    }
    return (reading, places)
  }

  private func parts(_ names: [String]) throws -> [MediaSource] {
    let folder = try TestData.temporaryFolder()
    return try names.map { name in
      var samples = [Float](repeating: 0, count: 8 * 16_000)
      for second in 1..<8 {
        for index in 0..<160 { samples[second * 16_000 + index] = index % 20 < 10 ? 0.8 : -0.8 }
      }
      let path = folder.appending(path: name)
      try WaveFile.write([samples], rate: 16_000, to: path)
      return MediaSource(path.path)
    }
  }

  @Test func partsLieWhereTheirNamesSay() throws {
    let parts = try parts(["r-20260410-200000.wav", "r-20260410-200020.wav", "r-20260410-200028.wav"])
    let (reading, places) = try read(parts)
    #expect(places == [.at(StreamTime(seconds: 20), gapSeconds: 12), .following])
    #expect(reading.isContiguous)
    #expect(reading.seconds == 36)
    #expect(reading.discontinuities.map(\.kind) == [.gap])
    #expect(reading.discontinuities.first?.at == StreamTime(seconds: 8))
    #expect(reading.lostSeconds == 12)
    #expect(
      Bursts.times(in: reading.pcm).map { $0.rounded() }
        == (Array(1...7) + Array(21...27) + Array(29...35)).map { Double($0) })
  }

  @Test func partsLieWhereTheCallerSays() throws {
    let zero = try #require(WallTime.parse("2026-04-10T20:00:00+08:00")).time
    let (reading, _) = try read(parts(["a.wav", "b.wav"]), stated: [zero, zero + 10.5])
    #expect(abs(reading.seconds - 18.5) < 0.001)
    #expect(reading.lostSeconds == 2.5)
  }

  @Test func partsWithoutATimeFollowEachOther() throws {
    let (reading, places) = try read(parts(["a.wav", "b.wav"]))
    #expect(places == [.unknown])
    #expect(reading.seconds == 16)
    #expect(reading.discontinuities == [])
    let (overlapping, told) = try read(parts(["r-20260410-200000.wav", "r-20260410-200005.wav"]))
    #expect(told == [.overlapping(seconds: 3)])
    #expect(overlapping.seconds == 16)
  }
}
