public import Foundation
public import LiveshelfCore

/// Comments of a file, in its order, and the rows that could not be used.
public struct CommentFile: Sendable {
  public var comments: [ViewerComment]
  public var rejected: [RejectedRow]
}

/// Reads viewers' comments (JSON Lines, or CSV with the same names): id, ts, text. The viewer's name is never kept, and personal data
/// in what they wrote neither.
public enum CommentReader {
  /// More comments than a long show gets.
  public static let maximumRows = 5_000_000
  /// Longer comments are cut: no platform takes as long ones.
  public static let maximumTextLength = 2000

  private static let columns = [
    Column("id"), Column("ts", or: ["time", "event_time"], required: true, .time), Column("text", required: true),
  ]

  public static func read(_ url: URL, times: TimeStyle = .china) throws(IntakeError) -> CommentFile {
    let table = try RecordReader.values(of: url, shape: TableShape(columns), maximum: maximumRows) {
      fields throws(FieldProblem) -> ViewerComment? in try comment(fields, times)
    }
    return CommentFile(comments: table.values, rejected: table.rejected)
  }

  /// Reads comments that come in pieces, such as a request's body.
  ///
  /// - Parameter file: the name for messages.
  public static func stream(file: String, times: TimeStyle = .china) -> RowStream<ViewerComment> {
    RowStream(file: file, shape: TableShape(columns)) { fields throws(FieldProblem) in try comment(fields, times) }
  }

  static let rows = RowText(
    parser: { file, _ in RowsOfStream(stream: stream(file: file)) { .comment($0) } },
    file: { url throws(IntakeError) in
      let file = try read(url)
      return RowFile(rows: file.comments.map { .comment($0) }, rejected: file.rejected)
    })

  private static func comment(_ fields: FieldReader, _ times: TimeStyle) throws(FieldProblem) -> ViewerComment {
    guard let time = try fields.time(1, style: times) else {
      throw fields.problem(1, "is empty", remedy: "say when it was written")
    }
    let id = fields.text(0)
    return ViewerComment(
      id: id.isEmpty ? "line-\(fields.record.line)" : id, time: time,
      text: PersonalData.redacted(fields.text(2).prefix(maximumTextLength)))
  }
}
