internal import Foundation
public import LiveshelfCore

/// A signal as a CloudEvents 1.0 event in structured JSON mode (CloudEvents 1.0.2 §3, JSON event format 1.0.2).
public struct CloudEvent: Hashable, Sendable, Codable {
  public private(set) var specversion = "1.0"
  public private(set) var id: String
  public let source: String
  public let type: String
  /// CloudEvents wants a subject that is not empty: signals about a source name the source.
  public let subject: String
  public let time: String
  public private(set) var datacontenttype = "application/json"
  public let data: [String: JSONValue]

  /// - Parameter offset: the offset from UTC in which times are written.
  public init(_ signal: Signal, in offset: ZoneOffset) {
    id = signal.id
    source = "/rooms/\(signal.room)"
    type = signal.kind.type
    subject =
      switch signal.kind {
      case .feedDegraded(let feed, _), .feedRecovered(let feed, _): feed
      default: signal.sku?.text ?? signal.room.text
      }
    time = signal.time.formatted(in: offset)
    data = Self.data(of: signal, in: offset)
  }

  init(id: String, source: String, type: String, subject: String, time: String, data: [String: JSONValue]) {
    (self.id, self.source, self.type) = (id, source, type)
    (self.subject, self.time, self.data) = (subject, time, data)
  }

  /// The same event under another id.
  public func renamed(_ id: String) -> CloudEvent {
    var event = self
    event.id = id
    return event
  }

  /// The event on one line, keys sorted, without a line break at the end.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Reads what `json` wrote.
  public init(json: String) throws {
    self = try JSONDecoder().decode(CloudEvent.self, from: Data(json.utf8))
  }

  /// A member of the data that is a text; nil: there is none.
  public func text(_ name: String) -> String? {
    data[name]?.text
  }

  /// The stream time of the last input that was known when it was decided; nil: it does not say.
  public var detectedAt: StreamTime? {
    switch data["detected_at"] {
    case .number(let seconds): StreamTime(seconds: seconds)
    case .integer(let seconds): StreamTime(seconds: Double(seconds))
    default: nil
    }
  }

  public var phase: SignalSituation.Phase? { text("phase").flatMap { SignalSituation.Phase(rawValue: $0) } }
}
