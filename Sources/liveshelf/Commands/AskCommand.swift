import ArgumentParser
import AsyncHTTPClient
import Foundation
import LiveshelfCore
import LiveshelfServer
import NIOCore
import NIOHTTP1
import NIOPosix
import RoomAPI
import Rooms
import Storage

struct AskCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask", abstract: "Ask a room what a viewer would ask, and get the answer from its stock.",
    discussion: """
      Asks a server that runs; with --data it reads the rooms' files instead, as their last show left them.

      Example:
        liveshelf ask --room main "红色款还有货吗"
        liveshelf ask --data liveshelf-data --json "几号链接"
      """)

  @Argument(help: "The question.")
  var question: String

  @Option(help: ArgumentHelp("The room (default: the only one).", valueName: "name"))
  var room: RoomName?

  @Option(help: ArgumentHelp("The server (default: http://127.0.0.1:8750).", valueName: "URL"))
  var server: String?

  @Option(
    name: .customLong("token-env"),
    help: ArgumentHelp("The variable that holds the server's token.", valueName: "name"))
  var tokenVariable = "LIVESHELF_TOKEN"

  @Option(
    name: .customLong("data"),
    help: ArgumentHelp("Read this folder of 'liveshelf serve', without a server.", valueName: "folder"),
    completion: .directory)
  var data: String?

  @Option(help: ArgumentHelp("The viewer's region, as the facts write it.", valueName: "name"))
  var region: String?

  @Flag(help: "Print the answer with its facts as JSON.")
  var json = false

  func validate() throws {
    if server != nil, data != nil { throw ValidationError("give either --server or --data") }
    if question.isEmpty || question.count > 1000 { throw ValidationError("a question has 1 to 1000 characters") }
  }

  func run() async throws {
    let answer = if let data { try stored(in: data) } else { try await served() }
    guard json else { return Console.line(answer.answer) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    Console.line(String(decoding: try encoder.encode(answer), as: UTF8.self))
  }

  private func stored(in folder: String) throws -> ViewerAnswer {
    var options = DataOptions()
    options.folder = folder
    options.room = room
    let store = try options.store()
    let told = try ViewerFacts(folder: options.rooms.appending(path: store.room.text))
    return ViewerAnswer(try ViewerDesk.answer(ViewerInquiry(question, region: region), from: store, told: told))
  }

  private func served() async throws -> ViewerAnswer {
    let client = AnswerClient(
      server: server ?? "http://127.0.0.1:8750", token: ProcessInfo.processInfo.environment[tokenVariable])
    let room = if let room { room.text } else { try await client.onlyRoom() }
    return try await client.ask(question, region: region, room: room)
  }
}

/// Calls a server's API for answers.
private struct AnswerClient {
  private static let timeout = TimeAmount.seconds(30)
  /// A server that does not take connections is told at once.
  private static let connectTimeout = TimeAmount.seconds(4)

  let server: String
  let token: String?

  private struct Question: Encodable {
    var question: String
    var region: String?
  }

  private struct Rooms: Decodable {
    var rooms: [RoomSummary]
  }

  private struct Refusal: Decodable {
    struct Details: Decodable {
      var message: String
    }
    var error: Details
  }

  func onlyRoom() async throws -> String {
    let rooms = try await call(.GET, "/v1/rooms", nil, as: Rooms.self).rooms
    guard let room = rooms.first, rooms.count == 1 else {
      throw ValidationError(
        rooms.isEmpty
          ? "the server has no rooms" : "name a room with --room: \(rooms.map(\.name).joined(separator: ", "))")
    }
    return room.name
  }

  func ask(_ question: String, region: String?, room: String) async throws -> ViewerAnswer {
    try await call(
      .POST, "/v1/rooms/\(room)/ask", JSONEncoder().encode(Question(question: question, region: region)),
      as: ViewerAnswer.self)
  }

  private static func execute(_ request: HTTPClientRequest) async throws -> (HTTPClientResponse, Data) {
    var configuration = HTTPClient.Configuration()
    configuration.timeout.connect = connectTimeout
    // Else it goes on trying until the time for the whole answer is over.
    configuration.connectionPool.retryConnectionEstablishment = false
    let client = HTTPClient(configuration: configuration)
    do {
      let response = try await client.execute(request, timeout: timeout)
      let data = Data(try await response.body.collect(upTo: 16 << 20).readableBytesView)
      try await client.shutdown()
      return (response, data)
    } catch {
      try? await client.shutdown()
      throw error
    }
  }

  private static func reason(_ error: any Error) -> String {
    if let error = error as? NIOConnectionError {
      return error.connectionErrors.isEmpty
        ? "there is no host '\(error.host)'" : "nothing listens on port \(error.port) of '\(error.host)'"
    }
    if (error as? IOError)?.errnoCode == ECONNREFUSED { return "nothing listens there" }
    switch error as? HTTPClientError {
    case .connectTimeout?: return "no connection within 4 s"
    case .deadlineExceeded?, .readTimeout?: return "no answer within 30 s"
    case .invalidURL?, .emptyHost?, .emptyScheme?:
      return "that is no address of a server; write one such as http://127.0.0.1:8750"
    default: return "\(error)"
    }
  }

  private func call<Value: Decodable>(
    _ method: HTTPMethod, _ path: String, _ body: Data?, as type: Value.Type
  ) async throws -> Value {
    let base = server.hasSuffix("/") ? String(server.dropLast()) : server
    var request = HTTPClientRequest(url: base + path)
    request.method = method
    if let token, !token.isEmpty { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: body))
    }
    let response: HTTPClientResponse
    let data: Data
    do {
      (response, data) = try await Self.execute(request)
    } catch {
      throw AskError.unreachable(base, Self.reason(error))
    }
    guard response.status == .ok else {
      let message = (try? JSONDecoder().decode(Refusal.self, from: data))?.error.message
      throw AskError.refused(Int(response.status.code), message ?? "no liveshelf server answers there")
    }
    return try JSONDecoder().decode(type, from: data)
  }
}

/// Why there is no answer.
private enum AskError: Error, CustomStringConvertible {
  case unreachable(String, String)
  case refused(Int, String)

  var description: String {
    switch self {
    case .unreachable(let server, let reason):
      "\(server) does not answer (\(reason)): start it with 'liveshelf serve', name another with --server, or read its "
        + "folder with --data"
    case .refused(let status, let message): "the server refused the question (\(status)): \(message)"
    }
  }
}
