import Concurrency
import Foundation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct OneShotTests {
  @Test func theFirstValueStays() {
    let shot = OneShot<Int>()
    #expect(shot.settle(1))
    #expect(!shot.settle(2))
    #expect(shot.wait() == 1)
  }

  @Test func allWhoWaitGetTheValueWheneverTheyCome() async {
    for round in 0..<200 {
      let shot = OneShot<Int>()
      let sum = Mutex(0)
      let threads = (0..<3).map { _ in WorkerThread("waiter") { sum.withLock { $0 += shot.wait() } } }
      async let first = shot.value()
      async let second = shot.value()
      WorkerThread("giver") { shot.settle(round) }
      #expect(await first == round)
      #expect(await second == round)
      for thread in threads { await thread.finished() }
      #expect(sum.withLock { $0 } == 3 * round)
    }
  }
}

@Suite(.timeLimit(.minutes(1))) struct WorkerThreadTests {
  private struct Refusal: Error, Equatable {}

  @Test func itReturnsAndThrowsWhatTheWorkDoes() async throws {
    #expect(await WorkerThread.run("value") { 7 } == 7)
    await #expect(throws: Refusal()) {
      try await WorkerThread.run("refusal") { () throws(Refusal) -> Int in throw Refusal() }
    }
  }

  @Test func itIsJoinedByThreadsAndTasks() async {
    let flag = Atomic<Bool>(false)
    let thread = WorkerThread("work", priority: .background) {
      Thread.sleep(forTimeInterval: 0.01)
      flag.store(true, ordering: .releasing)
    }
    await WorkerThread("joiner") { thread.join() }.finished()
    await thread.finished()
    let isDone = flag.load(ordering: .acquiring)
    #expect(isDone)
  }
}

@Suite struct BackoffTests {
  @Test func waitsDoubleUpToTheLimit() {
    var backoff = Backoff(from: .milliseconds(50), to: .seconds(1))
    #expect((0..<7).map { _ in backoff.next() } == [50, 100, 200, 400, 800, 1000, 1000].map { .milliseconds($0) })
    backoff.reset()
    #expect(backoff.next() == .milliseconds(50))
  }

  @Test(arguments: [Int.min, -1, 0, 1, 63, 64, Int.max]) func noNumberOfFailuresGivesAnOddWait(failures: Int) {
    let wait = Backoff(from: .milliseconds(50), to: .seconds(60)).delay(after: failures)
    #expect(wait >= .milliseconds(50) && wait <= .seconds(60))
  }

  @Test func jitterOnlyShortens() {
    var backoff = Backoff(from: .seconds(1), to: .seconds(1), jitter: 0.5)
    let waits = (0..<200).map { _ in backoff.next() }
    #expect(waits.allSatisfy { $0 > .milliseconds(500) && $0 <= .seconds(1) })
    #expect(Set(waits).count > 100)
  }
}
