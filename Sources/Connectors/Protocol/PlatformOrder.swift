public import LiveshelfCore

/// An order as a platform tells of it now: not what happened, but how it stands.
public struct PlatformOrder: Hashable, Sendable {
  /// Pieces that are not wanted any more.
  public struct Undoing: Hashable, Sendable {
    /// The platform's id of the cancellation or refund.
    public var id: String
    public var time: WallTime
    public var quantity: Int
    /// The pieces had left: they come back with a parcel, if they do.
    public var isAfterShipping: Bool

    public init(id: String, time: WallTime, quantity: Int, isAfterShipping: Bool) {
      self.id = id
      self.time = time
      self.quantity = quantity
      self.isAfterShipping = isAfterShipping
    }
  }

  public struct Line: Hashable, Sendable {
    public var id: String
    public var sku: SKU
    /// Pieces that were ordered; what was taken back since counts in `undoings`.
    public var quantity: Int
    public var unitPrice: Money?
    /// What is taken off the price of all pieces together.
    public var discount: Money?
    public var warehouse: String
    public var roomMark: String
    public var presaleDue: WallTime?
    /// Pieces that have left, and when the last did.
    public var shipped: Int
    public var shippedAt: WallTime?
    public var undoings: [Undoing]

    public init(
      id: String, sku: SKU, quantity: Int, unitPrice: Money? = nil, discount: Money? = nil, warehouse: String = "",
      roomMark: String = "", presaleDue: WallTime? = nil, shipped: Int = 0, shippedAt: WallTime? = nil,
      undoings: [Undoing] = []
    ) {
      self.id = id
      self.sku = sku
      self.quantity = quantity
      self.unitPrice = unitPrice
      self.discount = discount
      self.warehouse = warehouse
      self.roomMark = roomMark
      self.presaleDue = presaleDue
      self.shipped = shipped
      self.shippedAt = shippedAt
      self.undoings = undoings
    }
  }

  public var id: String
  public var createdAt: WallTime
  /// The platform's time of the last change: an older picture of an order is not believed after a newer one.
  public var updatedAt: WallTime
  public var paidAt: WallTime?
  public var lines: [Line]

  public init(id: String, createdAt: WallTime, updatedAt: WallTime, paidAt: WallTime? = nil, lines: [Line]) {
    self.id = id
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.paidAt = paidAt
    self.lines = lines
  }
}

extension PlatformOrder.Line {
  /// The line as one for each warehouse that serves it. What was sent and taken back is taken from them in their order.
  ///
  /// - Parameter shares: warehouses and their pieces; pieces that none has are the first one's.
  func split(among shares: [(warehouse: String, quantity: Int)]) -> [PlatformOrder.Line] {
    let shares = shares.filter { $0.quantity > 0 }
    guard let first = shares.first else { return [self] }
    guard shares.count > 1 else {
      var line = self
      line.warehouse = first.warehouse
      return [line]
    }
    let told = shares.reduce(0) { $0.saturatingAdd($1.quantity) }
    var lines: [PlatformOrder.Line] = []
    var (shipped, price) = (shipped, discount)
    for (index, share) in shares.enumerated() {
      var line = self
      // The first keeps its name: before the platform has chosen warehouses, the line is one.
      if index > 0 { line.id = "\(id)#\(index + 1)" }
      line.warehouse = share.warehouse
      line.quantity = share.quantity + (index == 0 ? max(0, quantity - told) : 0)
      line.discount = price
      price = nil
      line.shipped = min(shipped, line.quantity)
      shipped -= line.shipped
      line.undoings = []
      lines.append(line)
    }
    for undoing in undoings {
      var left = undoing.quantity
      for index in lines.indices where left > 0 {
        let free = lines[index].quantity - lines[index].undoings.reduce(0) { $0 + $1.quantity }
        let units = min(left, free)
        guard units > 0 else { continue }
        left -= units
        var part = undoing
        part.quantity = units
        lines[index].undoings.append(part)
      }
    }
    return lines
  }
}

extension Int {
  func saturatingAdd(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }
}
