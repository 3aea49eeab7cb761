import Foundation
import LiveshelfCore
import MediaIngest
import TestSupport
import Testing

/// Stream time of long HLS broadcasts with many gaps, discontinuities and clock steps, against what is true: within 50 ms
/// everywhere, each gap within 0.1 s of its place. `LIVESHELF_HLS_HOURS=4` makes the broadcasts so long.
@Suite(.timeLimit(.minutes(60)), .enabled(if: FFmpeg.isThere, "needs ffmpeg")) struct BrokenBroadcastTests {
  private static let hours = ProcessInfo.processInfo.environment["LIVESHELF_HLS_HOURS"].flatMap { Double($0) }

  @Test(arguments: [.everySegment, .afterDiscontinuities, .none] as [BrokenBroadcast.Dates])
  func streamTimeIsTrue(dates: BrokenBroadcast.Dates) throws {
    let source = try Self.source()
    // Seven kinds of events, five of which are gaps: two hundred of these in four hours.
    let (seconds, events) = Self.hours.map { (Int($0 * 3600), Int($0 * 75)) } ?? (360, 24)
    let broadcast = BrokenBroadcast(source, seconds: seconds, events: events, dates: dates, seed: 19)
    let server = try TinyServer { request in
      let name = request.path.split(separator: "/").last.map(String.init) ?? ""
      if name == "show.m3u8" { return .ok(Array(broadcast.playlist.utf8)) }
      return broadcast.segment(name, of: source).map { .ok($0) } ?? .status(404)
    }
    defer { server.stop() }
    var (reading, finder) = (Reading(), BurstFinder())
    let reader = try MediaReader(MediaSource(server.url("/show.m3u8")))
    while let event = try reader.next() {
      if case .audio(let block) = event { finder.add(block.samples, at: Int(block.firstSample)) }
      reading.add(event)
    }
    #expect(reading.isContiguous)
    #expect(abs(reading.seconds - Double(broadcast.length) / 1e6) < 0.1)
    let worst = Self.compare(finder.times, broadcast.bursts)
    let placed = Self.compare(broadcast.gaps, reading.discontinuities)
    print(
      "broadcast of \(seconds) s, dates \(dates): \(broadcast.gaps.count) gaps, \(broadcast.clockSteps) discontinuities and clock steps, "
        + "\(broadcast.bursts.count) moments; worst error \(worst / 1000) ms, gaps within \(placed / 1000) ms")
    #expect(worst <= 50_000)
    #expect(placed <= 100_000)
  }

  /// The largest distance between what was heard and what is true; each needs its counterpart.
  private static func compare(_ heard: [Int64], _ truth: [Int64]) -> Int64 {
    let (missed, extra) = (truth.filter { nearest($0, heard) > 500_000 }, heard.filter { nearest($0, truth) > 500_000 })
    #expect(missed.isEmpty, "\(missed.count) moments are not heard: \(missed.prefix(5))")
    #expect(extra.isEmpty, "\(extra.count) moments are none: \(extra.prefix(5))")
    return truth.map { nearest($0, heard) }.max() ?? .max
  }

  private static func compare(_ gaps: [BrokenBroadcast.Gap], _ told: [Discontinuity]) -> Int64 {
    let told = told.filter { $0.lostSeconds > 0.1 }
    #expect(told.count == gaps.count)
    return zip(gaps, told).map { gap, told in
      max(abs(told.at.microseconds - gap.at), abs(Int64(told.lostSeconds * 1e6) - gap.length))
    }.max() ?? 0
  }

  private static func nearest(_ moment: Int64, _ others: [Int64]) -> Int64 {
    var (low, high) = (0, others.count)
    while low < high {
      let middle = (low + high) / 2
      if others[middle] < moment { low = middle + 1 } else { high = middle }
    }
    return [low - 1, low].filter(others.indices.contains).map { abs(others[$0] - moment) }.min() ?? .max
  }

  /// A short show with bursts at odd moments, in segments of about two seconds, and where the bursts are heard when nothing is broken.
  private static func source() throws -> BrokenBroadcast.Source {
    let folder = try TestData.temporaryFolder()
    var dice = Mutator(seed: 5)
    var samples = [Float](repeating: 0, count: 60 * 48_000)
    var moment = 0.9
    while moment < 59 {
      for index in 0..<1_440 { samples[Int(moment * 48_000) + index] = index / 24 % 2 == 0 ? 0.7 : -0.7 }
      moment += Double.random(in: 0.6...1.4, using: &dice)
      // None on a seam, where it would be cut when its other side is lost.
      let (segment, place) = (floor(moment / 2) * 2, moment.truncatingRemainder(dividingBy: 2))
      moment = segment + min(max(place, 0.25), 1.7)
    }
    try WaveFile.write([samples], rate: 48_000, to: folder.appending(path: "show.wav"))
    try FFmpeg.run(
      [
        "-f", "lavfi", "-i", "testsrc=s=32x32:r=10:d=60", "-i", "show.wav", "-c:v", "mpeg2video", "-g", "20", "-bf",
        "0", "-b:v", "20k", "-c:a", "aac", "-b:a", "48k", "-f", "hls", "-hls_time", "2", "-hls_list_size", "0",
        "-hls_segment_filename", "%02d.ts", "show.m3u8",
      ], in: folder)
    let whole = try Reading(MediaSource(folder.path + "/show.m3u8"), keepingSamples: true)
    var finder = BurstFinder()
    finder.add(whole.pcm, at: 0)
    let streams = try (0..<30).map { number in
      let name = "0\(number)".suffix(2)
      return TransportStream(Array(try Data(contentsOf: folder.appending(path: "\(name).ts"))))
    }
    let zero = try #require(streams.first.map { min($0.firstSound ?? .max, $0.firstPicture ?? .max) })
    // A segment's sound ends where that of the next one begins; nothing tells it of the last one.
    return BrokenBroadcast.Source(
      segments: try zip(streams, streams.dropFirst()).map { stream, next in
        let (first, following) = (try #require(stream.firstSound), try #require(next.firstSound))
        let (start, end) = ((first - zero) * 100 / 9, (following - zero) * 100 / 9)
        return (stream, finder.times.filter { (start..<end).contains($0) }.map { $0 - start }, end - start)
      })
  }
}
