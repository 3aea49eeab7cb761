import ArgumentParser

@main
struct RoomBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "room-benchmark", abstract: "Measure the room without listening.",
    subcommands: [ReplayCommand.self, SpeedCommand.self])
}
