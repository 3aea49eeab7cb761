internal import Foundation
public import LiveshelfCore

extension DeadLetter {
  /// The letters as a table for people, a line each, with a heading.
  public static func table(_ letters: [DeadLetter], in offset: ZoneOffset) -> String {
    let rows =
      [["room", "sink", "id", "type", "attempts", "given up", "reason"]]
      + letters.map { letter in
        [
          letter.entry.room.text, letter.sink, letter.entry.id, letter.entry.type, "\(letter.attempt.count)",
          letter.attempt.failedAt.formatted(in: offset), letter.attempt.reason.replacing("\n", with: " "),
        ]
      }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).dropLast().map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
        .joined(separator: "  ") + "  " + (row.last ?? "")
    }.joined(separator: "\n")
  }

  /// The letter as a JSON object on one line, keys sorted: room, sink, sequence, id, type, attempts, given_up_at,
  /// reason, and the CloudEvent's text as `event`.
  public func json(in offset: ZoneOffset) throws -> String {
    struct Line: Encodable {
      let room: String, sink: String, sequence: Int64, id: String, type: String, attempts: Int
      let givenUpAt: String, reason: String, event: String
    }
    let line = Line(
      room: entry.room.text, sink: sink, sequence: entry.sequence, id: entry.id, type: entry.type,
      attempts: attempt.count, givenUpAt: attempt.failedAt.formatted(in: offset), reason: attempt.reason,
      event: entry.body)
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(line), as: UTF8.self)
  }
}
