import Foundation
import InventoryEngine
import LiveshelfCore
import RoomEngine
import TestSupport

/// A made-up show through the whole engine: products are shown one after the other, each presentation is a pulse of orders,
/// a few come anyhow, and the shop refuses what it has not got.
struct MadeUpShow {
  static let start = WallTime(microseconds: 1_772_971_200_000_000)
  /// Days of orders that are told before the show.
  var daysBefore = 0
  var presentations = 12
  /// Units that each product has when the show begins.
  var stock = 40...400
  /// Presentations, by number, that nothing tells of.
  var unheard: Set<Int> = []
  /// Orders of the last product that come with every ten of the presentation on stage, which it has no part in.
  var alongside = 0
  let seed: UInt64

  private static let products = 10
  static let catalog = Catalog(
    (0..<products).map {
      Product(
        sku: sku($0), name: "product \($0)", category: $0 % 2 == 0 ? "food" : "home",
        livePrice: Money(hundredths: 5900))
    })

  private static func sku(_ number: Int) -> SKU { SKU("P\(number)") }

  /// What came of a run.
  struct Result {
    var signals: [Signal] = []
    var engine: RoomEngine
    var end: Double
    /// What was on stage, heard or not.
    var shown: [(sku: SKU, start: Double, end: Double)]
    fileprivate var asked: [SKU: (units: Int, orders: Int)] = [:]

    /// What the report's calculation orders for one more such show.
    func order(of sku: SKU) -> Int {
      let (units, orders) = asked[sku] ?? (0, 0)
      let left = engine.stockRows(of: sku).reduce(0) { $0 + $1.balance.available + $1.balance.inTransit }
      return ShowNeed(demand: Double(units), unitsPerOrder: Double(units) / Double(max(1, orders))).order(left: left)
    }

    func asked(of sku: SKU) -> Int { asked[sku]?.units ?? 0 }

    /// The situations that were raised.
    var alarms: [Signal] { signals.filter { $0.situation?.phase == .raised } }
  }

  func run() -> Result {
    var dice = Dice(seed: seed)
    var inputs: [RoomInput] = []
    var stocks: [SKU: Int] = [:]
    for number in 0..<Self.products {
      let units = Int.random(in: stock, using: &dice)
      stocks[Self.sku(number)] = units
      inputs.append(
        RoomInput(
          at: StreamTime(seconds: -60),
          .row(
            .stock(
              StockSnapshot(time: Self.start + -60, sku: Self.sku(number), warehouse: "EAST", onHand: units)))))
    }
    var wishes: [(second: Double, sku: SKU, units: Int)] = []
    func wish(_ sku: SKU, _ second: Double) {
      wishes.append((second, sku, dice.uniform() < 0.85 ? 1 : 2))
    }
    let popularity = (0..<Self.products).map { _ in exp(0.7 * dice.normal()) }
    var shown: [(sku: SKU, start: Double, end: Double)] = []
    var second = 20.0
    for place in 0..<presentations {
      let number = place < Self.products ? place : Int.random(in: 0..<Self.products, using: &dice)
      let length = 60 + 60 * dice.uniform()
      if !unheard.contains(place) {
        inputs.append(click(Self.sku(number), starts: true, at: second))
        inputs.append(click(Self.sku(number), starts: false, at: second + length))
      }
      shown.append((Self.sku(number), second, second + length))
      let size = 70 * popularity[number] * exp(0.3 * dice.normal()) * (place < Self.products ? 1 : 0.7)
      for _ in 0..<dice.poisson(mean: size) {
        let at = second + 10 + length * dice.uniform() + dice.exponential(mean: 20)
        wish(Self.sku(number), at)
        if alongside > 0, dice.uniform() * 10 < Double(alongside) { wish(Self.sku(Self.products - 1), at) }
      }
      second += length + 10
    }
    let end = second + 20
    for number in 0..<Self.products {
      for _ in 0..<dice.poisson(mean: 0.3 * popularity[number] * end / 60) {
        wish(Self.sku(number), end * dice.uniform())
      }
    }
    var result = Result(
      engine: RoomEngine(room: .main, catalog: Self.catalog, clock: ShowClock(start: Self.start, offset: .china)),
      end: end, shown: shown)
    for (index, wish) in wishes.sorted(by: { ($0.second, $0.sku.text) < ($1.second, $1.sku.text) }).enumerated() {
      let has = (stocks[wish.sku] ?? 0) >= wish.units
      if has { stocks[wish.sku, default: 0] -= wish.units }
      inputs.append(order("S\(index)", wish.sku, wish.units, has ? .created : .rejectedOutOfStock, at: wish.second))
      let old = result.asked[wish.sku] ?? (0, 0)
      result.asked[wish.sku] = (old.units + wish.units, old.orders + 1)
    }
    inputs += history(&dice)
    inputs += stride(from: 0.0, through: end, by: 1).map { RoomInput(at: StreamTime(seconds: $0), .heard) }
    let limit = StreamTime(seconds: end)
    for input in inputs.enumerated().sorted(by: { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) })
    where input.element.at <= limit {
      for case .signal(let signal) in result.engine.consume(input.element) { result.signals.append(signal) }
    }
    return result
  }

  /// Orders of the days before, told in the minute before the show begins.
  private func history(_ dice: inout Dice) -> [RoomInput] {
    guard daysBefore > 0 else { return [] }
    return (0..<daysBefore * 60).map { index in
      let second = -86_400 * (0.1 + Double(daysBefore) * dice.uniform())
      let sku = Self.sku(Int.random(in: 0..<Self.products, using: &dice))
      return order("H\(index)", sku, 1, .created, at: second, toldAt: -30)
    }
  }

  private func order(
    _ id: String, _ sku: SKU, _ units: Int, _ type: OrderEventType, at second: Double, toldAt: Double? = nil
  ) -> RoomInput {
    RoomInput(
      at: StreamTime(seconds: toldAt ?? second + 1),
      .row(
        .order(
          OrderEvent(
            eventID: id, orderID: id, type: type, sku: sku, quantity: units, unitPrice: Money(hundredths: 5900),
            warehouse: "EAST", eventTime: Self.start + second))))
  }

  private func click(_ sku: SKU, starts: Bool, at second: Double) -> RoomInput {
    RoomInput(
      at: StreamTime(seconds: second + 3),
      .row(.click(ExplainEvent(sku: sku, starts: starts, time: Self.start + second))))
  }
}
