import LiveshelfCore

/// Draws values by lot, the same for the same seed.
struct SeededDice: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 31)
  }

  mutating func text() -> String {
    let pieces = ["", "A", "羽绒服", "\u{0}", "🙏🏽", "e\u{301}", String(repeating: "长", count: 200), "\"\n"]
    return (0..<Int.random(in: 0...3, using: &self)).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
  }

  mutating func int() -> Int { Int(int64()) }

  mutating func int64() -> Int64 {
    [0, 1, -1, .max, .min, Int64(truncatingIfNeeded: next()), Int64.random(in: -1000...1000, using: &self)]
      .randomElement(using: &self) ?? 0
  }

  mutating func double() -> Double {
    [0, -0.0, 1, -1.25, .infinity, .leastNonzeroMagnitude, Double.random(in: -1...1, using: &self)]
      .randomElement(using: &self) ?? 0
  }

  mutating func money() -> Money {
    Money(
      hundredths: int64(),
      currency: [.unspecified, .yuan, Currency("EUR") ?? .yuan].randomElement(using: &self) ?? .yuan)
  }

  mutating func isHeads() -> Bool { Bool.random(using: &self) }
  mutating func wallTime() -> WallTime { WallTime(microseconds: int64()) }
  mutating func streamTime() -> StreamTime { StreamTime(microseconds: int64()) }
  mutating func optional<Value>(_ value: (inout SeededDice) -> Value) -> Value? { isHeads() ? value(&self) : nil }
  mutating func list<Value>(_ value: (inout SeededDice) -> Value) -> [Value] {
    (0..<Int.random(in: 0...4, using: &self)).map { _ in value(&self) }
  }

  mutating func row() -> Row {
    switch RowKind.allCases.randomElement(using: &self) ?? .orders {
    case .orders:
      .order(
        OrderEvent(
          eventID: text(), orderID: text(), lineID: text(),
          type: OrderEventType.allCases.randomElement(using: &self) ?? .paid,
          sku: SKU(text()), option: text(), quantity: int(), unitPrice: optional { $0.money() },
          discount: optional { $0.money() }, region: text(),
          warehouse: text(), source: text(), roomMark: text(), room: text(), presaleDue: optional { $0.wallTime() },
          eventTime: wallTime(), ingestTime: optional { $0.wallTime() }))
    case .stock:
      .stock(
        StockSnapshot(
          time: wallTime(), sku: SKU(text()), option: text(), warehouse: text(), onHand: int(), reserved: int(),
          inTransit: int(),
          arrival: optional { $0.wallTime() }, safetyStock: int(), owed: int()))
    case .transactions:
      .transaction(
        StockTransaction(
          id: text(), time: wallTime(), sku: SKU(text()), option: text(), reason: text(), change()))
    case .comments: .comment(ViewerComment(id: text(), time: wallTime(), text: text()))
    case .clicks:
      .click(
        ExplainEvent(
          sku: SKU(text()), starts: isHeads(), time: wallTime(), ingestTime: optional { $0.wallTime() }))
    }
  }

  private mutating func change() -> StockTransaction.Change {
    switch Int.random(in: 0..<10, using: &self) {
    case 0: .receipt(warehouse: text(), quantity: int())
    case 1: .transfer(from: text(), to: text(), quantity: int(), arrival: optional { $0.wallTime() })
    case 2: .count(warehouse: text(), units: int(), scope: isHeads() ? .full : .cycle)
    case 3: .adjustment(warehouse: text(), units: int())
    case 4: .damage(warehouse: text(), quantity: int())
    case 5: .returnReceived(warehouse: text(), quantity: int(), resellable: int(), orderID: text())
    case 6: .returnToSupplier(warehouse: text(), quantity: int())
    case 7: .assembly(warehouse: text(), quantity: int())
    case 8: .allocation(warehouse: text(), units: int(), channel: text(), until: optional { $0.wallTime() })
    default: .presaleAllowance(warehouse: text(), units: int(), due: optional { $0.wallTime() })
    }
  }

  mutating func utterance() -> Utterance {
    Utterance(
      start: streamTime(), end: streamTime(), detectedAt: streamTime(),
      hypotheses: list { dice in
        Hypothesis(
          tokens: dice.list { SpokenToken(text: $0.text(), start: $0.streamTime(), end: $0.streamTime()) },
          logProbability: dice.double())
      })
  }

  mutating func catalog() -> Catalog {
    Catalog(
      list { dice in
        Product(
          sku: SKU(dice.text()), name: dice.text(), aliases: dice.list { $0.text() }, category: dice.text(),
          listPrice: dice.optional { $0.money() },
          livePrice: dice.optional { $0.money() }, linkNumber: dice.optional { $0.int() },
          options: dice.list { $0.text() },
          parts: dice.list { KitPart(sku: SKU($0.text()), option: $0.text(), quantity: $0.int()) })
      })
  }

  /// Writes a field under a number that no type uses yet.
  mutating func fieldOfALaterVersion() -> (inout WireWriter) -> Void {
    let number = Int.random(in: 900...100_000, using: &self)
    switch Int.random(in: 0..<4, using: &self) {
    case 0:
      let value = int64()
      return { $0.write(Optional(value), as: number) }
    case 1:
      let value = double()
      return { $0.write(Optional(value), as: number) }
    case 2:
      let value = text()
      return { $0.write(value, as: number) }
    default:
      let value = utterance()
      return { $0.write(value, as: number) }
    }
  }
}
