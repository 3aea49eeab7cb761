import Foundation
import LiveshelfCore
import LiveshelfServer
import RoomAPI

/// Holds answers against the OpenAPI document: the status must be there, and the body must fit its schema (the part of JSON
/// Schema 2020-12 that the document uses).
struct APIChecker: Sendable {
  let document: JSONValue

  private static let loaded = Result { try APIChecker() }

  static func shared() throws -> APIChecker { try loaded.get() }

  private init() throws {
    document = try JSONDecoder().decode(JSONValue.self, from: Data(APIDocument().json))
  }

  /// `METHOD path` of every call, sorted.
  var calls: [String] {
    members(document["paths"]).flatMap { path, methods in
      members(methods).map { "\($0.key.uppercased()) \(path)" }
    }.sorted()
  }

  func problems(method: String, path: String, status: Int, type: String?, body: String) throws -> [String] {
    let plain = String(path.prefix { $0 != "?" })
    guard let template = members(document["paths"]).map(\.key).filter({ Self.fits(plain, $0) }).min(),
      let call = document["paths"]?[template]?[method.lowercased()]
    else { return ["the call is not in the document"] }
    guard let answer = call["responses"]?["\(status)"].map(resolve) else { return ["\(status) is not documented"] }
    guard let contents = answer["content"] else { return body.isEmpty ? [] : ["\(status) has no body"] }
    let plainType = String((type ?? "").prefix { $0 != ";" })
    guard let schema = contents[plainType]?["schema"] else { return ["\(status) is not \(plainType)"] }
    guard plainType == "application/json" else { return [] }
    return check(try JSONDecoder().decode(JSONValue.self, from: Data(body.utf8)), schema, at: "")
  }

  /// Whether every reference leads somewhere.
  func danglingReferences() -> [String] {
    var found: [String] = []
    func visit(_ value: JSONValue) {
      switch value {
      case .object(let members):
        if let reference = members["$ref"]?.text, self.reference(reference) == nil { found.append(reference) }
        members.values.forEach(visit)
      case .array(let elements): elements.forEach(visit)
      default: break
      }
    }
    visit(document)
    return found
  }

  func check(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    let schema = resolve(schema)
    for key in ["oneOf", "anyOf"] {
      if case .array(let choices)? = schema[key] {
        let fitting = choices.count { check(value, $0, at: place).isEmpty }
        return fitting == 0 || (key == "oneOf" && fitting > 1) ? ["\(place) fits \(fitting) of \(key)"] : []
      }
    }
    var problems: [String] = []
    if let type = schema["type"], !Self.types(type).contains(where: { Self.fits(value, $0) }) {
      return ["\(place) is no \(type): \(value)"]
    }
    if case .array(let choices)? = schema["enum"], !choices.contains(value) {
      problems.append("\(place) is none of \(choices)")
    }
    if let number = Self.number(value) {
      if let low = schema["minimum"].flatMap(Self.number), number < low { problems.append("\(place) is below \(low)") }
      if let high = schema["maximum"].flatMap(Self.number), number > high {
        problems.append("\(place) is above \(high)")
      }
    }
    if case .object(let members) = value {
      if case .array(let names)? = schema["required"] {
        for name in names.compactMap(\.text) where members[name] == nil {
          problems.append("\(place).\(name) is missing")
        }
      }
      for (name, member) in members {
        if let part = schema["properties"]?[name] {
          problems += check(member, part, at: "\(place).\(name)")
        } else if schema["properties"] != nil, schema["additionalProperties"] == nil {
          problems.append("\(place).\(name) is not documented")
        }
      }
    }
    if case .array(let elements) = value, let items = schema["items"] {
      for (index, element) in elements.enumerated() { problems += check(element, items, at: "\(place)[\(index)]") }
    }
    return problems
  }

  private func resolve(_ value: JSONValue) -> JSONValue {
    value["$ref"]?.text.flatMap(reference).map(resolve) ?? value
  }

  private func reference(_ text: String) -> JSONValue? {
    guard text.hasPrefix("#/") else { return nil }
    return text.dropFirst(2).split(separator: "/").reduce(document) { $0?[String($1)] }
  }

  private func members(_ value: JSONValue?) -> [(key: String, value: JSONValue)] {
    guard case .object(let members)? = value else { return [] }
    return members.sorted { $0.key < $1.key }
  }

  private static func fits(_ path: String, _ template: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let pattern = template.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == pattern.count && zip(parts, pattern).allSatisfy { $1.hasPrefix("{") || $0 == $1 }
  }

  private static func types(_ value: JSONValue) -> [String] {
    if case .array(let names) = value { return names.compactMap(\.text) }
    return value.text.map { [$0] } ?? []
  }

  private static func fits(_ value: JSONValue, _ type: String) -> Bool {
    switch (value, type) {
    case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"), (.object, "object"): true
    case (.integer, "integer"), (.integer, "number"), (.number, "number"): true
    default: false
    }
  }

  private static func number(_ value: JSONValue) -> Double? {
    switch value {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}
