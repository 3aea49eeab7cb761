import LiveshelfCore
import Synchronization
import Testing

@Suite struct SteadyClockTests {
  /// A machine whose clock somebody sets.
  private final class Machine: Sendable {
    let wall = Mutex<Int64>(1_800_000_000_000_000)
    let monotonic = Mutex<Int64>(5_000_000)

    func pass(_ seconds: Int64) {
      wall.withLock { $0 += seconds * 1_000_000 }
      monotonic.withLock { $0 += seconds * 1_000_000 }
    }

    func step(_ seconds: Int64) { wall.withLock { $0 += seconds * 1_000_000 } }

    func clock() -> WallClock {
      .steady(wall: { self.wall.withLock { $0 } }, monotonic: { self.monotonic.withLock { $0 } })
    }
  }

  @Test(arguments: [28_800, -28_800, 40, -40] as [Int64])
  func aStepOfTheMachinesClockIsNoStepOfTheShow(seconds: Int64) {
    let machine = Machine()
    let clock = machine.clock()
    var last = clock.now
    for second in 0..<600 {
      if second == 100 { machine.step(seconds) }
      if second == 400 { machine.step(-seconds) }
      machine.pass(1)
      let passed = clock.now - last
      #expect((0.98...1.02).contains(passed), "second \(second): \(passed)")
      last = clock.now
    }
    let off = abs(last - WallTime(microseconds: machine.wall.withLock { $0 }))
    #expect(off <= 3.1)
  }

  @Test func itIsDrawnToTheRightTime() {
    let machine = Machine()
    let clock = machine.clock()
    machine.step(2)
    for _ in 0..<300 {
      machine.pass(1)
      _ = clock.now
    }
    #expect(clock.now == WallTime(microseconds: machine.wall.withLock { $0 }))
  }
}
