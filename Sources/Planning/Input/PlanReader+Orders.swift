import Foundation
import Intake
import LiveshelfCore

extension PlanReader {
  /// All order files, as one history. Returns when each order was made, in days before now.
  ///
  /// An event seen twice counts once. Events of the future and of products that the catalog does not know are set aside.
  mutating func readOrders(_ urls: [URL], guessesRegions: Bool) throws(IntakeError) -> [String: Double] {
    var seen: Set<String> = []
    var lineOfOrder: [OrderedItem: Int] = [:]
    var placed: [String: Double] = [:]
    var sources: [String: Int16] = [:]
    var pendingRegions: [(line: Int, region: String)] = []
    var servedBy: [String: [Int]] = [:]
    var cancelled: [OrderedItem] = []
    for url in urls {
      var reader = try OrderReader(url)
      while let row = try next(&reader) {
        switch row {
        case .rejected(let rejected): data.rejected.append(rejected)
        case .event(let event):
          guard Self.telling.contains(event.type), event.eventTime < data.now,
            data.now - event.eventTime < Double(Planner.historyDays) * 86_400, seen.insert(event.eventID).inserted
          else { continue }
          guard let item = item(event.sku.text, event.option) else {
            unknownItems += 1
            continue
          }
          let key = OrderedItem(order: event.orderID, item: item)
          if event.type == .cancelled {
            cancelled.append(key)
          } else if event.type == .edited {
            if let line = lineOfOrder[key] { data.orders.lines[line].units = Int32(clamping: event.quantity) }
          } else {
            let served = numberOfWarehouse[event.warehouse] ?? -1
            let source: Int16
            if let known = sources[event.source] {
              source = known
            } else {
              source = Int16(clamping: sources.count)
              sources[event.source] = source
              data.orders.sources.append(event.source)
            }
            if event.type == .created {
              lineOfOrder[key] = data.orders.lines.count
              placed[event.orderID] = (event.eventTime - data.now) / 86_400
              if guessesRegions, served >= 0, !event.region.isEmpty {
                servedBy[event.region, default: []].append(served)
              }
            }
            let own = data.warehouseOfRegion[event.region]
            if own == nil { pendingRegions.append((data.orders.lines.count, event.region)) }
            data.orders.lines.append(
              OrderHistory.Line(
                time: event.eventTime, item: Int32(item), warehouse: Int32(own ?? max(0, served)),
                units: Int32(clamping: event.quantity), source: source, isRefused: event.type != .created,
                servedFrom: Int32(max(0, served))))
          }
        }
      }
    }
    for key in cancelled {
      if let line = lineOfOrder[key] { data.orders.lines[line].isCancelled = true }
    }
    settleRegions(servedBy, pendingRegions)
    if let first = data.orders.lines.min(by: { $0.time < $1.time }) { data.orders.firstDay = data.day(of: first.time) }
    if unknownItems > 0 {
      data.notes.append("\(unknownItems) order lines are of products or options that the catalog does not know")
    }
    return placed
  }

  /// Payments, shipments and refunds tell nothing of demand; returns have a file of their own.
  private static let telling: Set<OrderEventType> = [.created, .rejectedOutOfStock, .cancelled, .edited]

  private struct OrderedItem: Hashable {
    var order: String
    var item: Int
  }

  /// The item of a SKU and an option, without building a key.
  private func item(_ sku: String, _ option: String) -> Int? {
    guard let product = productOfSKU[sku] else { return nil }
    let items = data.products[product].items
    return items.first { data.optionOfItem[$0] == option } ?? (items.count == 1 && option.isEmpty ? items.first : nil)
  }

  /// A file without rows says that nothing was ordered; that is no error.
  private func next(_ reader: inout OrderReader) throws(IntakeError) -> OrderRow? {
    do {
      return try reader.next()
    } catch {
      if case .empty = error { return nil }
      throw error
    }
  }

  /// Without lanes a region belongs to the warehouse that serves most of its orders.
  private mutating func settleRegions(_ servedBy: [String: [Int]], _ pending: [(line: Int, region: String)]) {
    for (region, served) in servedBy where data.warehouseOfRegion[region] == nil {
      var counts = [Int](repeating: 0, count: data.warehouseCount)
      for warehouse in served { counts[warehouse] += 1 }
      if let most = counts.indices.max(by: { (counts[$0], -$0) < (counts[$1], -$1) }) {
        data.warehouseOfRegion[region] = most
      }
    }
    for (line, region) in pending {
      if let own = data.warehouseOfRegion[region] { data.orders.lines[line].warehouse = Int32(own) }
    }
  }
}
