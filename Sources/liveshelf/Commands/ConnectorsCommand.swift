import ArgumentParser
import Foundation
import LiveshelfCore
import NIOHTTP1

struct ConnectorsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connectors", abstract: "List and check what is plugged in, replay messages, fetch the past.",
    discussion: """
      Connectors are set up in liveshelf.yaml; these commands ask a server that runs.

      Example:
        liveshelf connectors list
        liveshelf connectors check doudian
        liveshelf connectors backfill doudian --since 2026-04-10T00:00:00+08:00
      """,
    subcommands: [List.self, Check.self, Messages.self, Replay.self, Backfill.self], defaultSubcommand: List.self)

  /// Which server.
  struct Server: ParsableArguments {
    @Option(help: ArgumentHelp("The server.", valueName: "URL"))
    var server = "http://127.0.0.1:8750"

    @Option(
      name: .customLong("token-env"),
      help: ArgumentHelp("The variable that holds the server's token.", valueName: "name"))
    var tokenVariable = "LIVESHELF_TOKEN"

    var client: ServerClient {
      ServerClient(server: server, token: ProcessInfo.processInfo.environment[tokenVariable])
    }

    func path(_ name: String, _ action: String) -> String {
      "/v1/connectors/\(name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? name)/\(action)"
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the connectors, and how they fare.")
    @OptionGroup var server: Server

    private struct Answer: Decodable {
      struct Connector: Decodable {
        var name, kind, room, state, reason: String
        var messages: [String: Int]
        var rowsWaiting: Int
        var lastMessageAt, lastPollAt: String?

        enum CodingKeys: String, CodingKey {
          case name, kind, room, state, reason, messages
          case rowsWaiting = "rows_waiting"
          case lastMessageAt = "last_message_at"
          case lastPollAt = "last_poll_at"
        }
      }
      var connectors: [Connector]
    }

    func run() async throws {
      let answer = try await server.client.call(.GET, "/v1/connectors", as: Answer.self)
      guard !answer.connectors.isEmpty else {
        return Console.line("no connectors: name some under `connectors:` in liveshelf.yaml")
      }
      for one in answer.connectors {
        let counts = ["waiting", "unknown", "quarantined"].map { "\($0) \(one.messages[$0] ?? 0)" }
          .joined(separator: ", ")
        Console.line(
          "\(one.name)  \(one.kind) to \(one.room)  \(one.state)  messages: \(counts); rows waiting \(one.rowsWaiting); "
            + "last message \(one.lastMessageAt ?? "never"), last poll \(one.lastPollAt ?? "never")"
            + (one.reason.isEmpty ? "" : "\n    \(one.reason)"))
      }
    }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Call a platform, to see whether its secrets are good.")
    @OptionGroup var server: Server
    @Argument(help: "The connector's name.") var name: String

    private struct Answer: Decodable {
      var works: Bool
      var message: String
    }

    func run() async throws {
      let answer = try await server.client.call(.POST, server.path(name, "check"), as: Answer.self)
      Console.line("\(name): \(answer.message)")
      if !answer.works { throw ExitCode.failure }
    }
  }

  struct Messages: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List messages that wait, are of an unknown kind, or were set aside.")
    @OptionGroup var server: Server
    @Argument(help: "The connector's name.") var name: String

    private struct Answer: Decodable {
      struct Message: Decodable {
        var id: Int64
        var kind, subject, state, reason, receivedAt: String

        enum CodingKeys: String, CodingKey {
          case id, kind, subject, state, reason
          case receivedAt = "received_at"
        }
      }
      var messages: [Message]
    }

    func run() async throws {
      let answer = try await server.client.call(.GET, server.path(name, "messages") + "?limit=1000", as: Answer.self)
      if answer.messages.isEmpty { Console.line("every message was handled") }
      for message in answer.messages {
        Console.line(
          "\(message.id)  \(message.receivedAt)  \(message.kind)  \(message.subject)  \(message.state)"
            + (message.reason.isEmpty ? "" : ": \(message.reason)"))
      }
    }
  }

  struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Handle messages that were set aside again: all, or those with these ids.")
    @OptionGroup var server: Server
    @Argument(help: "The connector's name.") var name: String
    @Argument(help: "The messages' ids.") var ids: [Int64] = []

    private struct Answer: Decodable { var replayed: Int }

    func run() async throws {
      let body = ids.isEmpty ? "{}" : #"{"ids":[\#(ids.map(String.init).joined(separator: ","))]}"#
      let answer = try await server.client.call(.POST, server.path(name, "replay"), json: body, as: Answer.self)
      Console.line("\(answer.replayed) are handled again")
    }
  }

  struct Backfill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Fetch everything that changed since a moment.")
    @OptionGroup var server: Server
    @Argument(help: "The connector's name.") var name: String
    @Option(help: ArgumentHelp("RFC 3339 with an offset.", valueName: "time")) var since: String

    func validate() throws {
      guard WallTime.parse(since) != nil else {
        throw ValidationError("--since takes a time such as 2026-04-10T00:00:00+08:00")
      }
    }

    func run() async throws {
      try await server.client.call(.POST, server.path(name, "backfill"), json: #"{"since":"\#(since)"}"#)
      Console.line("it is under way; `liveshelf connectors list` tells how far it is")
    }
  }
}
