internal import Foundation
internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine

/// The body of a row of the log: one field, whose number says what kind of entry it is.
enum EntryCodec {
  /// Part of the format. Up to 31, so that the second byte of a row tells its kind to searches of the database.
  enum Field: Int {
    case began = 1
    case finished = 2
    case catalog = 3
    case settings = 4
    case intake = 5
    case row = 6
    case heard = 7
    case utterance = 8
    case mention = 9
    case marker = 10
    case boundary = 11
    case cue = 12
    case feed = 13
    case fact = 14
    /// Of rows that were set aside, and what became of them.
    case quarantine = 15
    case retold = 16
    case carried = 17

    /// The second byte of an entry of the kind.
    var tag: StoredBytes { StoredBytes([WireWriter.tag(ofBytes: rawValue)]) }
  }

  static func encode(_ entry: RoomEntry) -> [UInt8] {
    var writer = WireWriter(version: WireFormat.version)
    write(entry, to: &writer)
    return writer.bytes
  }

  static func decode(_ bytes: [UInt8], at: StreamTime) throws(WireError) -> RoomEntry {
    var reader = try WireReader(encoded: bytes)
    while let field = try reader.next() {
      guard let kind = Field(rawValue: field.number) else { continue }
      switch kind {
      case .began: return .began(try field.value())
      case .finished: return .finished(at: at)
      case .catalog: return .catalog(try field.value(), at: at)
      case .settings: return .settings(try SettingsCodec.decode(field.bytes()), at: at)
      case .intake: return .intake(through: try number(in: field), at: at)
      case .quarantine: return try quarantined(field, at: at)
      case .retold: return .retold(try field.value(), at: at)
      case .carried: return .carried(try field.bytes(), at: at)
      default: return .input(RoomInput(at: at, try input(kind, field)))
      }
    }
    throw .unknown("kind of entry")
  }

  private static func input(_ kind: Field, _ field: WireField) throws(WireError) -> RoomInput.Content {
    switch kind {
    case .row: .row(try field.value())
    case .heard: .heard
    case .utterance: .utterance(try field.value())
    case .mention: .mention(try field.value())
    case .marker: .marker(try field.value())
    case .boundary: .boundary(try field.value())
    case .cue: .cue(try field.value())
    case .feed: .feed(try field.value())
    case .fact: .fact(try field.value())
    case .began, .finished, .catalog, .settings, .intake, .quarantine, .retold, .carried:
      throw .unknown("kind of input")
    }
  }

  private static func quarantined(_ field: WireField, at: StreamTime) throws(WireError) -> RoomEntry {
    var reader = try field.fields()
    while let field = try reader.next() {
      switch field.number {
      case 1: return .setAside(try field.value(), at: at)
      case 2: return .settled(try field.value(), at: at)
      default: continue
      }
    }
    throw .unknown("entry about a row that was set aside")
  }

  private static func number(in field: WireField) throws(WireError) -> UInt64 {
    var reader = try field.fields()
    while let field = try reader.next() {
      if field.number == 1 { return UInt64(bitPattern: try field.int64()) }
    }
    return 0
  }

  private static func write(_ entry: RoomEntry, to writer: inout WireWriter) {
    switch entry {
    case .began(let show): writer.write(show, as: Field.began.rawValue)
    case .finished: writer.write(as: Field.finished.rawValue) { _ in }
    case .catalog(let products, _): writer.write(products, as: Field.catalog.rawValue)
    case .settings(let settings, _): writer.write(SettingsCodec.encode(settings), as: Field.settings.rawValue)
    case .intake(let number, _):
      writer.write(as: Field.intake.rawValue) { $0.write(Int64(bitPattern: number), as: 1) }
    case .setAside(let row, _): writer.write(as: Field.quarantine.rawValue) { $0.write(row, as: 1) }
    case .settled(let settlement, _): writer.write(as: Field.quarantine.rawValue) { $0.write(settlement, as: 2) }
    case .retold(let retelling, _): writer.write(retelling, as: Field.retold.rawValue)
    case .carried(let piece, _): writer.write(piece, as: Field.carried.rawValue)
    case .input(let input): write(input.content, to: &writer)
    }
  }

  private static func write(_ content: RoomInput.Content, to writer: inout WireWriter) {
    switch content {
    case .row(let row): writer.write(row, as: Field.row.rawValue)
    case .heard: writer.write(as: Field.heard.rawValue) { _ in }
    case .utterance(let utterance): writer.write(utterance, as: Field.utterance.rawValue)
    case .mention(let mention): writer.write(mention, as: Field.mention.rawValue)
    case .marker(let hit): writer.write(hit, as: Field.marker.rawValue)
    case .boundary(let boundary): writer.write(boundary, as: Field.boundary.rawValue)
    case .cue(let cue): writer.write(cue, as: Field.cue.rawValue)
    case .feed(let change): writer.write(change, as: Field.feed.rawValue)
    case .fact(let fact): writer.write(fact, as: Field.fact.rawValue)
    }
  }
}
