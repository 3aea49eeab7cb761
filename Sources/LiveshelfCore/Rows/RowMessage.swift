/// Rows that came together, and what was decided about rows that were set aside, on their way from the machine that took them in to the one that runs the room.
public struct RowMessage: Hashable, Sendable {
  public var rows: [Row]
  public var receivedAt: WallTime
  /// Rows that came along and could not be used.
  public var unusable: [SetAsideRow]
  public var settlements: [RowSettlement]

  public init(
    rows: [Row], receivedAt: WallTime, unusable: [SetAsideRow] = [], settlements: [RowSettlement] = []
  ) {
    self.rows = rows
    self.receivedAt = receivedAt
    self.unusable = unusable
    self.settlements = settlements
  }
}

extension RowMessage: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(receivedAt, as: 1)
    writer.write(rows, as: 2)
    writer.write(unusable, as: 3)
    writer.write(settlements, as: 4)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(rows: [], receivedAt: WallTime(microseconds: 0))
    while let field = try reader.next() {
      switch field.number {
      case 1: receivedAt = try field.wallTime()
      case 2: rows.append(try field.value())
      case 3: unusable.append(try field.value())
      case 4: settlements.append(try field.value())
      default: break
      }
    }
  }
}
