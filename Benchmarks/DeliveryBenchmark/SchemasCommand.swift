import ArgumentParser
import Delivery

struct SchemasCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schemas", abstract: "Write the JSON Schemas and the AsyncAPI document of the signals.")

  @Option(help: "The folder to write into.")
  var out = "Schemas"

  func run() throws { try SignalSchema.write(to: out) }
}
