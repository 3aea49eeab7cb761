internal import Intake
public import LiveshelfCore
internal import RoomAPI

/// Rows that come in messages, such as those of a topic, instead of a request's body: each an object of JSON, or an array.
public struct MessageRows: Sendable {
  /// A message holds no more rows than this.
  private static let mostRows = 10_000

  private let kind: RowKind

  public init(_ kind: RowKind) {
    self.kind = kind
  }

  /// Rows that cannot be used, for the room's records.
  public private(set) var unusable: [SetAsideRow] = []

  /// In the order of the messages.
  public private(set) var rows: [Row] = []

  /// Takes a message's rows.
  ///
  /// - Parameter place: where the message is.
  /// - Returns: what is wrong with those that cannot be used, and how to mend it.
  public mutating func append(_ message: [UInt8], from place: String) -> [String] {
    var reader = IntakeRows(kind, format: .json, limit: Self.mostRows)
    do throws(APIError) {
      try reader.append(message)
      try reader.finish()
    } catch {
      unusable.append(SetAsideRow(kind, place: place, reason: error.message))
      return [error.message]
    }
    rows += reader.rows
    unusable += reader.unusable(from: place)
    let more = reader.rejectedCount - reader.rejected.count
    return reader.rejected.map { "row \($0.line): \($0.field.isEmpty ? "" : "\($0.field) ")\($0.message)" }
      + (more > 0 ? ["and \(more) more rows"] : [])
  }
}
