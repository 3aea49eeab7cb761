internal import InventoryEngine
public import LiveshelfCore

/// Shops: a room without a stream keeps the stock that the rooms sell which name it.
extension RoomRegistry {
  /// Takes rows in and returns when they are durable. Orders, stock and transactions of a room that sells a shop's stock go to
  /// the shop, as this room's; the shop tells the room.
  ///
  /// - Throws: `.unknownRoom`, `.busy`, `.storage`, `.stopped`.
  public func submit(_ intake: RoomIntake, to name: RoomName) async throws(RoomHostError) -> RoomReceipt {
    let room = try entry(name)
    guard let shop = room.wish.setup.shop else { return try await room.room.submit(intake) }
    let keeper = try entry(shop)
    var (own, shared) = (intake, intake)
    own.rows = intake.rows.filter { $0.stockedSKU == nil }
    shared.rows = intake.rows.compactMap { row in
      guard row.stockedSKU != nil else { return nil }
      guard case .order(var event) = row else { return row }
      event.room = name.text
      return .order(event)
    }
    // What was wrong with rows is the room's, whatever they were about.
    shared.unusable = []
    guard !shared.rows.isEmpty else { return try await room.room.submit(own) }
    var receipt = try await keeper.room.submit(shared)
    guard !own.rows.isEmpty || !own.unusable.isEmpty else { return receipt }
    let rest = try await room.room.submit(own)
    receipt.accepted += rest.accepted
    receipt.setAside += rest.setAside
    receipt.repeated += rest.repeated
    receipt.notices += rest.notices
    receipt.durableAt = max(receipt.durableAt, rest.durableAt)
    return receipt
  }

  /// Makes the shop of a room that is to be made, if there is none yet, and has it know the room's products.
  func prepareShop(of setup: RoomSetup, _ catalog: Catalog) async throws(RoomHostError) {
    guard let shop = setup.shop else { return }
    guard shop != setup.name else {
      throw .badRequest(field: "shop", reason: "a room is not its own shop: leave it out")
    }
    guard setup.startTime == nil else {
      throw .badRequest(
        field: "start_time",
        reason: "a rehearsal with older data does not sell a shop's stock: leave out shop or start_time")
    }
    guard let keeper = entries[shop]?.wish.setup else {
      try await create(RoomSetup(name: shop, zone: setup.zone), catalog: catalog)
      return try await start(shop)
    }
    guard keeper.url == nil, keeper.shop == nil else {
      throw .badRequest(
        field: "shop",
        reason: "'\(shop)' is a room with a stream or a shop of its own: name a room without either, or a new one")
    }
    try await teach(shop, catalog)
  }

  /// Has a shop know a room's products too; those that it knows stay as they are.
  func teach(_ shop: RoomName, _ catalog: Catalog) async throws(RoomHostError) {
    let known = try entry(shop).wish.catalog
    let missing = catalog.products.filter { known[$0.sku] == nil }
    if !missing.isEmpty { try await change(Catalog(known.products + missing), in: shop) }
  }

  /// Has every room and its shop tell each other what they know.
  func linkShops() {
    for (name, entry) in entries where entry.link == nil {
      guard let shop = entry.wish.setup.shop else { continue }
      guard let keeper = entries[shop] else {
        surroundings.log(name, "its shop '\(shop)' is not open: the room has no stock until it is made")
        continue
      }
      let link = ShopLink(shop: keeper.room, room: entry.room, bell: bell) { [surroundings] text in
        surroundings.log(name, text)
      }
      entries[name]?.link = Task { await link.run() }
    }
  }

  /// Ends what a room and its shop tell each other.
  func leaveShop(_ entry: Entry) async {
    guard let link = entry.link else { return }
    entries[entry.room.name]?.link = nil
    link.cancel()
    await link.value
  }
}
