import ArgumentParser
import Delivery
import DeliveryTestSupport
import Foundation
import LiveshelfCore
import Synchronization

/// Sends many signals to a receiver that fails and is killed, and checks what arrived.
struct WebhookCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "webhook", abstract: "Deliver signals to a receiver that fails at random and is killed.")

  @Option(help: "Signals, over all rooms.")
  var signals = 100_000
  @Option(help: "Rooms.")
  var rooms = 100
  @Option(help: "The share of requests that fail, 0 to 1.")
  var failureShare = 0.3
  @Option(help: "How often the receiver is killed and comes back after a second.")
  var kills = 2
  @Option(help: "Seconds of the retry schedule that pass in a second.")
  var speed = 2000.0
  @Flag(help: "Give up after the last retry instead of repeating it; dead letters are sent again at the end.")
  var bury = false

  func run() async throws {
    let secret = "whsec_" + Data((0..<32).map { UInt8($0 * 7) }).base64EncodedString()
    let log = FileManager.default.temporaryDirectory.appending(path: "accepted-\(UUID().uuidString).txt").path
    defer { try? FileManager.default.removeItem(atPath: log) }
    var receiver = try ReceiverProcess(port: 0, secret: secret, log: log, failureShare: failureShare, seed: 1)
    let clock = FastClock(speed: speed)
    var schedule = RetrySchedule.webhook
    schedule.whenExhausted = bury ? .bury : .hold
    let sink = try WebhookSink(
      WebhookSettings(
        url: "http://127.0.0.1:\(receiver.port)/hook", secrets: [WebhookSecret(secret)],
        rules: TargetRules(allowsPlainHTTP: true, allowedNetworks: [IPNetwork("127.0.0.0/8")].compactMap(\.self)),
        retry: schedule),
      clock: clock)
    let outboxes = makeOutboxes(clock)
    let failed = Atomic(0)
    let buried = Atomic(0)
    let dispatcher = try Dispatcher(sinks: [sink], clock: clock) { event in
      switch event {
      case .willRetry: failed.add(1, ordering: .relaxed)
      case .buried:
        failed.add(1, ordering: .relaxed)
        buried.add(1, ordering: .relaxed)
      case .delivered, .suspended, .outboxFailed: break
      }
    }
    for outbox in outboxes { dispatcher.attach(outbox) }
    let start = ContinuousClock.now
    async let running: Void = dispatcher.run()
    for kill in 0..<kills {
      try await waitUntil(outboxes, hasLeft: signals - signals * (kill + 1) / (kills + 1))
      receiver.kill()
      print("killed the receiver with \(try depth(of: outboxes)) signals to go")
      try await Task.sleep(for: .seconds(1))
      receiver = try ReceiverProcess(
        port: receiver.port, secret: secret, log: log, failureShare: failureShare, seed: UInt64(kill) + 2)
    }
    try await waitUntil(outboxes, hasLeft: 0)
    let dead = try DeadLetterOffice(outboxes).resend(.all)
    for room in dead.keys { dispatcher.lookAgain(room) }
    try await waitUntil(outboxes, hasLeft: 0)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    dispatcher.stop()
    await running
    receiver.kill()
    print("delivered in \(String(format: "%.1f", seconds)) s, \(Int(Double(signals) / seconds)) signals/s")
    print("failed attempts: \(failed.load(ordering: .relaxed)), dead letters: \(buried.load(ordering: .relaxed))")
    let check = try AcceptedCheck(log: log, rooms: outboxes.map(\.room), each: signals / rooms)
    print(check.summary)
    if !check.isFine { throw ExitCode.failure }
  }

  private func makeOutboxes(_ clock: FastClock) -> [MemoryOutbox] {
    (0..<rooms).compactMap { index in
      RoomName("room\(index)").map { room in
        MemoryOutbox(
          room: room,
          entries: (1...max(1, signals / rooms)).map {
            OutboxEntry.sample(room: room, sequence: Int64($0), createdAt: clock.now())
          })
      }
    }
  }

  private func depth(of outboxes: [MemoryOutbox]) throws -> Int {
    try outboxes.reduce(0) { try $0 + $1.depth(for: "webhook") }
  }

  private func waitUntil(_ outboxes: [MemoryOutbox], hasLeft rest: Int) async throws {
    while try depth(of: outboxes) > rest { try await Task.sleep(for: .milliseconds(50)) }
  }
}
