import Foundation
import LiveshelfCore
import RoomHost
import RoomWorkers
import Testing

@Suite struct IntakeMessageTests {
  private static let time = WallTime(microseconds: 1_775_822_400_000_001)

  @Test func everyKindOfRowComesOutAsItWentIn() throws {
    let time = Self.time
    let rows: [IntakeRow] = [
      .order(
        OrderEvent(
          eventID: "e1", orderID: "o1", type: .rejectedOutOfStock, sku: "A", option: "红", quantity: 2,
          unitPrice: Money(hundredths: 9900), region: "广东", warehouse: "GZ", source: "live_mini", eventTime: time,
          ingestTime: time + 1)),
      .stock(
        StockSnapshot(
          time: time, sku: "A", warehouse: "GZ", onHand: -5, reserved: 2, inTransit: 9, arrival: time + 60,
          safetyStock: 4, onHandByOption: ["红": -5])),
      .transaction(StockTransaction(id: "R", time: time, sku: "A", .receipt(warehouse: "GZ", quantity: 5))),
      .transaction(StockTransaction(id: "T", time: time, sku: "A", .transfer(from: "GZ", to: "", quantity: 6))),
      .transaction(StockTransaction(id: "C", time: time, sku: "A", .count(warehouse: "", units: 0))),
      .comment(ViewerComment(id: "c", time: time, text: "还有货吗🙏")),
      .click(sku: "A", starts: false, time: time),
    ]
    let message = try IntakeMessage(IntakeMessage(rows: rows, receivedAt: time).encoded())
    #expect(message.rows == rows && message.receivedAt == time)
  }

  @Test(arguments: [
    "", "{}", #"{"received":1,"rows":[{}]}"#,
    #"{"received":1,"rows":[{"transaction":{"id":"T","type":"transfer","sku":"A","warehouse":"GZ","quantity":1,"time":1}}]}"#,
    #"{"received":1,"rows":[{"transaction":{"id":"T","type":"sold","sku":"A","warehouse":"GZ","quantity":1,"time":1}}]}"#,
  ])
  func whatIsNoMessageIsRefused(text: String) {
    #expect(throws: (any Error).self) { try IntakeMessage(Data(text.utf8)) }
  }
}
