import ArgumentParser
import Delivery
import LiveshelfCore
import Storage

struct OutboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outbox", abstract: "List, send again or drop signals that a receiver did not take.",
    subcommands: [List.self, Resend.self, Drop.self], defaultSubcommand: List.self)

  /// Which dead letters are meant.
  struct Selection: ParsableArguments {
    @OptionGroup var data: DataOptions

    @Option(help: ArgumentHelp("Only those of this sink.", valueName: "name"))
    var sink: String?

    @Argument(help: "The signals' ids.")
    var ids: [String] = []

    var office: DeadLetterOffice { get throws { DeadLetterOffice(try data.stores()) } }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the dead letters.")
    @OptionGroup var selection: Selection
    @Flag(help: "Print JSON Lines.") var json = false

    func run() async throws {
      let letters = try selection.office.list(
        sink: selection.sink, selection.ids.isEmpty ? .all : .ids(Set(selection.ids)))
      if json {
        for letter in letters { Console.line(try letter.json(in: .china)) }
      } else {
        Console.line(letters.isEmpty ? "no dead letters" : DeadLetter.table(letters, in: .china))
      }
    }
  }

  struct Resend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Send dead letters again, before newer signals of their rooms.",
      discussion: "A server that runs takes them up within a minute.")
    @OptionGroup var selection: Selection
    @Flag(help: "All of them.") var all = false

    func run() async throws {
      let counts = try selection.office.resend(sink: selection.sink, try chosen(selection.ids, all: all))
      Console.line("\(counts.values.reduce(0, +)) will be sent again")
    }
  }

  struct Drop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Forget dead letters for good.")
    @OptionGroup var selection: Selection
    @Flag(help: "All of them.") var all = false

    func run() async throws {
      let counts = try selection.office.drop(sink: selection.sink, try chosen(selection.ids, all: all))
      Console.line("\(counts.values.reduce(0, +)) were dropped")
    }
  }

  private static func chosen(_ ids: [String], all: Bool) throws -> DeadLetterSelection {
    guard all != !ids.isEmpty else { throw ValidationError("name the signals' ids, or --all") }
    return all ? .all : .ids(Set(ids))
  }
}
