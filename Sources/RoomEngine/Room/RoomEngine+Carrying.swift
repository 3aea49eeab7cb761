public import LiveshelfCore

/// A shop's stock goes on from show to show: what one ends with, the next begins with.
extension RoomEngine {
  /// The room keeps the stock that others sell.
  public var isShop: Bool { shop == nil && !floor.rooms.isEmpty }

  /// What the next show of a shop begins with, in pieces that are taken over in this order.
  public var carried: [[UInt8]] {
    stock.checkpoint + floor.checkpoint
  }

  /// Takes over a piece of what the last show ended with, before anything else.
  ///
  /// - Throws: when it cannot be understood.
  public mutating func carryOn(_ piece: [UInt8], at: StreamTime) throws(WireError) {
    if try floor.restore(piece) { return }
    try stock.restore(piece, at: at)
  }
}
