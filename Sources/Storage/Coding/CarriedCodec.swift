internal import Foundation
internal import GRDB
internal import LiveshelfCore

/// A row of the log with its signals and movements as bytes, and back into a database.
enum CarriedCodec {
  /// A table whose rows are carried: its columns of texts and of integers, whose places, from 1, are their fields' numbers.
  private struct Carried {
    let table: String
    let texts: [String]
    let integers: [String]

    static let signals = Carried(
      table: "outbox", texts: ["id", "type", "sku", "situation", "phase", "event"], integers: ["created"])
    static let movements = Carried(
      table: "movement", texts: ["kind", "sku", "warehouse", "option", "cause"],
      integers: ["on_hand", "reserved", "time"])

    func write(_ row: Row, to writer: inout WireWriter) {
      for (place, column) in texts.enumerated() { writer.write(row[column] as String, as: place + 1) }
      for (place, column) in integers.enumerated() {
        writer.write(row[column] as Int64, as: texts.count + place + 1)
      }
    }

    func values(in field: WireField) throws(WireError) -> [any DatabaseValueConvertible] {
      var values: [any DatabaseValueConvertible] =
        Array(repeating: "", count: texts.count) + Array(repeating: Int64(0), count: integers.count)
      var reader = try field.fields()
      while let field = try reader.next() {
        guard field.number <= values.count else { continue }
        values[field.number - 1] = field.number <= texts.count ? try field.text() : try field.int64()
      }
      return values
    }

    func insert(_ values: [any DatabaseValueConvertible], of row: CarriedRow, into database: Database) throws {
      let columns = ["log", "show"] + texts + integers
      let places = Array(repeating: "?", count: columns.count).joined(separator: ", ")
      try database.cachedStatement(
        sql: "INSERT OR IGNORE INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))"
      ).execute(arguments: StatementArguments([row.sequence, row.show] as [any DatabaseValueConvertible] + values))
    }
  }

  static func encode(_ row: Row, signals: [Row], movements: [Row]) -> Data {
    var writer = WireWriter(version: WireFormat.version)
    writer.write(row["at"] as Int64, as: 1)
    writer.write(row["received"] as Int64, as: 2)
    writer.write(Array(row["body"] as Data), as: 3)
    for signal in signals { writer.write(as: 4) { Carried.signals.write(signal, to: &$0) } }
    for movement in movements { writer.write(as: 5) { Carried.movements.write(movement, to: &$0) } }
    return Data(writer.bytes)
  }

  /// - Throws: `WireError`, and what the database says.
  static func insert(_ row: CarriedRow, into database: Database) throws {
    var (at, received, body) = (Int64(0), Int64(0), [UInt8]())
    var broughtAbout: [(Carried, [any DatabaseValueConvertible])] = []
    var reader = try WireReader(encoded: Array(row.body))
    while let field = try reader.next() {
      switch field.number {
      case 1: at = try field.int64()
      case 2: received = try field.int64()
      case 3: body = try field.bytes()
      case 4: broughtAbout.append((.signals, try Carried.signals.values(in: field)))
      case 5: broughtAbout.append((.movements, try Carried.movements.values(in: field)))
      default: break
      }
    }
    let entry = try EntryCodec.decode(body, at: StreamTime(microseconds: at))
    if case .began(let show) = entry { try RoomStore.insert(show, into: database) }
    try database.cachedStatement(sql: "INSERT INTO log VALUES (?, ?, ?, ?, ?)").execute(arguments: [
      row.sequence, row.show, at, received, StoredBytes(body),
    ])
    if case .finished(let end) = entry {
      try database.execute(sql: "UPDATE show SET end = ? WHERE id = ?", arguments: [end.microseconds, row.show])
    }
    for (carried, values) in broughtAbout { try carried.insert(values, of: row, into: database) }
  }
}
