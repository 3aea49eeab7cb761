internal import Foundation
internal import LiveshelfCore

/// The formal description of the signals: a JSON Schema (draft 2020-12) for each type, one for them all, and an
/// AsyncAPI 3.0 document. The project's folder `Schemas` holds what `files` returns; a test compares them.
public enum SignalSchema {
  /// Paths below `Schemas`, and the files' texts.
  public static func files() throws -> [(path: String, text: String)] {
    let types = SignalType.allCases.map { type in (path(of: type), schema(of: type)) }
    return (types + [("signal.schema.json", anySignal), ("asyncapi.json", try AsyncAPIDocument.document())])
      .map { (path: $0.0, text: $0.1.text() + "\n") }
  }

  /// Writes the files into a folder, which is made when it is missing.
  ///
  /// - Throws: `file`.
  public static func write(to folder: String) throws {
    for (path, text) in try files() {
      let file = URL(filePath: folder).appending(path: path)
      do {
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file, options: .atomic)
      } catch {
        throw DeliveryError.file(path: file.path, reason: FileTrouble.reason(error))
      }
    }
  }

  static func path(of type: SignalType) -> String { "signals/\(type.rawValue).schema.json" }

  private static let dialect: OrderedJSON = "https://json-schema.org/draft/2020-12/schema"

  /// Any signal.
  private static let anySignal: OrderedJSON = .members([
    "$schema": dialect,
    "title": "A signal of Liveshelf",
    "oneOf": .array(SignalType.allCases.map { .members(["$ref": .string(path(of: $0))]) }),
  ])

  /// Signals of one type. Members that are not named are allowed: later versions may add some.
  private static func schema(of type: SignalType) -> OrderedJSON {
    let data = SignalType.commonFields + type.fields
    let envelope: [SignalField] = [
      .constant("specversion", "1.0"),
      .text("id", "Stable: the same input gives the same id, and a signal that is sent again keeps it."),
      .text("source", "/rooms/ROOM"),
      .constant("type", type.rawValue),
      .text("subject", "The SKU, or the source that the signal is about."),
      .time("time", "The moment of the event on the world's clock."),
      .constant("datacontenttype", "application/json"),
      SignalField(name: "data", schema: object(data, [dependencies])),
    ]
    let head: [OrderedJSON.Member] = [
      .init(name: "$schema", value: dialect), .init(name: "title", value: .string(type.rawValue)),
      .init(name: "description", value: .string("\(type.summary) A CloudEvents 1.0 event in structured JSON mode.")),
    ]
    guard case .object(let members) = object(envelope, []) else { return .null }
    return .object(head + members)
  }

  private static let dependencies = OrderedJSON.Member(
    name: "dependentRequired", value: .members(["situation": ["phase"], "phase": ["situation"]]))

  private static func object(_ fields: [SignalField], _ more: [OrderedJSON.Member]) -> OrderedJSON {
    .object(
      [
        .init(name: "type", value: "object"),
        .init(name: "required", value: .strings(fields.filter(\.isRequired).map(\.name))),
        .init(name: "properties", value: .object(fields.map { .init(name: $0.name, value: $0.schema) })),
      ] + more)
  }
}
