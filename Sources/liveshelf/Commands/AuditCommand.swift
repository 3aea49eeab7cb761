import ArgumentParser
import Foundation
import LiveshelfCore
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
        liveshelf audit --data liveshelf-data --trend
      """)

  @OptionGroup var data: DataOptions

  @Option(help: ArgumentHelp("The show (default: the newest).", valueName: "name"))
  var show: String?

  @Flag(help: "One line for each show that is over, of all rooms or of --room: do the links get better?")
  var trend = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if trend, show != nil { throw ValidationError("--trend is about all shows: leave --show out") }
  }

  func run() async throws {
    if trend {
      try printTrend()
      return
    }
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

extension AuditCommand {
  private func printTrend() throws {
    var audits: [(start: Int64, audit: ChainAudit)] = []
    for store in try data.stores() {
      for record in try store.shows() where record.end != nil {
        Console.progress("room \(store.room): show \(record.id)")
        audits.append((record.clock.start.microseconds, try ChainAudit(store: store, show: record.id)))
      }
    }
    Console.endProgress()
    guard !audits.isEmpty else {
      throw ValidationError("no show is over yet: 'liveshelf audit' measures the one that runs")
    }
    let sorted = audits.sorted { ($0.start, $0.audit.room) < ($1.start, $1.audit.room) }.map(\.audit)
    guard json else {
      Console.line(AuditTrendText.text(sorted))
      return
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    Console.line(String(decoding: try encoder.encode(sorted), as: UTF8.self))
  }
}

struct AuditDocument: Encodable {
  var links: ChainAudit
  /// From a viewer's question to the answer.
  var answer: Spread?
}
