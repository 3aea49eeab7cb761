internal import Connectors
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore
internal import Logging
internal import RoomAPI

extension API {
  private static let instructions = """
    Liveshelf follows live-commerce shows: what the host presents, what demand that causes, and whether the stock holds. \
    Begin with list_rooms. A shop is a room that keeps the stock of several. Money is in yuan, stream times are seconds.
    """

  private static let server = JSONValue.object([
    "name": .string("liveshelf"), "title": .string("Liveshelf"), "version": .string("1"),
  ])

  /// The Model Context Protocol over streamable HTTP: each message is a call of its own, and there are no sessions.
  var agentEndpoints: [Endpoint] {
    [
      Endpoint(.post, "/mcp", .roomViewer) { request, context in
        try JSONBody.requireJSON(request)
        let bytes = try await BodyReader(limit: JSONBody.limit, patience: .seconds(30)).all(request)
        let message = try JSONBody.decode(AgentRequest.self, Data(bytes))
        try message.check()
        // A notification: nothing follows from one.
        guard let id = message.id else { return Response(status: .accepted) }
        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { request.headers[$0] } }
        do {
          if let method = header("Mcp-Method"), method != message.method {
            throw AgentError(AgentError.headerMismatch, "Mcp-Method is not the body's method")
          }
          let version = try AgentProtocol.version(of: message, header: header("MCP-Protocol-Version"))
          let result = try await agentResult(message, version, context)
          return try .json(
            JSONValue.object(["jsonrpc": .string("2.0"), "id": id, "result": result]))
        } catch let error as AgentError {
          var members: [String: JSONValue] = ["code": .integer(Int64(error.code)), "message": .string(error.message)]
          members["data"] = error.data
          let isMismatch = [AgentError.headerMismatch, AgentError.unsupportedVersion].contains(error.code)
          return try .json(
            JSONValue.object(["jsonrpc": .string("2.0"), "id": id, "error": .object(members)]),
            status: isMismatch ? .badRequest : .ok)
        }
      }
    ]
  }

  private func agentResult(
    _ message: AgentRequest, _ version: String, _ context: APIContext
  ) async throws -> JSONValue {
    let capabilities = JSONValue.object(["tools": .object([:])])
    // Nobody else may be given what this token sees.
    let fresh: [String: JSONValue] = [
      "resultType": .string("complete"), "ttlMs": .integer(0), "cacheScope": .string("private"),
    ]
    switch message.method {
    case "server/discover":
      return .object(
        fresh.merging([
          "supportedVersions": .array(([AgentProtocol.current] + AgentProtocol.handshakes).map { .string($0) }),
          "capabilities": capabilities, "instructions": .string(Self.instructions), "serverInfo": Self.server,
        ]) { $1 })
    case "initialize":
      let wish = message.params?["protocolVersion"]?.text ?? ""
      return .object([
        "protocolVersion": .string(AgentProtocol.handshakes.contains(wish) ? wish : AgentProtocol.handshakes[0]),
        "capabilities": capabilities, "serverInfo": Self.server, "instructions": .string(Self.instructions),
      ])
    case "ping": return .object([:])
    case "tools/list":
      let tools = agentTools.filter { $0.access.allows(context.caller.roles) }
      return .object(fresh.merging(["tools": .array(tools.map(\.description))]) { $1 })
    case "tools/call": return try await agentCall(message.params, context)
    default: throw AgentError(AgentError.unknownMethod, "there is no method '\(message.method.prefix(64))' here")
    }
  }

  /// What went wrong within a tool is a result, which the agent reads and mends.
  private func agentCall(_ parameters: JSONValue?, _ context: APIContext) async throws -> JSONValue {
    let name = parameters?["name"]?.text ?? ""
    guard let tool = agentTools.first(where: { $0.name == name }) else {
      throw AgentError(AgentError.invalidParameters, "there is no tool '\(name.prefix(64))'; tools/list lists them")
    }
    var problem: APIError?
    do {
      guard tool.access.allows(context.caller.roles) else {
        throw APIError(.forbidden, "forbidden", "this token may not do that; \(tool.access.remedy)")
      }
      let call = try AgentCall(
        tool, arguments: parameters?["arguments"], actor: context.caller.name, only: context.caller.token?.room)
      let value = try await tool.run(call)
      if tool.changes { await rememberAgent(tool, call, context, status: 200) }
      return .object([
        "content": .array([.object(["type": .string("text"), "text": .string(try Self.text(value))])]),
        "structuredContent": value, "isError": .bool(false), "resultType": .string("complete"),
      ])
    } catch let error as APIError {
      problem = error
    } catch let error as ServiceError {
      problem = APIError(error)
    } catch let error as ConnectorError {
      problem = APIError(.serviceUnavailable, "unavailable", error.description)
    }
    let text = problem.map { "\($0.code): \($0.message)" } ?? ""
    return .object([
      "content": .array([.object(["type": .string("text"), "text": .string(text)])]), "isError": .bool(true),
      "resultType": .string("complete"),
    ])
  }

  private static func text(_ value: JSONValue) throws -> String {
    String(decoding: try APIJSON.data(value), as: UTF8.self)
  }

  private func rememberAgent(_ tool: AgentTool, _ call: AgentCall, _ context: APIContext, status: Int) async {
    let entry = AuditEntry(
      id: 0, time: WallClock.system.now.text, actor: context.caller.name, address: context.address,
      action: "agent.\(tool.name)", room: call.room?.text, target: call.text("id"), status: status)
    do {
      try await audit.record(entry)
    } catch {
      logger.error("An agent's action could not be written to the audit log", metadata: ["error": "\(error)"])
    }
  }
}
