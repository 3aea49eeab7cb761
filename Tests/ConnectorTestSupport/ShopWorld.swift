public import Foundation
public import LiveshelfCore
internal import Synchronization

/// A shop that sells, without any platform: orders with lines, gifts, pre-sales, several warehouses, edits, cancellations,
/// refunds in part. What its stock must be follows by naive arithmetic. Everything in it is invented.
public final class ShopWorld: Sendable {
  public struct Undoing: Sendable {
    public var id: String
    public var time: Int64
    public var quantity: Int
    public var isAfterShipping: Bool
  }

  public struct Line: Sendable {
    public var id: String
    public var sku: String
    public var quantity: Int
    /// In hundredths.
    public var price: Int64
    public var isGift = false
    public var presaleDue: Int64?
    /// Which warehouse serves how many pieces; their sum is `quantity`.
    public var shares: [(warehouse: String, quantity: Int)]
    public var shipped = 0
    public var undoings: [Undoing] = []

    public var wanted: Int { quantity - undoings.reduce(0) { $0 + $1.quantity } }
  }

  public struct Order: Sendable {
    public var id: String
    public var room: String
    public var createdAt: Int64
    public var updatedAt: Int64
    public var paidAt: Int64?
    public var shippedAt: Int64?
    public var cancelledAt: Int64?
    public var lines: [Line]
  }

  /// What a platform lets happen.
  public struct Habits: Sendable {
    /// Every piece is a line of its own.
    public var isPiecewise = false
    public var splitsWarehouses = false
    /// One warehouse serves all of an order.
    public var hasOneWarehouse = false
    public var editsQuantities = false
    public var refundsInPart = true
    public var hasPresales = true

    public init() {}
  }

  private struct State {
    var orders: [String: Order] = [:]
    var now: Int64
    var dice: ShopDice
    var count = 0
  }

  public static let start: Int64 = 1_775_822_400
  public static let skus = ["A1", "B2", "C3", "D4"]
  public static let warehouses = ["GZ", "HZ"]
  public static let opening = 100_000

  private let state: Mutex<State>
  private let habits: Habits

  public init(_ habits: Habits, seed: UInt64) {
    self.habits = habits
    state = Mutex(State(now: Self.start, dice: ShopDice(seed)))
  }

  public var now: Int64 { state.withLock { $0.now } }
  /// The shop's time, which goes on between two things that happen: what failed is tried again when it is due.
  public var clock: WallClock {
    let start = ContinuousClock.now
    return WallClock { [self] in
      now * 1_000_000 + Int64((ContinuousClock.now - start) / .microseconds(1))
    }
  }
  public func order(_ id: String) -> Order? { state.withLock { $0.orders[id] } }
  public var orders: [Order] { state.withLock { $0.orders.values.sorted { $0.updatedAt < $1.updatedAt } } }
  public func pass(seconds: Int64) { state.withLock { $0.now += seconds } }

  // MARK: Things happen

  /// One more thing happens.
  ///
  /// - Returns: the order that it happened to, and what: created, paid, shipped, cancelled, refunded or edited.
  public func step() -> (order: String, what: String) {
    state.withLock { state in
      state.now += Int64(1 + state.dice.roll(5))
      let open = state.orders.values.filter { $0.lines.contains { $0.wanted > 0 } }.sorted { $0.id < $1.id }
      guard open.count > 3, state.dice.roll(3) > 0 else { return (create(&state), "created") }
      var order = open[state.dice.roll(open.count)]
      let what = change(&order, &state)
      order.updatedAt = state.now
      state.orders[order.id] = order
      return (order.id, what)
    }
  }

