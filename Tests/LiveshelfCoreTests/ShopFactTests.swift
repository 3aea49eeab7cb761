import LiveshelfCore
import Testing

struct ShopFactTests {
  @Test(arguments: [
    ShopFact.level(
      StockLevel(
        time: WallTime(microseconds: 5),
        row: StockRow(
          cell: StockCell(sku: "A", option: "红", warehouse: "GZ"),
          balance: StockBalance(
            onHand: -3, reserved: 2, reservedElsewhere: 1, inTransit: 4, arrival: WallTime(microseconds: 7),
            safetyStock: 6, owed: 8, returning: 9, presaleAllowance: 10)))),
    .stage(
      StageReport(
        room: .main, time: WallTime(microseconds: 5),
        shown: [
          .init(presentationID: "p1", sku: "A", start: WallTime(microseconds: -5)),
          .init(presentationID: "", sku: "", start: WallTime(microseconds: 0)),
        ])),
    .stage(StageReport(room: .main, time: WallTime(microseconds: 0), shown: [])),
  ])
  func aFactComesBackFromItsBytes(_ fact: ShopFact) throws {
    #expect(try ShopFact(encoded: fact.encoded()) == fact)
  }

  @Test func damagedBytesAreRefused() throws {
    let bytes = ShopFact.stage(
      StageReport(room: .main, time: WallTime(microseconds: 5), shown: [])
    ).encoded()
    for count in 0..<bytes.count {
      #expect(throws: WireError.self) { try ShopFact(encoded: Array(bytes.prefix(count))) }
    }
  }
}
