internal import Foundation
internal import LiveshelfCore

/// What is sent and how, as an AsyncAPI 3.0.0 document.
enum AsyncAPIDocument {
  static func document() throws -> OrderedJSON {
    .members([
      "asyncapi": "3.0.0",
      "info": .members([
        "title": "Liveshelf signals",
        "version": "1.0.0",
        "description": .string(
          "What a live-commerce broadcast tells the inventory engine and the control room: CloudEvents 1.0, at least "
            + "once, in the order of each room. Receivers drop repeats by id."),
      ]),
      "defaultContentType": "application/cloudevents+json",
      "channels": .members([
        "webhook": .members([
          "address": .null,
          "title": "Webhook",
          "description": "The receiver's URL; requests are signed by Standard Webhooks 1.0.0.",
          "messages": .object(
            SignalType.allCases.map { type in
              .init(name: type.rawValue, value: reference("#/components/messages/\(type.rawValue)"))
            }),
        ])
      ]),
      "operations": .members([
        "sendSignal": .members([
          "action": "send",
          "channel": reference("#/channels/webhook"),
          "summary": "Post one signal to the receiver.",
          "bindings": .members(["http": .members(["method": "POST", "bindingVersion": "0.3.0"])]),
          "messages": .array(
            SignalType.allCases.map { reference("#/channels/webhook/messages/\($0.rawValue)") }),
        ])
      ]),
      "components": .members([
        "messages": .object(
          try SignalType.allCases.map { .init(name: $0.rawValue, value: try message(of: $0)) }),
        "messageTraits": .members(["signed": .members(["headers": headers])]),
      ]),
    ])
  }

  private static func message(of type: SignalType) throws -> OrderedJSON {
    let event = try CloudEvent(type.example, in: .china).json()
    return .members([
      "name": .string(type.rawValue),
      "title": .string(type.summary),
      "contentType": "application/cloudevents+json",
      "traits": [reference("#/components/messageTraits/signed")],
      "payload": .members([
        "schemaFormat": "application/schema+json;version=2020-12",
        "schema": reference("./\(SignalSchema.path(of: type))"),
      ]),
      "examples": [.members(["payload": try JSONDecoder().decode(OrderedJSON.self, from: Data(event.utf8))])],
    ])
  }

  private static func reference(_ target: String) -> OrderedJSON { .members(["$ref": .string(target)]) }

  private static let headers: OrderedJSON = .members([
    "type": "object",
    "required": ["webhook-id", "webhook-timestamp", "webhook-signature"],
    "properties": .members([
      "webhook-id": .members(["type": "string", "description": "The event's id."]),
      "webhook-timestamp": .members(["type": "string", "description": "Seconds since 1970 of the attempt."]),
      "webhook-signature": .members([
        "type": "string",
        "description": "v1, and the HMAC-SHA256 of id.timestamp.body in base64; one for each secret, spaces between.",
      ]),
    ]),
  ])
}
