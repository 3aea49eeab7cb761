import ArgumentParser
import Backbone
import Foundation

/// Measures the backbone. The NATS commands want servers, which `Scripts/backbone.sh start [--cluster]` starts; their
/// address is taken from `LIVESHELF_NATS_URL` and its companions.
@main
struct BackboneBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backbone-benchmark", abstract: "Measures throughput, latency and takeover of the backbone.",
    subcommands: [
      ThroughputCommand.self, LatencyCommand.self, LogCommand.self, TakeoverCommand.self,
      WorkerCommand.self, ControlCommand.self,
    ])

  /// A namespace of its own for every run, so that no earlier run's records are in the way.
  static func connect(namespace: String? = nil) async throws -> JetStreamBackbone {
    var settings = try NatsSettings(environment: ProcessInfo.processInfo.environment)
    settings.namespace = namespace ?? "bench-\(UInt32.random(in: 0 ... .max))"
    return try await JetStreamBackbone(settings)
  }
}

/// Durations, and their quantiles.
struct Quantiles {
  private var values: [Duration] = []

  mutating func add(_ duration: Duration) { values.append(duration) }

  func text(_ what: String) -> String {
    guard !values.isEmpty else { return "\(what): nothing measured" }
    let sorted = values.sorted()
    func quantile(_ share: Double) -> String {
      let value = sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
      return String(format: "%.1f ms", value / .milliseconds(1))
    }
    return "\(what): n \(sorted.count), p50 \(quantile(0.5)), p95 \(quantile(0.95)), p99 \(quantile(0.99)), "
      + "max \(quantile(1))"
  }
}

/// How many a second.
func rate(_ count: Int, _ duration: Duration) -> String {
  String(format: "%.0f/s", Double(count) / (duration / .seconds(1)))
}

/// An order as it comes in, about 200 bytes.
func order(_ number: Int) -> NewRecord {
  let body = """
    {"order_id":"bench-\(number)","event":"order.paid","event_time":"2026-04-10T20:15:00.123+08:00","sku":"SKU-\(number % 40)",\
    "quantity":1,"price":59.90,"currency":"CNY","source":"shop","buyer":"b\(number % 1000)","channel":"live"}
    """
  return NewRecord(id: "order-\(number)", attributes: ["Kind": "orders"], body: Data(body.utf8))
}
