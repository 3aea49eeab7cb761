internal import InventoryEngine
public import LiveshelfCore

/// What the rooms of a shop show, and which of them an order is taken to come from.
///
/// A platform's mark decides, once it is known whose it is; else the room that shows the product, or showed it last; else no
/// room: the order is one of the shelf. All events of an order belong to the room of the first that came.
struct ShopFloor: Sendable {
  /// Orders come so long after a presentation has ended, in seconds: most within two minutes (see docs/design/attribution.md).
  private static let reach = 120.0
  /// Presentations that are remembered of one product.
  private static let remembered = 16

  private struct Presented: Sendable {
    var room: RoomName
    var id: String
    var start: WallTime
    var end: WallTime?
  }

  private var presented: [SKU: [Presented]] = [:]
  private(set) var rooms: [RoomName] = []
  /// The rooms of orders, by source and id; of marks, by the mark.
  private var roomOfOrder: [Fingerprint: RoomName] = [:]
  private var roomOfMark: [String: RoomName] = [:]
  /// In the order in which they came.
  private var orderKeys: [Fingerprint] = []

  /// A room began or ended to show a product.
  enum Change: Equatable {
    case began(SKU, at: WallTime)
    case ended(SKU, at: WallTime)
  }

  /// Takes a report in and tells what it changes for the shop: which products are now shown somewhere that were not, and which
  /// nowhere any more.
  mutating func take(_ report: StageReport) -> [Change] {
    if !rooms.contains(report.room) { rooms.append(report.room) }
    var changes: [Change] = []
    let shown = Dictionary(report.shown.map { ($0.presentationID, $0) }) { first, _ in first }
    for sku in presented.keys.sorted() {
      guard var list = presented[sku] else { continue }
      let wasShown = list.contains { $0.end == nil }
      for index in list.indices where list[index].room == report.room && list[index].end == nil {
        if let now = shown[list[index].id], now.sku == sku { continue }
        list[index].end = report.time
      }
      presented[sku] = list
      if wasShown, !list.contains(where: { $0.end == nil }) { changes.append(.ended(sku, at: report.time)) }
    }
    for item in report.shown.sorted(by: { ($0.start, $0.presentationID) < ($1.start, $1.presentationID) }) {
      var list = presented[item.sku] ?? []
      let isKnown = list.contains { $0.room == report.room && $0.id == item.presentationID && $0.end == nil }
      guard !isKnown else { continue }
      if !list.contains(where: { $0.end == nil }) { changes.append(.began(item.sku, at: item.start)) }
      list.append(Presented(room: report.room, id: item.presentationID, start: item.start))
      presented[item.sku] = Array(list.suffix(Self.remembered))
    }
    return changes
  }

  /// The room that an order event belongs to; nil: none.
  ///
  /// - Parameter time: when it happened, by the show's clock.
  func room(causing event: OrderEvent, at time: WallTime) -> RoomName? {
    if let known = roomOfOrder[Fingerprint(event.source, event.orderID)] { return known }
    if !event.roomMark.isEmpty {
      if let marked = roomOfMark[event.roomMark] ?? rooms.first(where: { $0.text == event.roomMark }) { return marked }
    }
    let candidates = (presented[event.sku] ?? []).filter { shown in
      shown.start <= time && shown.end.map { time - $0 <= Self.reach } ?? true
    }
    return candidates.max { left, right in
      let (first, second) = (left.end ?? WallTime(microseconds: .max), right.end ?? WallTime(microseconds: .max))
      return (first, left.start, right.room.text) < (second, right.start, left.room.text)
    }?.room
  }

  private mutating func note(_ order: Fingerprint, _ room: RoomName) {
    if roomOfOrder.updateValue(room, forKey: order) == nil { orderKeys.append(order) }
  }

  /// Remembers whose an order is, and whose the platform's mark.
  mutating func note(_ event: OrderEvent) {
    guard let room = RoomName(event.room) else { return }
    note(Fingerprint(event.source, event.orderID), room)
    if !event.roomMark.isEmpty, roomOfMark.count < 10_000 { roomOfMark[event.roomMark] = room }
  }
}

extension ShopFloor {
  /// Parts of the format, beside those of `LedgerCheckpoint`.
  private enum Piece {
    static let rooms = 16
    static let orders = 17
  }
  private static let ordersAtOnce = 8000

  /// Whose marks are, and the newest orders, in pieces.
  var checkpoint: [[UInt8]] {
    func piece(_ number: Int, _ body: (inout WireWriter) -> Void) -> [UInt8] {
      var writer = WireWriter(version: WireFormat.version)
      writer.write(as: number, body)
      return writer.bytes
    }
    let places = Dictionary(uniqueKeysWithValues: rooms.enumerated().map { ($0.element, $0.offset) })
    let orders = orderKeys.suffix(LedgerCheckpoint.mostOrders).compactMap { key in roomOfOrder[key].map { (key, $0) } }
    let first = piece(Piece.rooms) { writer in
      writer.write(rooms.map(\.text), as: 1)
      for (mark, room) in roomOfMark.sorted(by: { $0.key < $1.key }) {
        writer.write(as: 2) { inner in
          inner.write(mark, as: 1)
          inner.write(places[room] ?? 0, as: 2)
        }
      }
    }
    return [first]
      + stride(from: 0, to: orders.count, by: Self.ordersAtOnce).map { start in
        piece(Piece.orders) { writer in
          for (key, room) in orders[start..<min(start + Self.ordersAtOnce, orders.count)] {
            writer.write(as: 1) { inner in
              inner.write(key, as: 1)
              inner.write(places[room] ?? 0, as: 2)
            }
          }
        }
      }
  }

  /// Takes a piece over; false: it is not one of these.
  mutating func restore(_ piece: [UInt8]) throws(WireError) -> Bool {
    var reader = try WireReader(encoded: piece)
    guard let field = try reader.next(), [Piece.rooms, Piece.orders].contains(field.number) else { return false }
    var content = try field.fields()
    while let entry = try content.next() {
      if field.number == Piece.rooms, entry.number == 1 {
        if let room = RoomName(try entry.text()), !rooms.contains(room) { rooms.append(room) }
        continue
      }
      var (mark, key, place) = ("", Fingerprint?.none, 0)
      var inner = try entry.fields()
      while let part = try inner.next() {
        switch (field.number, part.number) {
        case (Piece.rooms, 1): mark = try part.text()
        case (Piece.orders, 1): key = try part.fingerprint()
        case (_, 2): place = try part.int()
        default: break
        }
      }
      guard rooms.indices.contains(place) else { throw .impossible("the number of a room") }
      if let key { note(key, rooms[place]) } else { roomOfMark[mark] = rooms[place] }
    }
    return true
  }
}

extension RoomEngine {
  /// The room of this shop that an order event belongs to, as far as is known by now; nil: none.
  public func room(causing event: OrderEvent) -> RoomName? { floor.room(causing: event, at: event.eventTime) }

  /// What a fact of the shop, or of one of its rooms, leads to.
  mutating func effects(of fact: ShopFact, at: StreamTime) -> [RoomEffect] {
    switch fact {
    case .level(let level): return signals(for: stock.consume(.level(level), at: at).findings, at: at)
    case .stage(let report):
      return floor.take(report).flatMap { change in
        let input: InventoryInput =
          switch change {
          case .began(let sku, let time): .presentationStarted(sku, at: time)
          case .ended(let sku, let time): .presentationEnded(sku, at: time)
          }
        return signals(for: stock.consume(input, at: at).findings, at: at)
      }
    }
  }
}
