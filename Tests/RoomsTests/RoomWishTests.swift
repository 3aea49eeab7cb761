import Foundation
import LiveshelfCore
import RoomEngine
import Rooms
import TestSupport
import Testing

@Suite("Rooms are kept as they were wished")
struct RoomWishTests {
  private static let catalog = Catalog([
    Product(
      sku: "GIFT", name: "茶礼盒", aliases: ["礼盒", "那一盒"], category: "茶",
      listPrice: Money(hundredths: 29_900, currency: .yuan), livePrice: Money(hundredths: 19_900, currency: .yuan),
      cost: Money(hundredths: 8_000), linkNumber: 3, options: ["红", "黑"],
      parts: [KitPart(sku: "TEA", option: "红", quantity: 2), KitPart(sku: "CUP")]),
    Product(sku: "TEA", name: "红茶", livePrice: Money(hundredths: 5_900, currency: Currency("USD") ?? .unspecified)),
    Product(sku: "CUP", name: "杯子"),
  ])

  @Test("machines share every property of a product")
  func shared() throws {
    let wish = RoomWish(RoomSetup(name: .main), catalog: Self.catalog)
    #expect(try RoomWish(try wish.encoded()).catalog.products == Self.catalog.products)
  }

  @Test("a room that is opened again has its kits and currencies")
  func openedAgain() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for isNew in [true, false] {
      let registry = RoomRegistry(.init(folder: folder), RoomSurroundings(log: { _, _ in }))
      try await registry.open()
      if isNew { try await registry.create(RoomSetup(name: .main), catalog: Self.catalog) }
      // Returns once the room is as it is wished.
      try await registry.start(.main)
      #expect(try await registry.room(.main).engine()?.engine.catalog.products == Self.catalog.products)
      await registry.close()
    }
  }
}
