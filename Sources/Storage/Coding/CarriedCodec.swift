internal import Foundation
internal import GRDB
internal import LiveshelfCore

/// A row of the log with its signals and movements as bytes, and back into a database.
enum CarriedCodec {
  static func encode(_ row: Row, signals: [Row], movements: [Row]) -> Data {
    var writer = ByteWriter()
    writer.write(InputCodec.version)
    writer.write(row["at"] as Int64)
    writer.write(row["received"] as Int64)
    let body: Data = row["body"]
    writer.write(Array(body)) { $0.write($1) }
    writer.write(signals) { writer, signal in
      for column in ["id", "type", "sku", "situation", "phase", "event"] { writer.write(signal[column] as String) }
      writer.write(signal["created"] as Int64)
    }
    writer.write(movements) { writer, movement in
      for column in ["kind", "sku", "warehouse", "option", "cause"] { writer.write(movement[column] as String) }
      for column in ["on_hand", "reserved", "time"] { writer.write(movement[column] as Int64) }
    }
    return Data(writer.bytes)
  }

  /// - Throws: `RecordError`, and what the database says.
  static func insert(_ row: CarriedRow, into database: Database) throws {
    var reader = ByteReader(Array(row.body))
    guard try reader.byte() == InputCodec.version else { throw RecordError.unknown("version") }
    let (at, received) = (try reader.int64(), try reader.int64())
    let body = try reader.list { (reader) throws(RecordError) in try reader.byte() }
    let signals = try reader.list { (reader) throws(RecordError) in
      (try reader.texts(6), try reader.int64())
    }
    let movements = try reader.list { (reader) throws(RecordError) in
      (try reader.texts(5), [try reader.int64(), try reader.int64(), try reader.int64()])
    }
    let entry = try EntryCodec.decode(body, at: StreamTime(microseconds: at))
    if case .began(let show) = entry { try RoomStore.insert(show, into: database) }
    try database.cachedStatement(sql: "INSERT INTO log VALUES (?, ?, ?, ?, ?)").execute(arguments: [
      row.sequence, row.show, at, received, StoredBytes(body),
    ])
    if case .finished(let end) = entry {
      try database.execute(sql: "UPDATE show SET end = ? WHERE id = ?", arguments: [end.microseconds, row.show])
    }
    for (texts, created) in signals {
      try database.cachedStatement(
        sql: """
          INSERT OR IGNORE INTO outbox (log, show, id, type, sku, situation, phase, event, created)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        row.sequence, row.show, texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], created,
      ])
    }
    for (texts, numbers) in movements {
      try database.cachedStatement(
        sql: """
          INSERT INTO movement (log, show, kind, sku, warehouse, option, on_hand, reserved, cause, time)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        row.sequence, row.show, texts[0], texts[1], texts[2], texts[3], numbers[0], numbers[1], texts[4], numbers[2],
      ])
    }
  }
}

extension ByteReader {
  fileprivate mutating func texts(_ count: Int) throws(RecordError) -> [String] {
    var texts: [String] = []
    for _ in 0..<count { texts.append(try text()) }
    return texts
  }
}
