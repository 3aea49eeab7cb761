import ArgumentParser

@main
struct MarkerBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "marker-benchmark",
    abstract: "Measures the marker detector. Needs the ffmpeg command.",
    subcommands: [
      ShowCommand.self, MixCommand.self, SpeedCommand.self, CheckCommand.self, LearnCommand.self, BoundaryCommand.self,
    ])
}
