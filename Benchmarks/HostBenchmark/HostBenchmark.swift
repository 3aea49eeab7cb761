import ArgumentParser

/// Measures rooms that live: durable intake, recovery, and what is left after kill -9.
@main
struct HostBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "host-benchmark", abstract: "Measure rooms that live.",
    subcommands: [Throughput.self, Latency.self, Recovery.self, Crash.self, CrashChild.self])
}
