import ArgumentParser

@main
struct DeliveryBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delivery-benchmark",
    abstract: "Measures delivery, and writes the schemas of the signals.",
    subcommands: [WebhookCommand.self, ReceiverCommand.self, SchemasCommand.self])
}
