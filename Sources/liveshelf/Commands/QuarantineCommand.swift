import ArgumentParser
import Foundation
import LiveshelfCore
import NIOHTTP1
import RoomAPI
import Storage

struct QuarantineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine", abstract: "List, show, take in or drop rows that a room has set aside.",
    discussion: """
      A row that cannot be read, is beyond all measure, or would end the room is set aside with the reason, and the room goes \
      on. 'list' and 'show' ask a server that runs, or read its folder with --data; 'replay' and 'drop' need the server.

      Example:
        liveshelf quarantine list --room main
        liveshelf quarantine replay 4711 --room main
      """,
    subcommands: [List.self, Show.self, Replay.self, Drop.self], defaultSubcommand: List.self)

  /// Which room of which server.
  struct Place: ParsableArguments {
    @Option(help: ArgumentHelp("The room.", valueName: "name"))
    var room = RoomName.main

    @Option(help: ArgumentHelp("The server.", valueName: "URL"))
    var server = "http://127.0.0.1:8750"

    @Option(
      name: .customLong("token-env"),
      help: ArgumentHelp("The variable that holds the server's token.", valueName: "name"))
    var tokenVariable = "LIVESHELF_TOKEN"

    var client: ServerClient {
      ServerClient(server: server, token: ProcessInfo.processInfo.environment[tokenVariable])
    }

    var path: String { "/v1/rooms/\(room)/quarantine" }
  }

  struct Reading: ParsableArguments {
    @OptionGroup var place: Place

    @Option(
      name: .customLong("data"),
      help: ArgumentHelp("Read this folder of 'liveshelf serve', without a server.", valueName: "folder"),
      completion: .directory)
    var data: String?

    @Flag(help: "Print JSON Lines.") var json = false

    private struct Page: Decodable {
      var rows: [SetAsideView]
      var next: Int64?
    }

    /// Newest first.
    func rows() async throws -> [SetAsideView] {
      if let data {
        var options = DataOptions()
        options.folder = data
        options.room = place.room
        return try SetAsideView.all(of: options.store())
      }
      var rows: [SetAsideView] = []
      var before: Int64?
      repeat {
        let query = "?limit=1000" + (before.map { "&before=\($0)" } ?? "")
        let page = try await place.client.call(.GET, place.path + query, as: Page.self)
        rows += page.rows
        before = page.next
      } while before != nil && rows.count < 100_000
      return rows
    }

    func print(_ rows: [SetAsideView]) throws {
      guard json else {
        return Console.line(rows.isEmpty ? "no rows are set aside" : rows.map(\.line).joined(separator: "\n"))
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      for row in rows { Console.line(String(decoding: try encoder.encode(row), as: UTF8.self)) }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the rows that wait for a decision, newest first.")
    @OptionGroup var reading: Reading
    @Flag(help: "Those that were taken in or dropped too.") var all = false

    func run() async throws {
      try reading.print(try await reading.rows().filter { all || $0.state == "waiting" })
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show one row.")
    @OptionGroup var reading: Reading
    @Argument(help: "The row's id.") var id: Int64

    func run() async throws {
      guard let row = try await reading.rows().first(where: { $0.id == id }) else {
        throw ValidationError(
          "no row \(id) is set aside in '\(reading.place.room)'; `liveshelf quarantine list --all` shows them")
      }
      if reading.json { return try reading.print([row]) }
      Console.line(
        """
        id        \(row.id)
        kind      \(row.kind ?? "unknown")
        from      \(row.place)
        received  \(row.receivedAt)
        state     \(row.state)\(row.decidedBy.map { " by \($0)" } ?? "")
        reason    \(row.reason)
        content   \(row.content ?? "could not be read")
        """)
    }
  }

  struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take rows in after all.", discussion: "What is wrong with them still is set aside again.")
    @OptionGroup var place: Place
    @Argument(help: "The rows' ids.") var ids: [Int64]

    func run() async throws {
      for id in ids { try await place.client.call(.POST, "\(place.path)/\(id)/replay") }
      Console.line("\(ids.count) taken in")
    }
  }

  struct Drop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Drop rows for good; needs a token of an admin.")
    @OptionGroup var place: Place
    @Argument(help: "The rows' ids.") var ids: [Int64]

    func run() async throws {
      for id in ids { try await place.client.call(.DELETE, "\(place.path)/\(id)") }
      Console.line("\(ids.count) dropped")
    }
  }
}

extension SetAsideView {
  fileprivate var line: String {
    "\(id)  \(receivedAt)  \(kind ?? "unknown")  \(place)  \(state): \(reason)\(content.map { " [\($0)]" } ?? "")"
  }
}
