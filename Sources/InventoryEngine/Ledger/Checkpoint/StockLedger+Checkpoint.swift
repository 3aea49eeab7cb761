public import LiveshelfCore

/// A ledger's state in pieces, so that another one goes on where it stands: what a shop's day hands to the next.
///
/// Orders are kept with all their events, so that what comes late, twice or after all changes the right cell; the oldest ones are
/// left out where there are too many. What a forgotten order is told of later is taken as of an order that nobody knew.
public enum LedgerCheckpoint {
  /// Orders that are kept, the newest: with a product each about 40 MB in memory.
  public static let mostOrders = 200_000
  /// Transactions by whose id a repeat is known, the newest.
  static let mostTransactions = 50_000
  /// Single changes of a cell that are kept for counts that come late.
  static let mostChanges = 1024
  /// Orders in a piece.
  static let ordersAtOnce = 2000
  static let eventsAtOnce = 8000

  /// Parts of the format: each piece holds one of them.
  enum Piece {
    static let places = 1
    static let accounts = 2
    static let transactions = 3
    static let orders = 4
    static let events = 5
  }
}

extension StockLedger {
  /// The state, in pieces that are restored in this order.
  ///
  /// - Parameter orders: as many are kept at most.
  public func checkpoint(orders most: Int = LedgerCheckpoint.mostOrders) -> [[UInt8]] {
    func piece(_ number: Int, _ body: (inout WireWriter) -> Void) -> [UInt8] {
      var writer = WireWriter(version: WireFormat.version)
      writer.write(as: number, body)
      return writer.bytes
    }
    var pieces = [
      piece(LedgerCheckpoint.Piece.places) { writer in
        places.write(to: &writer)
        writer.write(sources.names, as: 4)
        writer.write(now, as: 5)
      },
      piece(LedgerCheckpoint.Piece.accounts) { writer in
        for (number, account) in accounts.sorted(by: { $0.key < $1.key }) {
          writer.write(as: 1) { inner in
            inner.write(Int(number), as: 1)
            account.write(to: &inner)
          }
        }
      },
    ]
    let booked = transactions.values.sorted { ($0.time, $0.id) > ($1.time, $1.id) }
      .prefix(LedgerCheckpoint.mostTransactions)
    if !booked.isEmpty {
      pieces.append(piece(LedgerCheckpoint.Piece.transactions) { $0.write(booked.reversed(), as: 1) })
    }
    let kept = keptOrders(most)
    for start in stride(from: 0, to: kept.count, by: LedgerCheckpoint.ordersAtOnce) {
      pieces.append(
        piece(LedgerCheckpoint.Piece.orders) { writer in
          for key in kept[start..<min(start + LedgerCheckpoint.ordersAtOnce, kept.count)] {
            guard let order = lines[key] else { continue }
            writer.write(as: 1) { write(order, key, to: &$0) }
          }
        })
    }
    let ids = Set(kept.flatMap { lines[$0]?.events.map(\.id) ?? [] })
    let events = register.contents(of: ids)
    for start in stride(from: 0, to: events.count, by: LedgerCheckpoint.eventsAtOnce) {
      pieces.append(
        piece(LedgerCheckpoint.Piece.events) { writer in
          for event in events[start..<min(start + LedgerCheckpoint.eventsAtOnce, events.count)] {
            writer.write(as: 1) { inner in
              inner.write(event.id, as: 1)
              inner.write(Int64(bitPattern: event.content), as: 2)
            }
          }
        })
    }
    return pieces
  }

  /// The newest orders, oldest first.
  private func keptOrders(_ most: Int) -> [Fingerprint] {
    let ages = lines.map { key, order in (time: order.events.reduce(Int64.min) { max($0, $1.time) }, key: key) }
    return ages.sorted { ($0.time, $0.key.high, $0.key.low) > ($1.time, $1.key.high, $1.key.low) }
      .prefix(max(0, most)).reversed().map(\.key)
  }

  private func write(_ order: OrderEvents, _ key: Fingerprint, to writer: inout WireWriter) {
    writer.write(key, as: 1)
    writer.write(order.sku, as: 2)
    for event in order.events {
      writer.write(as: 3) { inner in
        inner.write(event.time, as: 1)
        inner.write(Int(event.id), as: 2)
        inner.write(Int(event.quantity), as: 3)
        inner.write(Int(event.cell), as: 4)
        inner.write(Int(event.line), as: 5)
        inner.write(Int(event.source), as: 6)
        inner.write(event.type, as: 7)
        inner.write(event.isPresale, as: 8)
        inner.write(Int(event.room), as: 9)
      }
    }
  }
}

extension WireWriter {
  public mutating func write(_ print: Fingerprint, as field: Int) {
    write(as: field) { inner in
      inner.write(Int64(bitPattern: print.high), as: 1)
      inner.write(Int64(bitPattern: print.low), as: 2)
    }
  }
}

extension WireField {
  public func fingerprint() throws(WireError) -> Fingerprint {
    var (high, low) = (Int64(0), Int64(0))
    var reader = try fields()
    while let field = try reader.next() {
      switch field.number {
      case 1: high = try field.int64()
      case 2: low = try field.int64()
      default: break
      }
    }
    return Fingerprint(high: UInt64(bitPattern: high), low: UInt64(bitPattern: low))
  }

  /// - Throws: when it is beyond the type's range.
  func number<Number: FixedWidthInteger>() throws(WireError) -> Number {
    guard let number = Number(exactly: try int64()) else { throw .impossible("an integer of its range") }
    return number
  }
}
