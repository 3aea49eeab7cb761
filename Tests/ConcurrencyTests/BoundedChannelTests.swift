import Concurrency
import Synchronization
import Testing

/// A lost wake-up or a deadlock lets these run into their time limit.
@Suite(.timeLimit(.minutes(2))) struct BoundedChannelTests {
  @Test func elementsComeInOrderAndOverTheCapacityNothingGoes() {
    let channel = BoundedChannel<Int>(capacity: 2)
    #expect(channel.offer(1) == .accepted)
    #expect(channel.push(2))
    #expect(!channel.hasRoom)
    #expect(channel.offer(3) == .full)
    #expect(channel.force(4))
    #expect(channel.count == 3)
    #expect(channel.pop() == 1)
    #expect(channel.takeAll(waiting: 0) == [2, 4])
    #expect(channel.takeAll(waiting: 0) == [])
    channel.close()
    #expect(channel.takeAll(waiting: 0) == nil)
    #expect(channel.offer(5) == .closed && !channel.push(5) && !channel.force(5))
  }

  @Test func weightsAreBoundedAndOneElementAlwaysFits() {
    let channel = BoundedChannel<String>(capacity: 10)
    #expect(channel.offer("huge", weight: .max) == .accepted)
    #expect(channel.offer("small", weight: 1) == .full)
    #expect(channel.pop() == "huge")
    #expect(channel.offer("a", weight: 7) == .accepted)
    #expect(channel.offer("b", weight: 4) == .full)
    #expect(channel.offer("b", weight: 3) == .accepted)
    #expect(channel.load == 10)
  }

  @Test(arguments: [1, 2, 7]) func manyProducersAndConsumersLoseNothing(capacity: Int) {
    let channel = BoundedChannel<Int>(capacity: capacity)
    let (producers, each) = (8, 2000)
    let taken = Mutex<[Int]>([])
    let consumers = (0..<4).map { index in
      WorkerThread("consumer \(index)") {
        var mine: [Int] = []
        if index == 0 {
          while let all = channel.takeAll(waiting: 0.01) { mine += all }
        } else {
          while let element = channel.pop() { mine.append(element) }
        }
        taken.withLock { $0 += mine }
      }
    }
    let threads = (0..<producers).map { producer in
      WorkerThread("producer \(producer)") {
        for index in 0..<each { channel.push(producer * each + index) }
      }
    }
    for thread in threads { thread.join() }
    channel.close()
    for thread in consumers { thread.join() }
    #expect(taken.withLock { $0.sorted() } == Array(0..<producers * each))
  }

  @Test(arguments: [1, 16]) func oneTaskTakesInOrderWhatManyThreadsGive(capacity: Int) async {
    let channel = BoundedChannel<(producer: Int, index: Int)>(capacity: capacity)
    let threads = (0..<4).map { producer in
      WorkerThread("producer \(producer)") {
        for index in 0..<2000 { channel.push((producer, index)) }
      }
    }
    WorkerThread("closer") {
      for thread in threads { thread.join() }
      channel.close()
    }
    var next = [0, 0, 0, 0]
    while let (producer, index) = await channel.next() {
      #expect(next[producer] == index)
      next[producer] += 1
    }
    #expect(next == [2000, 2000, 2000, 2000])
  }

  @Test func closingWakesAllWhoWaitToGiveAndKeepsWhatIsInside() {
    for _ in 0..<200 {
      let channel = BoundedChannel<Int>(capacity: 1)
      channel.push(1)
      let accepted = Atomic<Int>(0)
      let threads = (0..<4).map { _ in
        WorkerThread("giver") { if channel.push(2) { accepted.add(1, ordering: .relaxed) } }
      }
      channel.close()
      for thread in threads { thread.join() }
      let count = accepted.load(ordering: .relaxed)
      #expect(count == 0)
      #expect(channel.pop() == 1)
      #expect(channel.pop() == nil)
    }
  }

  @Test func cancellingWakesBothSidesAndDropsWhatIsInside() async {
    for _ in 0..<200 {
      let channel = BoundedChannel<Int>(capacity: 1)
      channel.push(1)
      let giver = WorkerThread("giver") { channel.push(2) }
      channel.cancel()
      await giver.finished()
      #expect(await channel.next() == nil)
    }
  }

  @Test func closingWakesThoseWhoWaitToTake() async {
    for _ in 0..<200 {
      let channel = BoundedChannel<Int>(capacity: 1)
      let takers = (0..<3).map { _ in WorkerThread("taker") { #expect(channel.pop() == nil) } }
      async let last = channel.next()
      channel.close()
      for taker in takers { await taker.finished() }
      #expect(await last == nil)
    }
  }

  @Test func aCancelledTaskStopsWaitingAndTheNextOneGetsTheElement() async {
    for _ in 0..<200 {
      let channel = BoundedChannel<Int>(capacity: 4)
      let task = Task { await channel.next() }
      let giver = Task { channel.push(1) }
      task.cancel()
      let first = await task.value
      _ = await giver.value
      channel.close()
      // The element went to one of both, and was not lost between them.
      let second = await channel.next()
      #expect([first, second].compactMap(\.self) == [1])
    }
  }
}
