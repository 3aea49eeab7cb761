import LiveshelfCore
import Testing

@testable import RoomEngine

struct ShopFloorTests {
  private let start = WallTime(microseconds: 1_800_000_000_000_000)
  private let one = RoomName("one") ?? .main
  private let other = RoomName("other") ?? .main

  private func report(_ room: RoomName, at seconds: Double, _ shown: [(id: String, sku: SKU, start: Double)])
    -> StageReport
  {
    StageReport(
      room: room, time: start + seconds,
      shown: shown.map { .init(presentationID: $0.id, sku: $0.sku, start: start + $0.start) })
  }

  private func order(_ id: String = "o", _ sku: SKU = "A", mark: String = "") -> OrderEvent {
    OrderEvent(
      eventID: id, orderID: id, type: .created, sku: sku, quantity: 1, unitPrice: nil, roomMark: mark, eventTime: start)
  }

  @Test func theSameReportTwiceChangesNothing() {
    var floor = ShopFloor()
    let first = report(one, at: 5, [("1", "A", 0)])
    #expect(floor.take(first) == [.began("A", at: start)])
    #expect(floor.take(first) == [])
    #expect(floor.take(report(one, at: 9, [])) == [.ended("A", at: start + 9)])
    #expect(floor.take(report(one, at: 10, [])) == [])
  }

  @Test func aProductThatTwoRoomsShowEndsWithTheLast() {
    var floor = ShopFloor()
    #expect(floor.take(report(one, at: 5, [("1", "A", 0)])).count == 1)
    #expect(floor.take(report(other, at: 6, [("1", "A", 6)])) == [])
    #expect(floor.take(report(one, at: 9, [])) == [])
    #expect(
      floor.take(report(other, at: 12, [("2", "B", 12)])) == [.ended("A", at: start + 12), .began("B", at: start + 12)])
  }

  @Test func whoShowsItComesBeforeWhoShowedItAndNobodyAfterTwoMinutes() {
    var floor = ShopFloor()
    _ = floor.take(report(one, at: 5, [("1", "A", 0)]))
    #expect(floor.room(causing: order(), at: start + -1) == nil, "an order from before the presentation is not its")
    #expect(floor.room(causing: order(), at: start + 10) == one)
    _ = floor.take(report(one, at: 20, []))
    _ = floor.take(report(other, at: 30, [("1", "A", 30)]))
    #expect(floor.room(causing: order(), at: start + 25) == one)
    #expect(floor.room(causing: order(), at: start + 40) == other)
    _ = floor.take(report(other, at: 50, []))
    #expect(floor.room(causing: order(), at: start + 60) == other, "the one that ended last")
    #expect(floor.room(causing: order(), at: start + 171) == nil)
    #expect(floor.room(causing: order("o", "B"), at: start + 40) == nil)
  }

  @Test func anOrderStaysInItsRoomAndAMarkTeaches() {
    var floor = ShopFloor()
    var event = order("o", mark: "7311")
    event.room = "one"
    floor.note(event)
    _ = floor.take(report(other, at: 0, [("1", "A", 0)]))
    #expect(floor.room(causing: order("o"), at: start + 10) == one)
    #expect(floor.room(causing: order("p", mark: "7311"), at: start + 10) == one)
    #expect(floor.room(causing: order("q", mark: "other"), at: start + 10) == other)
    #expect(floor.room(causing: order("r", mark: "?"), at: start + 10) == other)
  }
}
