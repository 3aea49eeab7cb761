import ArgumentParser
import Foundation
import Rooms
import Storage

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Measure a show's data links: order, reception, durability, signal, receiver.",
    discussion: """
      Reads what the room wrote down while it ran. The answer time of a viewer's question is measured now, on this \
      machine, against the room's stock.

      Example:
        liveshelf audit --data liveshelf-data --room main
      """)

  @OptionGroup var data: DataOptions

  @Option(help: ArgumentHelp("The show (default: the newest).", valueName: "name"))
  var show: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let store = try data.store()
    let record = try store.show(named: show)
    let progress = WorkProgress("auditing")
    let audit = try ChainAudit(store: store, show: record.id) { progress.note($0) }
    progress.end()
    let answers = try AnswerTiming.measure(store: store, show: record.id)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      encoder.keyEncodingStrategy = .convertToSnakeCase
      Console.line(String(decoding: try encoder.encode(AuditDocument(links: audit, answer: answers)), as: UTF8.self))
    } else {
      Console.line(AuditText.text(audit, answers: answers))
    }
  }
}

struct AuditDocument: Encodable {
  var links: ChainAudit
  /// From a viewer's question to the answer.
  var answer: Spread?
}
