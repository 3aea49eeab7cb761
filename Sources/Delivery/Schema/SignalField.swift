/// A member of an event or of its data.
struct SignalField {
  let name: String
  let schema: OrderedJSON
  var isRequired = true

  static func text(_ name: String, _ description: String) -> SignalField {
    SignalField(name: name, schema: .members(["type": "string", "description": .string(description)]))
  }

  static func time(_ name: String, _ description: String) -> SignalField {
    let schema: OrderedJSON = .members([
      "type": "string", "format": "date-time", "description": .string(description),
    ])
    return SignalField(name: name, schema: schema)
  }

  static func integer(_ name: String, _ description: String) -> SignalField {
    SignalField(name: name, schema: .members(["type": "integer", "description": .string(description)]))
  }

  /// - Parameter least: the least value; nil when there is none.
  static func number(_ name: String, least: Int64? = 0, most: Int64? = nil, _ description: String) -> SignalField {
    var members = [OrderedJSON.Member(name: "type", value: "number")]
    if let least { members.append(.init(name: "minimum", value: .integer(least))) }
    if let most { members.append(.init(name: "maximum", value: .integer(most))) }
    members.append(.init(name: "description", value: .string(description)))
    return SignalField(name: name, schema: .object(members))
  }

  static func numberOrNull(_ name: String, _ description: String) -> SignalField {
    let schema: OrderedJSON = .members([
      "type": ["number", "null"], "minimum": .integer(0), "description": .string(description),
    ])
    return SignalField(name: name, schema: schema)
  }

  static func texts(_ name: String, _ description: String) -> SignalField {
    let schema: OrderedJSON = .members([
      "type": "array", "items": .members(["type": "string"]), "description": .string(description),
    ])
    return SignalField(name: name, schema: schema)
  }

  static func choice(_ name: String, _ values: [String], _ description: String) -> SignalField {
    let schema: OrderedJSON = .members([
      "type": "string", "enum": .strings(values), "description": .string(description),
    ])
    return SignalField(name: name, schema: schema)
  }

  static func constant(_ name: String, _ value: String) -> SignalField {
    SignalField(name: name, schema: .members(["const": .string(value)]))
  }

  var optional: SignalField { SignalField(name: name, schema: schema, isRequired: false) }
}

extension OrderedJSON: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
  init(stringLiteral value: String) { self = .string(value) }
  init(arrayLiteral elements: OrderedJSON...) { self = .array(elements) }
}
