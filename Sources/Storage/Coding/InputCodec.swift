internal import LiveshelfCore
internal import RoomEngine

/// A room's input as the bytes of a row of the log.
///
/// The first byte is the format's version, the second the kind. A kind's fields follow in a fixed order; what a later
/// version adds comes at the end, so that older rows stay readable.
enum InputCodec {
  static let version: UInt8 = 2

  static func encode(_ content: RoomInput.Content) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(version)
    writer.write(kind(of: content).rawValue)
    switch content {
    case .heard: break
    case .utterance(let utterance): writer.write(utterance)
    case .mention(let mention): writer.write(mention)
    case .marker(let hit): writer.write(hit)
    case .cue(let cue): writer.write(cue)
    case .click(let click): writer.write(click)
    case .order(let event): writer.write(event)
    case .stock(let snapshot): writer.write(snapshot)
    case .transaction(let transaction): writer.write(transaction)
    case .comment(let comment): writer.write(comment)
    case .feed(let change): writer.write(change)
    case .boundary(let boundary): writer.write(boundary)
    }
    return writer.bytes
  }

  static func decode(_ bytes: [UInt8]) throws(RecordError) -> RoomInput.Content {
    var reader = ByteReader(bytes)
    guard try reader.byte() == version else { throw .unknown("version") }
    guard let kind = InputKind(rawValue: try reader.byte()) else { throw .unknown("kind") }
    return switch kind {
    case .heard: .heard
    case .utterance: .utterance(try reader.utterance())
    case .mention: .mention(try reader.mention())
    case .marker: .marker(try reader.markerHit())
    case .cue: .cue(try reader.cuePoint())
    case .click: .click(try reader.click())
    case .order: .order(try reader.orderEvent())
    case .stock: .stock(try reader.snapshot())
    case .transaction: .transaction(try reader.transaction())
    case .comment: .comment(try reader.comment())
    case .feed: .feed(try reader.feedChange())
    case .boundary: .boundary(try reader.boundary())
    }
  }

  static func kind(of content: RoomInput.Content) -> InputKind {
    switch content {
    case .heard: .heard
    case .utterance: .utterance
    case .mention: .mention
    case .marker: .marker
    case .cue: .cue
    case .click: .click
    case .order: .order
    case .stock: .stock
    case .transaction: .transaction
    case .comment: .comment
    case .feed: .feed
    case .boundary: .boundary
    }
  }
}

/// The kinds of rows. The numbers are part of the format.
enum InputKind: UInt8 {
  case heard = 0
  case utterance = 1
  case mention = 2
  case marker = 3
  case cue = 4
  case click = 5
  case order = 6
  case stock = 7
  case comment = 8
  case feed = 9
  case boundary = 10
  case transaction = 11
}
