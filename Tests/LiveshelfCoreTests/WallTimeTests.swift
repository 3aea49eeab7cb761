import LiveshelfCore
import Testing

@Suite struct WallTimeTests {
  @Test(arguments: [
    ("2026-04-10T20:00:00.321+08:00", 1_775_822_400_321_000, 28_800),
    ("2026-04-10 12:00:00Z", 1_775_822_400_000_000, 0),
    ("1970-01-01T00:00:00.000001Z", 1, 0),
    ("1969-12-31T23:59:59Z", -1_000_000, 0),
    ("2024-02-29T00:00:00-0530", 1_709_184_600_000_000, -19_800),
  ])
  func reads(text: String, microseconds: Int64, offset: Int) throws {
    let read = try #require(WallTime.parse(text))
    #expect(read.time.microseconds == microseconds)
    #expect(read.offset.seconds == offset)
  }

  @Test(arguments: [
    "", "yesterday", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-04-10T24:00:00Z", "2026-04-10T20:00:00",
    "2026-04-10T20:00:00+08:00x", "2026-04-10T20:00:00.+08:00",
  ])
  func refuses(text: String) {
    #expect(WallTime.parse(text) == nil)
  }

  @Test func localTimesNeedAnOffset() throws {
    let read = try #require(WallTime.parse("2026/04/10 20:00:00", assuming: .china))
    #expect(read.time.formatted(in: .utc) == "2026-04-10T12:00:00.000+00:00")
  }

  @Test func writesWhatItReads() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let time = WallTime(
        microseconds: Int64.random(in: -60_000_000_000_000...250_000_000_000_000, using: &generator) * 1000)
      let offset = ZoneOffset(seconds: Int.random(in: -840...840, using: &generator) * 60)
      let read = try #require(WallTime.parse(time.formatted(in: offset)))
      #expect(read.time == time)
      #expect(read.offset == offset)
    }
  }
}
