import Delivery
import Foundation
import LiveshelfCore
import TestSupport
import Testing

@Suite struct SignalSchemaTests {
  private let folder = TestData.checkout.appending(path: "Schemas")

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func schema(_ path: String) throws -> [String: Any] {
    try json(String(contentsOf: folder.appending(path: path), encoding: .utf8))
  }

  private func problems(_ event: [String: Any], _ path: String) throws -> [String] {
    try SchemaValidator(resolve: schema).problems(of: event, against: try schema(path))
  }

  /// The signal of each type, and variants of it with the values at the edges.
  private func signals(_ type: SignalType) -> [Signal] {
    var plain = type.example
    (plain.situation, plain.sku, plain.confidence) = (nil, nil, 0)
    var resolved = type.example
    resolved.situation = SignalSituation(name: "x", phase: .resolved)
    resolved.kind =
      switch type {
      case .slowMoving: .slowMoving(daysOfCover: nil)
      case .feedDegraded: .feedDegraded(feed: "video", lagSeconds: nil)
      case .stockoutPredicted: .stockoutPredicted(eta: .infinity, etaLow: .nan, etaHigh: 1e12, available: 0)
      case .nextProductRecommended: .nextProductRecommended(ranking: [])
      default: resolved.kind
      }
    return [type.example, plain, resolved]
  }

  @Test("The files in Schemas are what the code says; delivery-benchmark schemas writes them")
  func files() throws {
    var found: Set<String> = []
    for (path, text) in try SignalSchema.files() {
      #expect(try String(contentsOf: folder.appending(path: path), encoding: .utf8) == text, "\(path)")
      found.insert(path)
    }
    let there = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
    #expect(Set(there.filter { $0.hasSuffix(".json") }) == found)
  }

  @Test("Every type of signal keeps to its schema, and to no other", arguments: SignalType.allCases)
  func events(_ type: SignalType) throws {
    for signal in signals(type) {
      #expect(SignalType(signal.kind) == type)
      #expect(signal.kind.type == type.rawValue)
      let event = try json(CloudEvent(signal, in: .china).json())
      #expect(try problems(event, "signals/\(type.rawValue).schema.json") == [])
      #expect(try problems(event, "signal.schema.json") == [])
      try expectAllDeclared(event, "signals/\(type.rawValue).schema.json")
    }
  }

  /// Readers must allow members that they don't know; the program writes none that is not declared.
  private func expectAllDeclared(_ event: [String: Any], _ path: String) throws {
    let properties = try #require(try schema(path)["properties"] as? [String: [String: Any]])
    #expect(Set(event.keys) == Set(properties.keys))
    let data = try #require(properties["data"]?["properties"] as? [String: Any])
    #expect(Set(try #require(event["data"] as? [String: Any]).keys).subtracting(data.keys) == [])
  }

  @Test("An event that lacks something or has a wrong value does not pass", arguments: SignalType.allCases)
  func wrongEvents(_ type: SignalType) throws {
    let path = "signals/\(type.rawValue).schema.json"
    let event = try json(CloudEvent(type.example, in: .utc).json())
    let data = try #require(event["data"] as? [String: Any])
    let schema = try schema(path)
    for name in try #require(schema["required"] as? [String]) {
      var broken = event
      broken[name] = nil
      #expect(try !problems(broken, path).isEmpty, "\(name)")
    }
    let dataSchema = try #require((schema["properties"] as? [String: Any])?["data"] as? [String: Any])
    for name in try #require(dataSchema["required"] as? [String]) {
      var broken = event
      var part = data
      part[name] = nil
      broken["data"] = part
      #expect(try !problems(broken, path).isEmpty, "data.\(name)")
      part[name] = [[String: Any]()]
      broken["data"] = part
      #expect(try !problems(broken, path).isEmpty, "data.\(name)")
    }
    var late = event
    late["time"] = "yesterday"
    #expect(try !problems(late, path).isEmpty)
  }

  @Test("The AsyncAPI document names every type, with an example that keeps to its schema")
  func document() throws {
    let document = try schema("asyncapi.json")
    #expect(document["asyncapi"] as? String == "3.0.0")
    let components = try #require(document["components"] as? [String: Any])
    let messages = try #require(components["messages"] as? [String: [String: Any]])
    #expect(Set(messages.keys) == Set(SignalType.allCases.map(\.rawValue)))
    for (_, message) in messages {
      let payload = try #require((message["payload"] as? [String: Any])?["schema"] as? [String: String])
      let path = try #require(payload["$ref"]).replacing("./", with: "")
      let example = try #require((message["examples"] as? [[String: Any]])?.first?["payload"] as? [String: Any])
      #expect(try problems(example, path) == [])
    }
  }
}
