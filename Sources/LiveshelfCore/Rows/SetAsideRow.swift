/// A row that a room did not take in: why, whence, and the row itself where it could be read.
public struct SetAsideRow: Hashable, Sendable {
  /// Nil: it could not be told.
  public var kind: RowKind?
  /// Where it came from, such as `http/shop connector, line 3`.
  public var place: String
  /// What is wrong with it, without a value of it.
  public var reason: String
  /// Nil: it could not be read, or is too large to be kept, and cannot be taken in later.
  public private(set) var row: Row?
  /// What is shown of the row: which it is and what it says, without personal data; nil: it could not be read.
  public private(set) var content: String?

  private static let longest = 500
  /// Bytes of a row that is kept. A log's row must fit into a record of the backbone.
  private static let largest = 64 << 10

  public init(_ kind: RowKind?, place: String, reason: String, row: Row? = nil) {
    self.kind = kind
    self.place = String(place.prefix(Self.longest))
    self.reason = String(reason.prefix(Self.longest))
    content = row.map(Self.content)
    self.row = row.flatMap { Self.size(of: $0) <= Self.largest ? $0 : nil }
  }

  private static func size(of row: Row) -> Int {
    var writer = WireWriter()
    writer.write(row, as: 1)
    return writer.bytes.count
  }

  private static func content(of row: Row) -> String {
    let fields: [(String, String)] =
      switch row {
      case .order(let event):
        [
          ("event_type", event.type.rawValue), ("event_id", event.eventID), ("order_id", event.orderID),
          ("sku", event.sku.text), ("option", event.option), ("qty", "\(event.quantity)"),
          ("warehouse", event.warehouse),
        ]
      case .stock(let snapshot):
        [
          ("sku", snapshot.sku.text), ("option", snapshot.option), ("warehouse", snapshot.warehouse),
          ("on_hand", "\(snapshot.onHand)"),
        ]
      case .transaction(let transaction):
        [("id", transaction.id), ("sku", transaction.sku.text), ("option", transaction.option)]
          + transaction.change.warehouses.map { ("warehouse", $0) } + [("qty", "\(transaction.change.units)")]
      case .comment(let comment): [("id", comment.id), ("text", comment.text)]
      case .click(let click): [("event", click.starts ? "explain.start" : "explain.end"), ("sku", click.sku.text)]
      }
    return fields.filter { !$0.1.isEmpty }
      .map { "\($0.0)=\(PersonalData.redacted($0.1.count > 80 ? $0.1.prefix(80) + "…" : $0.1[...]))" }
      .joined(separator: " ")
  }
}

extension SetAsideRow: WireCodable {
  public func write(to writer: inout WireWriter) {
    if let kind { writer.write(kind, as: 1) }
    writer.write(place, as: 2)
    writer.write(reason, as: 3)
    writer.write(row, as: 4)
    if let content { writer.write(content, as: 5) }
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    var kind: RowKind?
    var (place, reason, row, content) = ("", "", Row?.none, String?.none)
    while let field = try reader.next() {
      switch field.number {
      case 1: kind = try field.choice("kind of row")
      case 2: place = try field.text()
      case 3: reason = try field.text()
      case 4: row = try field.value()
      case 5: content = try field.text()
      default: break
      }
    }
    self.init(kind, place: place, reason: reason, row: row)
    self.content = content
  }
}

/// What became of a row that was set aside.
public struct RowSettlement: Hashable, Sendable {
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// It was taken in after all.
    case replayed
    /// It is not wanted any more.
    case dropped
  }

  /// The place of the row in the room's log.
  public var entry: Int64
  public var outcome: Outcome
  /// Who decided it.
  public var decidedBy: String

  public init(_ entry: Int64, _ outcome: Outcome, by name: String) {
    self.entry = entry
    self.outcome = outcome
    decidedBy = name
  }
}

extension RowSettlement: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(entry, as: 1)
    writer.write(outcome, as: 2)
    writer.write(decidedBy, as: 3)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    var outcome: Outcome?
    var (entry, name) = (Int64(0), "")
    while let field = try reader.next() {
      switch field.number {
      case 1: entry = try field.int64()
      case 2: outcome = try field.choice("settlement")
      case 3: name = try field.text()
      default: break
      }
    }
    guard let outcome else { throw .missing("settlement") }
    self.init(entry, outcome, by: name)
  }
}
