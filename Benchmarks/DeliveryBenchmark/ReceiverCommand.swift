import ArgumentParser
import Delivery
import DeliveryTestSupport
import Foundation
import LiveshelfCore
import Synchronization

/// A receiver in a process of its own, so that it can be killed without mercy.
struct ReceiverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receiver", abstract: "Receive webhooks, fail at random, and write down what was accepted.",
    shouldDisplay: false)

  @Option(help: "The port to listen on; 0 takes a free one, which is printed.")
  var port = 0
  @Option(help: "The share of requests that fail, 0 to 1.")
  var failureShare = 0.3
  @Option(help: "The seed of chance.")
  var seed: UInt64 = 1
  @Option(help: "The secret of the signatures.")
  var secret: String
  @Option(help: "The file to which the ids of accepted signals are appended.")
  var log: String

  func run() async throws {
    let log = try AcceptedLog(path: log)
    let verifier = WebhookVerifier(secrets: [try WebhookSecret(secret)], tolerance: 1e10)
    let chance = Mutex(SplitMix(state: seed))
    let share = failureShare
    let receiver = WebhookReceiver { request in
      do {
        try verifier.verify(
          id: request.headers["webhook-id"], timestamp: request.headers["webhook-timestamp"],
          signatures: request.headers["webhook-signature"], body: request.body, now: WallTime(microseconds: 0))
      } catch {
        return .status(401, body: "\(error)")
      }
      let (draw, kind) = chance.withLock { ($0.share(), $0.share()) }
      // Half of the failures forget the signal, the others have taken it and fail to say so.
      if draw < share, kind < 0.5 { return .status(500, body: "not today") }
      log.append(request.headers["webhook-id"] ?? "")
      return draw < share ? .status(503, body: "taken, but I won't tell") : .status(204)
    }
    try await receiver.start(port: port)
    try FileHandle.standardOutput.write(contentsOf: Data("\(receiver.port)\n".utf8))
    // Nobody is left to kill it when the measuring program has gone.
    let parent = getppid()
    while getppid() == parent { try await Task.sleep(for: .seconds(1)) }
  }
}

/// Lines that a killed process leaves behind whole.
private final class AcceptedLog: Sendable {
  private let descriptor: Int32

  init(path: String) throws {
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw DeliveryError.file(path: path, reason: String(cString: strerror(errno))) }
  }

  func append(_ id: String) {
    let line = Array("\(id)\n".utf8)
    _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }
}

/// A small generator whose numbers follow from its seed (Steele, Lea, Flood 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// 0..<1.
  mutating func share() -> Double { Double(next() >> 11) / Double(1 << 53) }
}
