import ArgumentParser
import MediaIngest

/// The program. Exit codes: 0 done, 1 failure, 2 wrong usage, 130 stopped by a second Ctrl-C.
@main
struct Liveshelf: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "liveshelf",
    abstract: "Hears what a live-commerce host is selling, and tells the inventory engine.",
    discussion: """
      Attach to a live stream or process a recording; Liveshelf recognises speech and stingers, follows which product \
      is presented, ties orders to it and writes signals and reports.

      Shell completions: liveshelf --generate-completion-script bash|zsh|fish
      """,
    version: version,
    subcommands: [
      BatchCommand.self, AttachCommand.self, DemoCommand.self, TimelineCommand.self, ReportCommand.self,
      ArchiveCommand.self, QueryCommand.self, HistoryCommand.self, FindCommand.self,
      ClipCommand.self, TurnoverCommand.self, PlanCommand.self, ThresholdsCommand.self, ServeCommand.self,
      WorkerCommand.self,
      TokenCommand.self, AskCommand.self, AuditCommand.self, OutboxCommand.self, QuarantineCommand.self,
      ConnectorsCommand.self,
      ExportCommand.self,
      ProbeCommand.self, PublishCommand.self, CatalogCommand.self, OrdersCommand.self, MarkersCommand.self,
      ModelsCommand.self, DoctorCommand.self,
    ])

  static func main() async {
    MediaLibraries.silence()
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "help" { complain(about: arguments) }
    var command: any ParsableCommand
    do {
      command = try parseAsRoot()
    } catch {
      if exitCode(for: error) == .validationFailure { complain(about: arguments) }
      finish(with: error)
    }
    do {
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let error as ValidationError {
      // How the command is used is not what it is about.
      Console.error("liveshelf: error: \(error.message)")
      Console.exit(2)
    } catch {
      finish(with: error)
    }
  }

  /// Ends the program when a command or an option is misspelt.
  private static func complain(about arguments: [String]) {
    guard let complaint = CommandTree.program()?.complaint(about: arguments) else { return }
    Console.error("liveshelf: error: \(complaint)")
    Console.exit(2)
  }

  /// Ends the program with the message and the exit code of an error.
  private static func finish(with error: any Error) -> Never {
    if let code = error as? ExitCode { Console.exit(code.rawValue) }
    let code = exitCode(for: error)
    if code == .success || code == .validationFailure {
      let text = fullMessage(for: error)
      if code == .success {
        print(text)
        Console.exit(0)
      }
      Console.error(text)
      Console.exit(2)
    }
    Console.error("liveshelf: error: \(Trouble.text(error))")
    Console.exit(1)
  }
}
