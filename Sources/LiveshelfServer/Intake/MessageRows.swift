/// Rows that come in messages, such as those of a topic, instead of a request's body: each an object of JSON, or an array.
public struct MessageRows: Sendable {
  /// A message holds no more rows than this.
  private static let mostRows = 10_000

  private let kind: IntakeKind
  /// In the order of the messages.
  public private(set) var rows: IntakeBatch.Rows

  public init(_ kind: IntakeKind) {
    self.kind = kind
    rows = IntakeRows(kind, format: .json, limit: 0).rows
  }

  /// Takes a message's rows.
  ///
  /// - Returns: what is wrong with those that cannot be used, and how to mend it.
  public mutating func append(_ message: [UInt8]) -> [String] {
    var reader = IntakeRows(kind, format: .json, limit: Self.mostRows)
    do throws(APIError) {
      try reader.append(message)
      try reader.finish()
    } catch {
      return [error.message]
    }
    rows = rows.appending(reader.rows)
    let more = reader.rejectedCount - reader.rejected.count
    return reader.rejected.map { "row \($0.line): \($0.field.isEmpty ? "" : "\($0.field) ")\($0.message)" }
      + (more > 0 ? ["and \(more) more rows"] : [])
  }
}

extension IntakeBatch.Rows {
  /// - Parameter more: rows of the same kind.
  fileprivate func appending(_ more: IntakeBatch.Rows) -> IntakeBatch.Rows {
    switch (self, more) {
    case (.orders(let left), .orders(let right)): .orders(left + right)
    case (.stock(let left), .stock(let right)): .stock(left + right)
    case (.transactions(let left), .transactions(let right)): .transactions(left + right)
    case (.comments(let left), .comments(let right)): .comments(left + right)
    case (.clicks(let left), .clicks(let right)): .clicks(left + right)
    default: self
    }
  }
}
