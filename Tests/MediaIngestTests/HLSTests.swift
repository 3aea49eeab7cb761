import Foundation
import LiveshelfCore
import MediaIngest
import TestSupport
import Testing

/// Stream time of HLS: gaps, discontinuities, clocks that jump, segments that are missing.
@Suite(.timeLimit(.minutes(3))) struct HLSTests {
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

  /// Four hours in segments of two seconds, with two hundred gaps and clock steps: the time line stays within 50 ms, and
  /// each gap is as long as it is.
  @Test(arguments: [1, 2, 3, 4] as [UInt64], [true, false]) func hoursOfGapsAndStepsKeepTheirTime(
    seed: UInt64, everySegmentIsDated: Bool
  ) throws {
    var generator = Generator(state: seed)
    var timeline = HLSTimeline()
    let epoch = 1_775_822_400_123_000
    let frame: Int64 = 23_220
    // The truth: where the next sound lies in the show, and what the source's clock shows then.
    var (truth, clock) = (Int64(0), Int64(1_400_000_000))
    var worst: Int64 = 0
    for number in 0..<7_200 {
      var (gap, isNew) = (Int64(0), false)
      switch number > 0 ? Int.random(in: 0..<72, using: &generator) : 9 {
      case 0: gap = .random(in: 300_000...200_000_000, using: &generator)
      case 1:
        gap = Bool.random(using: &generator) ? .random(in: 100_000...3_000_000_000, using: &generator) : 0
        isNew = true
      default: break
      }
      truth += gap
      clock += gap
      // The encoder's clock begins anew at a discontinuity.
      if isNew { clock = .random(in: 0...90_000_000_000, using: &generator) }
      let lead = Int64.random(in: 0...20_000, using: &generator)
      let isDated = isNew || everySegmentIsDated || number == 0
      // The stated time is that of the first picture, rounded to milliseconds.
      let date = WallTime(microseconds: (Int64(epoch) + truth - lead + 500) / 1000 * 1000)
      let before = timeline.end
      _ = timeline.place(
        start: clock - lead, audio: clock, date: isDated ? date : nil, isNew: isNew, missing: 0)
      let placed = clock + timeline.offset
      worst = max(worst, abs(placed - 1_400_000_000 - truth))
      if let before, gap > 0 { #expect(abs(placed - before - gap) < 100_000) }
      // Sound lasts for whole frames, about two seconds of them.
      let length = Int64.random(in: 85...87, using: &generator) * frame
      timeline.hear(upTo: clock + length)
      clock += length
      truth += length
    }
    #expect(worst <= 50_000)
  }

  @Test func withoutDatesSegmentsFollowEachOther() {
    var timeline = HLSTimeline()
    #expect(timeline.place(start: 10, audio: 10, date: nil, isNew: false, missing: 0) == nil)
    timeline.hear(upTo: 2_000_010)
    // A discontinuity says nothing about time by itself; segments that are missing do.
    #expect(timeline.place(start: 900_000_000, audio: 900_000_000, date: nil, isNew: true, missing: 4_000_000) != nil)
    #expect(900_000_000 + timeline.offset == 6_000_010)
    timeline.hear(upTo: 902_000_000)
    // A step back without a discontinuity is an encoder that began anew, and said nothing.
    _ = timeline.place(start: 0, audio: 0, date: nil, isNew: false, missing: 0)
    #expect(timeline.offset == 8_000_010)
  }

  // MARK: - Whole streams

  private static let video = ["-f", "lavfi", "-i", "testsrc=s=64x64:r=25:d=20"]
  private static let sound = ["-f", "lavfi", "-i", "aevalsrc='\(Bursts.expression)':s=44100:d=20"]

  /// Twenty seconds in segments of two: a00.ts … a09.ts, and the same with a clock of its own: b00.ts … b09.ts.
  private func segments(_ folder: URL, extraArguments: [String] = []) throws {
    for (name, offset) in [("a", "10"), ("b", "230")] {
      try FFmpeg.run(
        Self.video + Self.sound + [
          "-c:v", "mpeg2video", "-g", "50", "-bf", "0", "-c:a", "aac", "-output_ts_offset", offset, "-f", "hls",
          "-hls_time", "2", "-hls_list_size", "0",
        ] + extraArguments + ["-hls_segment_filename", "\(name)%02d.ts", "\(name).m3u8"], in: folder)
    }
  }

  private func playlist(_ lines: [String], in folder: URL) throws -> MediaSource {
    let text = (["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:2"] + lines + ["#EXT-X-ENDLIST", ""])
      .joined(separator: "\n")
    let path = folder.appending(path: "list.m3u8")
    try Data(text.utf8).write(to: path)
    return MediaSource(path.path)
  }

  private func lines(_ name: String, _ numbers: some Sequence<Int>) -> [String] {
    numbers.flatMap { ["#EXTINF:2.0,", "\(name)0\($0).ts"] }
  }

  @Test(.enabled(if: FFmpeg.isThere, "needs ffmpeg")) func streamsKeepTheirTime() throws {
    let folder = try TestData.temporaryFolder()
    try segments(folder)
    let date = "#EXT-X-PROGRAM-DATE-TIME:2026-04-10T20:00:"
    struct Stream {
      var name: String
      var lines: [String]
      var bursts: [Double]
      var lost: Double
      var at: Double?
    }
    let streams = [
      Stream(name: "whole", lines: lines("a", 0...9), bursts: Array(1...19).map(Double.init), lost: 0),
      Stream(
        name: "a segment is not in the list", lines: lines("a", 0...3) + lines("a", 6...9),
        bursts: (Array(1...7) + Array(12...19)).map(Double.init), lost: 4, at: 8),
      Stream(
        name: "a segment is not on the server",
        lines: lines("a", 0...3) + ["#EXTINF:2,", "gone.ts"] + lines("a", 5...9),
        bursts: (Array(1...7) + Array(10...19)).map(Double.init), lost: 2, at: 8),
      Stream(
        name: "a clock that jumps at a discontinuity",
        lines: lines("a", 0...4) + ["#EXT-X-DISCONTINUITY"] + lines("b", 5...9),
        bursts: Array(1...19).map(Double.init), lost: 0),
      Stream(
        name: "the same with dates",
        lines: [date + "00.000+08:00"] + lines("a", 0...4) + ["#EXT-X-DISCONTINUITY", date + "10.000+08:00"]
          + lines("b", 5...9), bursts: Array(1...19).map(Double.init), lost: 0),
      Stream(
        name: "a gap that only the dates tell",
        lines: [date + "00.250+08:00"] + lines("a", 0...4) + ["#EXT-X-DISCONTINUITY", date + "17.500+08:00"]
          + lines("b", 5...9), bursts: Array(1...9).map(Double.init) + Array(10...19).map { Double($0) + 7.25 },
        lost: 7.25, at: 10),
      Stream(
        name: "dates that begin in mid-stream",
        lines: lines("a", 0...2) + [date + "06.100+08:00"] + lines("a", 3...4) + [
          "#EXT-X-DISCONTINUITY", date + "13.100Z",
        ]
          + lines("b", 5...9), bursts: [], lost: 0),
      Stream(
        name: "marked as missing at a discontinuity",
        lines: lines("a", 0...4) + ["#EXT-X-GAP", "#EXTINF:2,", "x.ts", "#EXT-X-DISCONTINUITY"] + lines("b", 5...9),
        bursts: Array(1...9).map(Double.init) + Array(10...19).map { Double($0) + 2 }, lost: 2, at: 10),
      Stream(
        name: "an encoder that begins anew and does not say so", lines: lines("b", 0...4) + lines("a", 5...9),
        bursts: Array(1...19).map(Double.init), lost: 0),
    ]
    for stream in streams {
      let reading = try Reading(playlist(stream.lines, in: folder), keepingSamples: true)
      #expect(reading.isContiguous, "\(stream.name)")
      guard !stream.bursts.isEmpty else { continue }
      let heard = Bursts.times(in: reading.pcm)
      // A burst on a seam may be cut.
      let expected = stream.bursts.filter { time in heard.contains { abs($0 - time) < 0.1 } }
      #expect(expected.count >= stream.bursts.count - 1, "\(stream.name): \(heard)")
      #expect(heard.count <= stream.bursts.count + 1, "\(stream.name): \(heard)")
      #expect(abs(reading.lostSeconds - stream.lost) < 0.1, "\(stream.name): \(reading.discontinuities)")
      if let at = stream.at {
        let gap = reading.discontinuities.first { $0.lostSeconds > 0.5 }
        #expect(abs((gap?.at.seconds ?? -1) - at) < 0.1, "\(stream.name)")
      }
    }
  }

  @Test(.enabled(if: FFmpeg.isThere, "needs ffmpeg"), arguments: ["fmp4", "encrypted", "ranges"])
  func otherFormsOfSegmentsAreRead(form: String) throws {
    let folder = try TestData.temporaryFolder()
    var arguments: [String] = []
    switch form {
    case "fmp4": arguments = ["-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", "init.mp4"]
    case "ranges": arguments = ["-hls_flags", "single_file"]
    default:
      try Data((0..<16).map { UInt8($0 * 7) }).write(to: folder.appending(path: "key"))
      try Data("key\nkey\n".utf8).write(to: folder.appending(path: "info"))
      arguments = ["-hls_key_info_file", "info"]
    }
    let codec = form == "fmp4" ? ["-c:v", "mpeg4"] : ["-c:v", "mpeg2video"]
    try FFmpeg.run(
      Self.video + Self.sound + codec + [
        "-g", "50", "-c:a", "aac", "-f", "hls", "-hls_time", "2", "-hls_list_size", "0",
      ]
        + arguments + ["show.m3u8"], in: folder)
    let local = try Reading(MediaSource(folder.path + "/show.m3u8"), keepingSamples: true)
    let server = try TinyServer { request in
      let name = request.path.split(separator: "/").last.map(String.init) ?? ""
      guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return .status(404) }
      return .file(Array(data), request)
    }
    defer { server.stop() }
    let remote = try Reading(MediaSource(server.url("/live/show.m3u8")), keepingSamples: true)
    for reading in [local, remote] {
      #expect(reading.isContiguous)
      #expect(abs(reading.seconds - 20) < 0.1)
      #expect(reading.lostSeconds == 0)
      let times = Bursts.times(in: reading.pcm)
      #expect(times.map { $0.rounded() } == Array(1...19).map(Double.init))
      #expect(times.allSatisfy { abs($0 - $0.rounded()) < 0.06 })
    }
  }

  /// Segments of frames alone: an ID3 tag has their time, or the list's dates, or what the list says to be missing.
  @Test(.enabled(if: FFmpeg.isThere, "needs ffmpeg"), arguments: ["tags", "dates", "gap"])
  func packedAudioKeepsItsTime(witness: String) throws {
    let folder = try TestData.temporaryFolder()
    try FFmpeg.run(
      Self.sound + ["-c:a", "aac", "-f", "segment", "-segment_time", "2", "-segment_format", "adts", "p%02d.aac"],
      in: folder)
    for number in 0..<10 where witness == "tags" {
      let file = folder.appending(path: "p0\(number).aac")
      // Two seconds are as many frames as fit, near the end of the clock's range.
      let clock = (8_589_900_000 + UInt64(number) * 180_000) & 0x1_FFFF_FFFF
      let owner = Array("com.apple.streaming.transportStreamTimestamp".utf8) + [0]
      let frame = owner + (0..<8).map { UInt8(truncatingIfNeeded: clock >> (56 - 8 * UInt64($0))) }
      let length = UInt8(frame.count)
      var tag = Array("ID3".utf8) + [4, 0, 0, 0, 0, 0, length + 10]
      tag += Array("PRIV".utf8) + [0, 0, 0, length, 0, 0] + frame
      try Data(tag + Array(try Data(contentsOf: file))).write(to: file)
    }
    func lines(_ numbers: ClosedRange<Int>) -> [String] { numbers.flatMap { ["#EXTINF:2.0,", "p0\($0).aac"] } }
    let date = "#EXT-X-PROGRAM-DATE-TIME:2026-04-10T20:00:"
    let (first, second, third) =
      switch witness {
      case "dates": (date + "00.100Z", date + "12.100Z", date + "20.350Z")
      case "gap": ("#EXT-X-VERSION:8", "#EXT-X-GAP\n#EXTINF:4,\nx.aac", "#EXT-X-GAP\n#EXTINF:4.25,\ny.aac")
      default: ("#EXT-X-VERSION:8", "#EXT-X-VERSION:8", "#EXT-X-VERSION:8")
      }
    let list = [first] + lines(0...3) + [second] + lines(6...7) + [third] + lines(9...9)
    let reading = try Reading(playlist(list, in: folder), keepingSamples: true)
    #expect(reading.isContiguous)
    let gaps = reading.discontinuities.filter { $0.lostSeconds > 0.5 }
    let shift = witness == "tags" ? 0 : 2.25
    #expect(gaps.map { ($0.lostSeconds * 4).rounded() / 4 } == [4, 2 + shift], "\(gaps)")
    #expect(abs((gaps.first?.at.seconds ?? 0) - 8) < 0.1)
    let expected = [1, 2, 3, 4, 5, 6, 7, 13, 14, 15].map(Double.init) + [19 + shift]
    let heard = Bursts.times(in: reading.pcm)
    for time in expected { #expect(heard.contains { abs($0 - time) < 0.1 }, "\(time): \(heard)") }
  }

  /// A segment that the server cuts costs what is missing of it, and none of those after it.
  @Test(.enabled(if: FFmpeg.isThere, "needs ffmpeg")) func aSegmentThatIsCutCostsItsRestAlone() throws {
    let folder = try TestData.temporaryFolder()
    try segments(folder)
    let server = try TinyServer { request in
      let name = request.path.split(separator: "/").last.map(String.init) ?? ""
      guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return .status(404) }
      // As a connection that breaks: less than the stated length.
      guard name == "a03.ts" else { return .ok(Array(data)) }
      return .init(
        head: "HTTP/1.1 200 OK\r\nContent-Length: \(data.count)\r\n", pieces: [Array(data.prefix(data.count / 2 + 77))])
    }
    defer { server.stop() }
    let reading = try Reading(MediaSource(server.url("/live/a.m3u8")), keepingSamples: true)
    #expect(abs(reading.seconds - 20) < 0.1)
    #expect(reading.lostSeconds < 2, "\(reading.discontinuities)")
    let heard = Bursts.times(in: reading.pcm)
    for time in [1.0, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19] {
      #expect(heard.contains { abs($0 - time) < 0.1 }, "\(time): \(heard)")
    }
  }

  @Test(.enabled(if: FFmpeg.isThere, "needs ffmpeg")) func setUpBytesAreDecryptedAndMuxedSoundIsFound() throws {
    let folder = try TestData.temporaryFolder()
    try FFmpeg.run(
      Self.sound + [
        "-c:a", "aac", "-f", "hls", "-hls_time", "2", "-hls_list_size", "0", "-hls_segment_type", "fmp4",
        "-hls_fmp4_init_filename", "init.mp4", "show.m3u8",
      ], in: folder)
    let vector = String(repeating: "07", count: 16)
    let key = (0..<16).map { UInt8($0) }
    try Data(key).write(to: folder.appending(path: "key"))
    var text = try String(contentsOf: folder.appending(path: "show.m3u8"), encoding: .utf8)
    for name in ["init.mp4"] + (0..<10).map({ "show\($0).m4s" }) {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/openssl")
      process.arguments =
        ["enc", "-aes-128-cbc", "-K", key.map { "0\(String($0, radix: 16))" }.joined(), "-iv", vector, "-in", name]
        + ["-out", "e-\(name)"]
      process.currentDirectoryURL = folder
      try process.run()
      process.waitUntilExit()
      text = text.replacing("\(name)", with: "e-\(name)")
    }
    text = text.replacing("#EXT-X-MAP", with: "#EXT-X-KEY:METHOD=AES-128,URI=\"key\",IV=0x\(vector)\n#EXT-X-MAP")
    try Data(text.utf8).write(to: folder.appending(path: "encrypted.m3u8"))
    let master = """
      #EXTM3U
      #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="zh",DEFAULT=YES
      #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="en",URI="nowhere.m3u8"
      #EXT-X-STREAM-INF:BANDWIDTH=100000,AUDIO="a"
      encrypted.m3u8

      """
    try Data(master.utf8).write(to: folder.appending(path: "master.m3u8"))
    for name in ["encrypted.m3u8", "master.m3u8"] {
      let reading = try Reading(MediaSource(folder.appending(path: name).path))
      #expect(abs(reading.seconds - 20) < 0.1 && reading.lostSeconds == 0, "\(name)")
    }
  }

  @Test(.enabled(if: FFmpeg.isThere, "needs ffmpeg")) func aLiveStreamIsFollowedAndItsLossStated() async throws {
    let folder = try TestData.temporaryFolder()
    try segments(folder)
    // Each request for the list shows two segments more; the fifth is never there.
    let lists = (1...4).map { number -> String in
      let last = min(2 * number + 1, 9)
      let head = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n"
      return head + (0...last).map { "#EXTINF:2.0,\na0\($0).ts\n" }.joined() + (number == 4 ? "#EXT-X-ENDLIST\n" : "")
    }
    let asked = Counter()
    let server = try TinyServer { request in
      if request.path == "/live.m3u8" {
        return .ok(Array(lists[min(asked.next(), lists.count - 1)].utf8), "Set-Cookie: seen=1\r\n")
      }
      guard request.headers["cookie"] == "seen=1", !request.path.hasSuffix("a05.ts"),
        let data = try? Data(contentsOf: folder.appending(path: String(request.path.dropFirst())))
      else { return .status(404) }
      return .ok(Array(data))
    }
    defer { server.stop() }
    var reading = Reading()
    var states: [FeedState] = []
    try await LiveFeed(MediaSource(server.url("/live.m3u8"))).run { event in
      switch event {
      case .media(let media): reading.add(media, keepingSamples: true)
      case .change(let change): states.append(change.state)
      }
    }
    #expect(states.first == .connecting)
    #expect(!states.contains(.stalled))
    #expect(reading.isContiguous)
    #expect(reading.notices == [.segmentsMissing(count: 1, seconds: 2)])
    #expect(abs(reading.lostSeconds - 2) < 0.1)
    // Begun three segments before the end of the first list.
    #expect(reading.seconds > 15)
  }

  @Test func theRhythmOfAStreamIsLearnt() {
    var rhythm = FeedRhythm()
    #expect(rhythm.patience(atLeast: 2) == 2)
    for second in 0..<10 { rhythm.note(pause: second % 2 == 0 ? 0.01 : 5, at: Int64(second) * 1_000_000) }
    #expect(rhythm.patience(atLeast: 2) == 7.5)
    // What was once is forgotten.
    for second in 10..<100 { rhythm.note(pause: 0.1, at: Int64(second) * 1_000_000) }
    #expect(rhythm.patience(atLeast: 2) == 2)
    rhythm.usualPause = 12
    #expect(rhythm.patience(atLeast: 2) == 12)
  }
}
