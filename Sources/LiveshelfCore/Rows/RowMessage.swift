/// Rows that came together, on their way from the machine that took them in to the one that runs the room.
public struct RowMessage: Hashable, Sendable {
  public var rows: [Row]
  public var receivedAt: WallTime

  public init(rows: [Row], receivedAt: WallTime) {
    self.rows = rows
    self.receivedAt = receivedAt
  }
}

extension RowMessage: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(receivedAt, as: 1)
    writer.write(rows, as: 2)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(rows: [], receivedAt: WallTime(microseconds: 0))
    while let field = try reader.next() {
      switch field.number {
      case 1: receivedAt = try field.wallTime()
      case 2: rows.append(try field.value())
      default: break
      }
    }
  }
}
