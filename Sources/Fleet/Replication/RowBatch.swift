public import Backbone
internal import Foundation

/// Consecutive rows in one record of the backbone: one acknowledgement makes all of them durable.
struct RowBatch: Equatable {
  /// Rows of one batch at most, and bytes of its bodies.
  static let rowLimit = 512
  static let byteLimit = 512 << 10

  let rows: [ReplicatedRow]

  /// The longest batch at the beginning of the rows: of one show, without gaps, within the limits. Nil when there are
  /// no rows.
  /// - Throws: `.tooLarge` when the first row does not fit, `.damaged` when its number is none.
  init?(beginning rows: [ReplicatedRow]) throws(BackboneError) {
    guard let first = rows.first else { return nil }
    guard first.sequence > 0 else { throw .damaged("a log row has the number \(first.sequence)") }
    guard first.body.count <= Self.byteLimit else {
      throw .tooLarge(bytes: first.body.count, limit: Self.byteLimit)
    }
    var bytes = 0
    var taken: [ReplicatedRow] = []
    for row in rows.prefix(Self.rowLimit) {
      bytes += row.body.count
      guard row.show == first.show, row.sequence - first.sequence == taken.count, bytes <= Self.byteLimit else { break }
      taken.append(row)
    }
    self.rows = taken
  }

  var last: Int64 { rows.last?.sequence ?? 0 }

  /// Named after the show and its rows, so that a repetition is known.
  func record(writtenBy writer: String) throws(BackboneError) -> NewRecord {
    guard let first = rows.first else { throw .damaged("an empty batch") }
    return NewRecord(
      id: "\(first.show)/\(first.sequence)-\(last)",
      attributes: [
        Attribute.kind: "rows", Attribute.writer: writer, Attribute.show: first.show,
        Attribute.first: String(first.sequence), Attribute.last: String(last),
      ],
      body: body)
  }

  /// For each row its length in four bytes, most significant first, and its body.
  private var body: Data {
    var data = Data(capacity: rows.reduce(0) { $0 + $1.body.count + 4 })
    for row in rows {
      let length = UInt32(clamping: row.body.count)
      for shift in stride(from: 24, through: 0, by: -8) {
        data.append(UInt8(truncatingIfNeeded: length >> UInt32(shift)))
      }
      data.append(row.body)
    }
    return data
  }

  /// - Throws: `.damaged`.
  init(_ record: StoredRecord) throws(BackboneError) {
    guard let show = record.attributes[Attribute.show], let first = record.number(Attribute.first),
      let last = record.number(Attribute.last), first > 0, last >= first, last - first < Int64(record.body.count)
    else { throw .damaged("record \(record.sequence) does not say which rows it holds") }
    var rows: [ReplicatedRow] = []
    var rest = record.body[...]
    while !rest.isEmpty {
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      guard rest.count >= 4, rest.count - 4 >= length else {
        throw .damaged("record \(record.sequence) ends within row \(first + Int64(rows.count))")
      }
      rows.append(
        ReplicatedRow(sequence: first + Int64(rows.count), show: show, body: Data(rest.dropFirst(4).prefix(length))))
      rest = rest.dropFirst(4 + length)
    }
    guard rows.last?.sequence == last else {
      throw .damaged("record \(record.sequence) holds \(rows.count) rows instead of \(first) to \(last)")
    }
    self.rows = rows
  }

  /// What a record says of itself.
  enum Attribute {
    static let kind = "Kind"
    static let writer = "Writer"
    static let show = "Show"
    static let first = "First"
    static let last = "Last"
  }
}

extension StoredRecord {
  /// A new owner's first record, which bars the earlier one.
  var isFence: Bool { attributes[RowBatch.Attribute.kind] == "fence" }
  var writer: String? { attributes[RowBatch.Attribute.writer] }

  func number(_ attribute: String) -> Int64? { attributes[attribute].flatMap { Int64($0) } }
}
