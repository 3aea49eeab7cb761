internal import LiveshelfCore

/// The order events that count, as they came: what clocks, attribution and the timeline need of them, in about 60 bytes each.
/// Twelve hours at thirty events a second are 1.3 million.
struct OrderLog: Sendable {
  private struct Entry {
    var time: Int64
    var ingest: Int64
    var price: Int64
    var discount: Int64
    /// Where the order's id begins in `ids`, and how long it is; only those that are demand have one.
    var idStart: UInt32
    var idLength: UInt16
    var origin: UInt16
    var item: UInt32
    var quantity: Int32
    var type: OrderEventType
  }

  /// Where an event comes from.
  private struct Origin: Hashable {
    var source: String
    var warehouse: String
    var currency: Currency
  }

  private static let none = Int64.min
  /// Warehouses and sources beyond it are taken together.
  private static let mostOrigins = 60_000
  private static let longestID = 1024

  private var entries: [Entry] = []
  private var ids: [UInt8] = []
  private var origins: [Origin] = []
  private var originNumbers: [Origin: UInt16] = [:]
  /// What is ordered.
  private struct Item: Hashable {
    var sku: SKU
    var option: String
  }

  private var items: [Item] = []
  private var itemNumbers: [Item: UInt32] = [:]
  /// Ids of events that are far from the show, by place: messages name them.
  private var farIDs: [Int: String] = [:]

  var isEmpty: Bool { entries.isEmpty }
  var indices: Range<Int> { entries.indices }

  /// - Parameter isFar: its time is far from the show.
  mutating func append(_ event: OrderEvent, isFar: Bool) {
    if isFar { farIDs[entries.count] = event.eventID }
    let isDemand = event.type == .created || event.type == .rejectedOutOfStock
    let id = isDemand ? Array(event.orderID.utf8.prefix(Self.longestID)) : []
    let origin = Origin(
      source: event.source, warehouse: event.warehouse,
      currency: event.unitPrice?.currency ?? event.discount?.currency ?? .unspecified)
    entries.append(
      Entry(
        time: event.eventTime.microseconds, ingest: event.ingestTime?.microseconds ?? Self.none,
        price: event.unitPrice?.hundredths ?? Self.none, discount: event.discount?.hundredths ?? Self.none,
        idStart: UInt32(truncatingIfNeeded: ids.count), idLength: UInt16(id.count), origin: number(of: origin),
        item: number(of: Item(sku: event.sku, option: event.option)), quantity: Int32(clamping: event.quantity),
        type: event.type))
    ids += id
  }

  /// The event, without what nobody asks for again: its region and line.
  subscript(index: Int) -> OrderEvent {
    let entry = entries[index]
    let origin = origins[Int(entry.origin)]
    let item = items[Int(entry.item)]
    let start = Int(entry.idStart)
    func money(_ hundredths: Int64) -> Money? {
      hundredths == Self.none ? nil : Money(hundredths: hundredths, currency: origin.currency)
    }
    return OrderEvent(
      eventID: farIDs[index] ?? "",
      orderID: String(decoding: ids[start..<(start + Int(entry.idLength))], as: UTF8.self), type: entry.type,
      sku: item.sku, option: item.option, quantity: Int(entry.quantity), unitPrice: money(entry.price),
      discount: money(entry.discount), warehouse: origin.warehouse, source: origin.source,
      eventTime: WallTime(microseconds: entry.time),
      ingestTime: entry.ingest == Self.none ? nil : WallTime(microseconds: entry.ingest))
  }

  private mutating func number(of origin: Origin) -> UInt16 {
    if let number = originNumbers[origin] { return number }
    guard origins.count < Self.mostOrigins else { return 0 }
    let number = UInt16(origins.count)
    origins.append(origin)
    originNumbers[origin] = number
    return number
  }

  private mutating func number(of item: Item) -> UInt32 {
    if let number = itemNumbers[item] { return number }
    let number = UInt32(items.count)
    items.append(item)
    itemNumbers[item] = number
    return number
  }
}
