public import Foundation
public import LiveshelfCore

/// Somebody, or the platform's product card, says that a product's explanation starts or ends.
public struct ExplainEvent: Hashable, Sendable {
  public var sku: SKU
  public var starts: Bool
  public var time: WallTime
  /// When our side received it; the time itself when the file does not tell.
  public var knownAt: WallTime
}

/// Explicit events of a file, in its order, and the rows that could not be used.
public struct ExplainEventFile: Sendable {
  public var events: [ExplainEvent]
  public var rejected: [RejectedRow]
}

/// Reads explicit "now explaining" events (JSON Lines, or CSV with the same names): event (`explain.start` or
/// `explain.end`), sku, event_time, and ingest_time where it is known.
public enum ExplainEventReader {
  /// More than anybody clicks.
  public static let maximumRows = 1_000_000

  private static let columns = [
    Column("event", or: ["event_type", "type"], required: true), Column("sku", required: true),
    Column("event_time", or: ["time", "ts"], required: true), Column("ingest_time"),
  ]

  public static func read(_ url: URL, times: TimeStyle = .china) throws(IntakeError) -> ExplainEventFile {
    let (rows, rejected) = try RecordReader.values(of: url, columns: columns, maximum: maximumRows) {
      fields throws(FieldProblem) in try event(fields, times)
    }
    return ExplainEventFile(events: rows, rejected: rejected)
  }

  private static func event(_ fields: FieldReader, _ times: TimeStyle) throws(FieldProblem) -> ExplainEvent {
    let starts: Bool
    switch try fields.requiredText(0).lowercased() {
    case "explain.start", "start": starts = true
    case "explain.end", "end": starts = false
    default: throw fields.problem(0, "is not known:", remedy: "write explain.start or explain.end")
    }
    guard let time = try fields.time(2, style: times) else {
      throw fields.problem(2, "is empty", remedy: "say when it was clicked")
    }
    let received = try fields.time(3, style: times) ?? time
    return ExplainEvent(
      sku: SKU(try fields.requiredText(1)), starts: starts, time: time, knownAt: max(time, received))
  }
}
