internal import LiveshelfCore

/// A message of JSON-RPC 2.0, as the Model Context Protocol uses it.
struct AgentRequest: Decodable, Sendable {
  var jsonrpc: String
  /// A text or a number; nil: nobody waits for an answer.
  var id: JSONValue?
  var method: String
  var params: JSONValue?

  /// - Throws: `invalid_value`.
  func check() throws(APIError) {
    guard jsonrpc == "2.0" else { throw .invalid("jsonrpc", "jsonrpc must be \"2.0\"") }
    switch id {
    case nil, .string, .integer: break
    default: throw .invalid("id", "id must be a text or a whole number")
    }
    switch params {
    case nil, .object: break
    default: throw .invalid("params", "params must be an object")
    }
  }
}

/// Why a request was not carried out. The numbers are those of JSON-RPC and of the protocol.
struct AgentError: Error, Sendable {
  static let invalidRequest = -32600
  static let unknownMethod = -32601
  static let invalidParameters = -32602
  static let headerMismatch = -32020
  static let unsupportedVersion = -32022

  var code: Int
  var message: String
  var data: JSONValue?

  init(_ code: Int, _ message: String, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }
}

/// Revisions of the protocol: the current one, whose requests stand alone, and those that begin with a handshake.
enum AgentProtocol {
  static let current = "2026-07-28"
  static let handshakes = ["2025-11-25", "2025-06-18", "2025-03-26"]

  static let versionKey = "io.modelcontextprotocol/protocolVersion"

  /// The revision that a request speaks.
  ///
  /// - Parameter header: `MCP-Protocol-Version`.
  static func version(of request: AgentRequest, header: String?) throws(AgentError) -> String {
    let told = request.params?["_meta"]?[versionKey]?.text
    if let told, let header, told != header {
      throw AgentError(
        AgentError.headerMismatch, "MCP-Protocol-Version is \(header.prefix(32)) and the body says otherwise")
    }
    let version = told ?? header ?? handshakes[0]
    guard version == current || handshakes.contains(version) else {
      throw AgentError(
        AgentError.unsupportedVersion, "this version of the protocol is not spoken here",
        data: .object([
          "supported": .array(([current] + handshakes).map { .string($0) }),
          "requested": .string(String(version.prefix(32))),
        ]))
    }
    return version
  }
}
