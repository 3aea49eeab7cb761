import ArgumentParser
import Backbone
import Foundation

/// One producer, one record an event, each acknowledged when it is durable.
struct ThroughputCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "throughput", abstract: "Durable events a second from one producer, one record each.")

  @Option(help: "Events.") var events = 100_000
  @Option(help: "Subjects over which they go round.") var rooms = 6
  @Option(help: "Events sent together.") var batch = 500
  @Option(help: "Batches under way at once.") var parallel = 4

  func run() async throws {
    let backbone = try await BackboneBenchmark.connect()
    let subjects = try (0..<rooms).map { try Subject(.intake, "room-\($0)") }
    _ = try await backbone.append(order(-1), to: subjects[0])
    let start = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      var running = 0
      for first in stride(from: 0, to: events, by: batch) {
        if running == parallel {
          try await group.next()
          running -= 1
        }
        let subject = subjects[first / batch % rooms]
        group.addTask {
          _ = try await backbone.append((first..<min(first + batch, events)).map(order), to: subject)
        }
        running += 1
      }
      try await group.waitForAll()
    }
    let time = ContinuousClock.now - start
    print("throughput: \(events) events in records of their own, \(rate(events, time)) acknowledged")
    await backbone.close()
  }
}

/// From the call that appends to the reader that follows.
struct LatencyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "latency", abstract: "From publishing an event to its consumption by a follower.")

  @Option(help: "Events a second.") var rate = 500
  @Option(help: "Seconds.") var seconds = 20
  @Option(help: "Events sent together.") var batch = 1

  func run() async throws {
    let backbone = try await BackboneBenchmark.connect()
    let reading = try await BackboneBenchmark.connect(namespace: backbone.namespace)
    let subject = try Subject(.intake, "room")
    _ = try await backbone.append(NewRecord(id: "first", body: Data()), to: subject)
    let feed = try await reading.follow(subject, after: 0)
    let count = rate * seconds
    let clock = ContinuousClock()
    let start = clock.now
    let reader = Task {
      var quantiles = Quantiles()
      var seen = -1
      while seen < count {
        for record in try await feed.next(wait: .seconds(5)) {
          let now = clock.now - start
          seen += 1
          if let sent = record.attributes["At"].flatMap({ Int64($0) }) { quantiles.add(now - .nanoseconds(sent)) }
        }
      }
      return quantiles
    }
    var acknowledged = Quantiles()
    for first in stride(from: 0, to: count, by: batch) {
      let due = start + .seconds(1) * Double(first) / Double(rate)
      try await Task.sleep(until: due, clock: .continuous)
      let sent = clock.now
      let at = (sent - start).components
      let records = (first..<min(first + batch, count)).map { number in
        var record = order(number)
        record.attributes["At"] = String(at.seconds * 1_000_000_000 + at.attoseconds / 1_000_000_000)
        return record
      }
      _ = try await backbone.append(records, to: subject)
      acknowledged.add(clock.now - sent)
    }
    let consumed = try await reader.value
    print(acknowledged.text("publish → acknowledged, \(rate)/s"))
    print(consumed.text("publish → consumed, \(rate)/s"))
    await backbone.close()
    await reading.close()
  }
}