  private func create(_ state: inout State) -> String {
    state.count += 1
    // Beyond 2^53, as platforms number their orders.
    let id = "\(6_917_529_027_641_081_856 + Int64(state.count) * 257)"
    var lines: [Line] = []
    let own = Self.warehouses[state.dice.roll(2)]
    for index in 0..<(1 + state.dice.roll(3)) {
      let quantity = habits.isPiecewise ? 1 : 1 + state.dice.roll(4)
      let first = habits.hasOneWarehouse ? own : Self.warehouses[state.dice.roll(2)]
      var shares = [(warehouse: first, quantity: quantity)]
      if habits.splitsWarehouses, quantity > 1, state.dice.roll(3) == 0 {
        let other = Self.warehouses.first { $0 != first } ?? first
        shares = [(first, quantity - 1), (other, 1)]
      }
      let isGift = index > 0 && state.dice.roll(4) == 0
      lines.append(
        Line(
          id: "\(6_917_529_027_641_081_856 + Int64(state.count) * 257 + Int64(index) + 1)",
          sku: Self.skus[state.dice.roll(Self.skus.count)], quantity: quantity,
          price: isGift ? 0 : Int64(990 + state.dice.roll(20_000)), isGift: isGift, shares: shares))
    }
    if habits.hasPresales, state.dice.roll(6) == 0 {
      for index in lines.indices { lines[index].presaleDue = state.now + 7 * 86_400 }
    }
    let room = ["7301000000000000001", "7301000000000000002", ""][state.dice.roll(3)]
    state.orders[id] = Order(id: id, room: room, createdAt: state.now, updatedAt: state.now, lines: lines)
    return id
  }

  private func change(_ order: inout Order, _ state: inout State) -> String {
    let index = state.dice.roll(order.lines.count)
    let line = order.lines[index]
    switch state.dice.roll(6) {
    case 0, 1:
      guard order.paidAt == nil else { fallthrough }
      order.paidAt = state.now
      return "paid"
    case 2:
      guard order.shippedAt == nil, order.paidAt != nil else { fallthrough }
      order.shippedAt = state.now
      for index in order.lines.indices { order.lines[index].shipped = order.lines[index].wanted }
      return "shipped"
    case 3:
      guard habits.editsQuantities, order.shippedAt == nil, line.wanted > 0 else { fallthrough }
      order.lines[index].quantity += 1
      order.lines[index].shares[0].quantity += 1
      return "edited"
    case 4:
      guard habits.refundsInPart, order.paidAt != nil, line.wanted > 0 else { fallthrough }
      let units = 1 + state.dice.roll(line.wanted)
      undo(&order.lines[index], units, hadLeft: order.shippedAt != nil, at: state.now)
      return "refunded"
    default:
      guard order.shippedAt == nil else {
        order.paidAt = order.paidAt ?? state.now
        return "paid"
      }
      order.cancelledAt = state.now
      for index in order.lines.indices {
        let units = order.lines[index].wanted
        undo(&order.lines[index], units, hadLeft: false, at: state.now)
      }
      return "cancelled"
    }
  }

  private func undo(_ line: inout Line, _ quantity: Int, hadLeft: Bool, at now: Int64) {
    guard quantity > 0 else { return }
    line.undoings.append(
      Undoing(
        id: "\(line.id.dropFirst(9))\(line.undoings.count + 1)", time: now, quantity: quantity,
        isAfterShipping: hadLeft))
  }

  // MARK: Naive arithmetic

  /// What is left, as `SKU/warehouse`: what there was, less what was ordered, and what was taken back before it had left.
  /// Pre-sold pieces are promised out of what is to come.
  public var expected: [String: Int] {
    var left: [String: Int] = [:]
    for sku in Self.skus { for warehouse in Self.warehouses { left["\(sku)/\(warehouse)"] = Self.opening } }
    for line in orders.flatMap(\.lines) where line.presaleDue == nil {
      // What is taken back is taken from the warehouses in their order, whether it had left or not.
      var free = line.shares
      for share in line.shares { left["\(line.sku)/\(share.warehouse)", default: 0] -= share.quantity }
      for undoing in line.undoings {
        var units = undoing.quantity
        for index in free.indices where units > 0 {
          let part = min(units, free[index].quantity)
          free[index].quantity -= part
          units -= part
          if !undoing.isAfterShipping { left["\(line.sku)/\(free[index].warehouse)", default: 0] += part }
        }
      }
    }
    return left
  }
}

/// Numbers by lot that follow from a seed (SplitMix64).
public struct ShopDice: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(_ seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 0 to `sides` − 1.
  public mutating func roll(_ sides: Int) -> Int { Int(next() % UInt64(max(sides, 1))) }
}
