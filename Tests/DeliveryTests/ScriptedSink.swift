import Delivery
import Foundation
import Synchronization

/// A sink whose failures a test decides.
final class ScriptedSink: Sink {
  typealias Decision = @Sendable (OutboxEntry, _ attempt: Int) async throws(DeliveryError) -> Void

  private struct State {
    var delivered: [OutboxEntry] = []
    var attempts: [String: Int] = [:]
    var isClosed = false
  }

  let name: String
  let batchSize: Int
  let retry: RetrySchedule
  private let decide: Decision
  private let state = Mutex(State())

  init(
    name: String = "scripted", batchSize: Int = 1, retry: RetrySchedule = .webhook,
    _ decide: @escaping Decision = { (_, _) async throws(DeliveryError) in }
  ) {
    self.name = name
    self.batchSize = batchSize
    self.retry = retry
    self.decide = decide
  }

  var delivered: [OutboxEntry] { state.withLock { $0.delivered } }
  var isClosed: Bool { state.withLock { $0.isClosed } }
  func attempts(of id: String) -> Int { state.withLock { $0.attempts[id] ?? 0 } }

  func deliver(_ entries: [OutboxEntry]) async throws(DeliveryError) {
    for entry in entries {
      let attempt = state.withLock { state in
        state.attempts[entry.id, default: 0] += 1
        return state.attempts[entry.id] ?? 0
      }
      try await decide(entry, attempt)
    }
    state.withLock { $0.delivered += entries }
  }

  func close() async { state.withLock { $0.isClosed = true } }
}

extension DeliveryError {
  static let down = DeliveryError.answered(target: "test", status: 500, retryAfter: nil, excerpt: "down")
}

/// Collects what a dispatcher reports.
final class EventLog: Sendable {
  private let events = Mutex<[DeliveryEvent]>([])

  func add(_ event: DeliveryEvent) { events.withLock { $0.append(event) } }

  var attempts: [DeliveryAttempt] {
    events.withLock { $0 }.compactMap { event in
      switch event {
      case .willRetry(_, _, let attempt), .buried(_, _, let attempt): attempt
      default: nil
      }
    }
  }
}

/// Looks every few milliseconds; gives up after a time that only a hang can reach.
func eventually(_ condition: @Sendable () throws -> Bool) async -> Bool {
  for _ in 0..<6000 {
    if (try? condition()) == true { return true }
    try? await Task.sleep(for: .milliseconds(5))
  }
  return false
}
