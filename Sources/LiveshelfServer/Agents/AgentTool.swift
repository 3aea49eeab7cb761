internal import HTTPTypes
internal import LiveshelfCore

/// Something that an agent can do: read from the read model, or, where a token allows it, what an operator does.
struct AgentTool: Sendable {
  enum Kind: String, Sendable { case string, integer }

  struct Parameter: Sendable {
    var name: String
    var kind = Kind.string
    var about: String
    var isRequired = false
    /// Of numbers.
    var range = 0...1_000_000
  }

  var name: String
  var about: String
  var access = Access.viewer
  var parameters: [Parameter]
  var run: @Sendable (AgentCall) async throws -> JSONValue

  var changes: Bool { access != .viewer }

  /// As `tools/list` tells of it.
  var description: JSONValue {
    let properties = parameters.map { parameter in
      var schema: [String: JSONValue] = [
        "type": .string(parameter.kind.rawValue), "description": .string(parameter.about),
      ]
      if parameter.kind == .integer {
        schema["minimum"] = .integer(Int64(parameter.range.lowerBound))
        schema["maximum"] = .integer(Int64(parameter.range.upperBound))
      }
      return (parameter.name, JSONValue.object(schema))
    }
    return .object([
      "name": .string(name), "description": .string(about),
      "inputSchema": .object([
        "type": .string("object"), "properties": .object(Dictionary(uniqueKeysWithValues: properties)),
        "required": .array(parameters.filter(\.isRequired).map { .string($0.name) }),
        "additionalProperties": .bool(false),
      ]),
      "annotations": .object(["readOnlyHint": .bool(!changes), "openWorldHint": .bool(false)]),
    ])
  }
}

/// A call of a tool, with arguments that fit its parameters.
struct AgentCall: Sendable {
  let room: RoomName?
  let actor: String
  private let texts: [String: String]
  private let numbers: [String: Int]

  /// - Parameter only: the room that the caller's token is good for; nil: all.
  /// - Throws: `invalid_value`, `forbidden`.
  init(_ tool: AgentTool, arguments: JSONValue?, actor: String, only: RoomName?) throws(APIError) {
    var given: [String: JSONValue] = [:]
    if case .object(let members)? = arguments { given = members }
    let known = Set(tool.parameters.map(\.name))
    if let odd = given.keys.filter({ !known.contains($0) }).min() {
      throw .invalid(odd, "\(tool.name) has no '\(odd.prefix(64))'; it takes \(known.sorted().joined(separator: ", "))")
    }
    var texts: [String: String] = [:]
    var numbers: [String: Int] = [:]
    for parameter in tool.parameters {
      switch (parameter.kind, given[parameter.name]) {
      case (_, nil), (_, .null?):
        if parameter.isRequired { throw .invalid(parameter.name, "'\(parameter.name)' is missing: \(parameter.about)") }
      case (.string, .string(let text)?) where (1...2000).contains(text.count): texts[parameter.name] = text
      case (.integer, .integer(let value)?) where parameter.range.contains(Int(clamping: value)):
        numbers[parameter.name] = Int(value)
      default: throw .invalid(parameter.name, "'\(parameter.name)' cannot be used: \(parameter.about)")
      }
    }
    if let text = texts["room"] {
      guard let name = RoomName(text) else { throw .invalid("room", "'room' is no room's name; list_rooms lists them") }
      room = name
    } else {
      room = nil
    }
    if let only, room != only {
      throw APIError(.forbidden, "forbidden", "this token is good for the room '\(only)' alone: name it as 'room'")
    }
    self.actor = actor
    self.texts = texts
    self.numbers = numbers
  }

  func text(_ name: String) -> String? { texts[name] }
  func number(_ name: String, default value: Int) -> Int { numbers[name] ?? value }

  /// The room of a tool that needs one.
  var place: RoomName { room ?? .main }
}
