import Foundation

/// Checks JSON against the part of JSON Schema 2020-12 that the signals' schemas use. A keyword that it doesn't know is
/// an error, so that no schema passes by being misunderstood.
struct SchemaValidator {
  /// Finds the schema of a `$ref`.
  let resolve: (String) throws -> [String: Any]

  private static let annotations: Set<String> = ["$schema", "title", "description"]

  /// - Returns: what is wrong, each with its place.
  func problems(of value: Any, against schema: [String: Any], at place: String = "$") throws -> [String] {
    var problems: [String] = []
    for (keyword, rule) in schema.sorted(by: { $0.key < $1.key }) where !Self.annotations.contains(keyword) {
      problems += try check(keyword, rule, value, schema, place)
    }
    return problems
  }

  private func check(
    _ keyword: String, _ rule: Any, _ value: Any, _ schema: [String: Any], _ place: String
  ) throws -> [String] {
    let object = value as? [String: Any]
    switch keyword {
    case "type":
      let types = rule as? [String] ?? [rule as? String ?? "?"]
      return types.contains { Self.value(value, is: $0) } ? [] : ["\(place) is not \(types)"]
    case "const": return value as? String == rule as? String ? [] : ["\(place) is not \(rule)"]
    case "enum": return (rule as? [String] ?? []).contains(value as? String ?? "") ? [] : ["\(place) is not in \(rule)"]
    case "minimum": return Self.number(value, isFine: { $0 >= Self.double(rule) }) ? [] : ["\(place) is too small"]
    case "maximum": return Self.number(value, isFine: { $0 <= Self.double(rule) }) ? [] : ["\(place) is too great"]
    case "format":
      let pattern = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/
      let isFine = rule as? String == "date-time" && (value as? String)?.wholeMatch(of: pattern) != nil
      return isFine ? [] : ["\(place) is no date-time"]
    case "required":
      return (rule as? [String] ?? []).filter { object?[$0] == nil }.map { "\(place).\($0) is missing" }
    case "properties":
      let rules = rule as? [String: [String: Any]] ?? [:]
      return try (object ?? [:]).sorted { $0.key < $1.key }.flatMap { name, member in
        try rules[name].map { try problems(of: member, against: $0, at: "\(place).\(name)") } ?? []
      }
    case "dependentRequired":
      let rules = rule as? [String: [String]] ?? [:]
      return rules.filter { object?[$0.key] != nil }.flatMap { name, needed in
        needed.filter { object?[$0] == nil }.map { "\(place).\($0) is missing beside \(name)" }
      }
    case "items":
      return try (value as? [Any] ?? []).enumerated().flatMap { index, item in
        try problems(of: item, against: rule as? [String: Any] ?? [:], at: "\(place)[\(index)]")
      }
    case "oneOf":
      let fits = try (rule as? [[String: Any]] ?? []).filter { try problems(of: value, against: $0).isEmpty }
      return fits.count == 1 ? [] : ["\(place) fits \(fits.count) of oneOf"]
    case "$ref": return try problems(of: value, against: try resolve(rule as? String ?? ""), at: place)
    default: return ["\(place): the keyword \(keyword) is unknown"]
    }
  }

  private static func value(_ value: Any, is type: String) -> Bool {
    switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "null": value is NSNull
    case "number": value is NSNumber && !(value is String)
    case "integer": number(value, isFine: { $0 == $0.rounded() }) && value is NSNumber
    default: false
    }
  }

  /// Rules for numbers say nothing about other values.
  private static func number(_ value: Any, isFine: (Double) -> Bool) -> Bool {
    (value as? NSNumber).map { isFine($0.doubleValue) } ?? true
  }

  private static func double(_ rule: Any) -> Double { (rule as? NSNumber)?.doubleValue ?? .nan }
}
