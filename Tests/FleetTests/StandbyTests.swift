import Backbone
import BackboneTestSupport
import Fleet
import Foundation
import InventoryEngine
import LiveshelfCore
import RoomEngine
import Rooms
import Storage
import TestSupport
import Testing

/// A room that goes on with what was folded before is the same as one that folds its log anew.
@Suite("Rooms kept ready", .timeLimit(.minutes(5)))
struct StandbyTests {
  private func order(_ number: Int) -> Row {
    .order(
      OrderEvent(
        eventID: "e\(number)", orderID: "o\(number)", type: .created, sku: "A", quantity: 1,
        unitPrice: Money(hundredths: 9900), warehouse: "GZ", eventTime: WallClock.system.now))
  }

  private func submit(_ numbers: ClosedRange<Int>, to room: LiveRoom) async throws {
    _ = try await room.submit(RoomIntake(numbers.map { order($0) }, receivedAt: WallClock.system.now))
  }

  @Test func aFoldThatFollowedIsTheFoldOfTheLog() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let catalog = Catalog([Product(sku: "A", name: "羽绒服")])
    let store = try RoomStore(room: .main, folder: folder)
    let standby = RoomStandby()
    var room = try LiveRoom(store: store, catalog: catalog)
    try await submit(1...20, to: room)
    try standby.advance(through: try store.lastSequence(), of: store)
    try await submit(21...40, to: room)
    // Up to the middle, and then a catalog that makes the show be told anew.
    try standby.advance(through: try store.lastSequence() - 5, of: store)
    try await room.change(Catalog([Product(sku: "A", name: "长款羽绒服"), Product(sku: "B", name: "口红")]))
    try await submit(30...60, to: room)
    try standby.advance(through: try store.lastSequence(), of: store)
    await room.finishCommits()
    // What nobody else has goes when another went on without it.
    let last = try store.lastSequence()
    try store.discard(after: last - 3)
    standby.discard(after: last - 3)

    room = try LiveRoom(store: store, catalog: catalog, standby: standby)
    let prepared = try #require(try await room.engine())
    await room.finishCommits()
    room = try LiveRoom(store: store, catalog: catalog)
    let anew = try #require(try await room.engine())
    await room.finishCommits()
    #expect(prepared.engine.orderCounts == anew.engine.orderCounts)
    #expect(prepared.engine.stockTable == anew.engine.stockTable)
    #expect(prepared.engine.catalog.products == anew.engine.catalog.products)
    #expect(prepared.engine.presentations == anew.engine.presentations)
  }

  @Test func aRoomThatEndsLeavesItsFoldToTheNext() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let catalog = Catalog([Product(sku: "A", name: "羽绒服")])
    let store = try RoomStore(room: .main, folder: folder)
    let standby = RoomStandby()
    var room = try LiveRoom(store: store, catalog: catalog, standby: standby)
    try await submit(1...20, to: room)
    await room.finishCommits()
    // Another owner goes on; what it writes is followed.
    room = try LiveRoom(store: store, catalog: catalog)
    try await submit(15...40, to: room)
    await room.finishCommits()
    try standby.advance(through: try store.lastSequence(), of: store)
    room = try LiveRoom(store: store, catalog: catalog, standby: standby)
    try await submit(35...60, to: room)
    let prepared = try #require(try await room.engine())
    await room.finishCommits()
    room = try LiveRoom(store: store, catalog: catalog)
    let anew = try #require(try await room.engine())
    await room.finishCommits()
    #expect(prepared.engine.orderCounts == anew.engine.orderCounts)
    #expect(prepared.engine.orderCounts.applied == 60)
    #expect(prepared.engine.stockTable == anew.engine.stockTable)
  }
}
