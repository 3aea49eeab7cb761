public import Foundation
public import LiveshelfCore

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
    Column("event_time", or: ["time", "ts"], required: true, .time), Column("ingest_time", .time),
  ]

  public static func read(_ url: URL, times: TimeStyle = .china) throws(IntakeError) -> ExplainEventFile {
    let table = try RecordReader.values(of: url, shape: TableShape(columns), maximum: maximumRows) {
      fields throws(FieldProblem) -> ExplainEvent? in try event(fields, times)
    }
    return ExplainEventFile(events: table.values, rejected: table.rejected)
  }

  static let rows = RowText(
    parser: { file, _ in
      RowsOfStream(
        stream: RowStream(file: file, shape: TableShape(columns)) { fields throws(FieldProblem) in
          try event(fields, .china)
        }
      ) { .click($0) }
    },
    file: { url throws(IntakeError) in
      let file = try read(url)
      return RowFile(rows: file.events.map { .click($0) }, rejected: file.rejected)
    })

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
    return ExplainEvent(
      sku: SKU(try fields.requiredText(1)), starts: starts, time: time,
      ingestTime: try fields.time(3, style: times))
  }
}
