import LiveshelfCore
import TestSupport
import Testing

/// Moments come from outside: no arithmetic on them traps, wherever they lie.
struct TimeArithmeticTests {
  private static let ends: [Int64] = [.min, .min + 1, -1, 0, 1, 1_800_000_000_000_000, .max - 1, .max]

  @Test func wallTimesSaturate() {
    for first in Self.ends {
      let time = WallTime(microseconds: first)
      for second in Self.ends {
        let distance = time - WallTime(microseconds: second)
        #expect(distance.isFinite)
        #expect(first < second ? distance < 0 : first == second ? distance == 0 : distance > 0)
      }
      for seconds in [-.infinity, -1e300, -1, 0, 1, 1e300, .infinity, .nan] as [Double] {
        let moved = time + seconds
        #expect(seconds > 0 ? moved >= time : seconds < 0 ? moved <= time : moved == time)
      }
    }
  }

  @Test func streamTimesSaturate() {
    for first in Self.ends {
      let time = StreamTime(microseconds: first)
      for second in Self.ends { #expect((time - StreamTime(microseconds: second)).isFinite) }
      for seconds in [-.infinity, -1e300, -1, 0, 1, 1e300, .infinity, .nan] as [Double] {
        let moved = time + seconds
        #expect(seconds > 0 ? moved >= time : seconds < 0 ? moved <= time : moved == time)
      }
      #expect(!time.description.isEmpty)
    }
  }

  @Test func showClocksSaturate() {
    for start in Self.ends {
      let clock = ShowClock(start: WallTime(microseconds: start), offset: .china)
      for moment in Self.ends {
        let stream = clock.streamTime(of: WallTime(microseconds: moment))
        #expect((stream > .zero) == (moment > start))
        _ = clock.wallTime(of: StreamTime(microseconds: moment))
        #expect(!clock.text(of: StreamTime(microseconds: moment)).isEmpty)
      }
    }
  }
}
