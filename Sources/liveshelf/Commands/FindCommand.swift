import ArgumentParser
import Foundation
import History
import LiveshelfCore

struct FindCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find", abstract: "Find what was said, in all shows.",
    discussion: """
      Prints each place with the show, the moment and what was on stage. A product's name finds what was heard for it, too.

      Example:
        liveshelf find 羊绒 --shows results
      """)

  @Argument(help: "What to look for.")
  var text: String

  @OptionGroup var shows: HistoryOptions

  @Option(help: ArgumentHelp("The most places that are printed.", valueName: "number"))
  var limit = 100

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let hits = try await shows.with { try $0.find(text, limit: limit) }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      Console.line(String(decoding: try encoder.encode(hits), as: UTF8.self))
      return
    }
    for hit in hits {
      let moment = String("\(StreamTime(seconds: hit.start))".dropLast(4))
      let stage = hit.product.isEmpty ? "" : "  [\(hit.product)]"
      Console.line("\(hit.room)/\(hit.show)  \(moment)  \(hit.text)\(stage)")
    }
    if hits.isEmpty { Console.error("liveshelf: '\(text)' was not said") }
  }
}
