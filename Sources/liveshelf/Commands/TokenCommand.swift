import ArgumentParser
import Foundation
import LiveshelfCore
import LiveshelfServer

struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Make, list and revoke tokens of the server.",
    subcommands: [Create.self, List.self, Revoke.self])

  struct Folder: ParsableArguments {
    @Option(
      name: .customLong("data"), help: ArgumentHelp("The server's folder.", valueName: "folder"),
      completion: .directory)
    var data = "liveshelf-data"

    func store() throws -> TokenStore { TokenStore(try ServerDatabase(folder: URL(filePath: data))) }

    /// The store of a server that has run, or for which a token was made.
    func existingStore() throws -> TokenStore {
      let file = URL(filePath: data).appending(path: ServerDatabase.fileName).path
      guard FileManager.default.fileExists(atPath: file) else {
        throw ValidationError(
          "'\(data)' is no folder of a server: name the one that 'liveshelf serve' works in with --data")
      }
      return try store()
    }
  }

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a token and print its secret, which is shown only this once.",
      discussion:
        "viewer reads, operator decides too, ingest sends orders, stock and comments, admin may do everything.")
    @OptionGroup var folder: Folder
    @Option(help: "Who or what it is for.") var name: String
    @Option(help: ArgumentHelp("viewer, operator, ingest or admin; may be repeated.", valueName: "role"))
    var role: [Role]
    @Option(help: ArgumentHelp("Only for this room.", valueName: "name")) var room: RoomName?
    @Option(help: ArgumentHelp("Days until it expires (default: never).", valueName: "days")) var days: Double?

    func validate() throws {
      if let days, !(days > 0 && days < 36_500) { throw ValidationError("--days takes a number above 0") }
    }

    func run() async throws {
      let now = WallClock.system.now
      let made = try folder.store().create(
        name: name, roles: Set(role), room: room, createdAt: now, expiresAt: days.map { now + $0 * 86_400 })
      Console.error("token \(made.token.id) for '\(name)'; keep the secret, it is not shown again:")
      Console.line(made.secret)
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List tokens, without their secrets.")
    @OptionGroup var folder: Folder

    func run() async throws {
      let now = WallClock.system.now
      for token in try folder.existingStore().list() {
        let state = token.isValid(at: now) ? "good" : token.revokedAt != nil ? "revoked" : "expired"
        let roles = token.roles.sorted().map(\.rawValue).joined(separator: ",")
        Console.line(
          "\(token.id)  \(state)  \(roles)  room \(token.room?.text ?? "any")  "
            + "made \(token.createdAt.formatted(in: .china))  \(token.name)")
      }
    }
  }

  struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Revoke a token; it is dead at once.")
    @OptionGroup var folder: Folder
    @Argument(help: "The token's id, or its name.") var id: String

    func run() async throws {
      let token = try folder.existingStore().revoke(id, at: WallClock.system.now)
      Console.line("token \(token.id) ('\(token.name)') is revoked")
    }
  }
}
