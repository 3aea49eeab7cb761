import Intake
import LiveshelfCore

/// Everything that is known at the moment of planning, by numbers instead of names.
///
/// A day is 24 hours counted from the moment of planning: day 0 begins now, day −1 ended now. An item is one option of a
/// product; a cell is an item in a warehouse, with the number `item * warehouses.count + warehouse`.
struct PlanData: Sendable {
  let now: WallTime
  let offset: ZoneOffset
  var categories: [String] = []
  var products: [PlanProduct] = []
  /// The product of each item.
  var productOfItem: [Int] = []
  var optionOfItem: [String] = []
  var warehouses: [String] = []
  /// The warehouse of each region's buyers.
  var warehouseOfRegion: [String: Int] = [:]
  /// Factor on the costs of serving and moving from one warehouse to another, `[from][to]`.
  var laneFactor: [[Double]] = []
  /// Days of a transfer, `[from][to]`.
  var laneDays: [[Int]] = []
  var cells: [StockCell] = []
  var lots: [Lot] = []
  var orders = OrderHistory()
  var shows: [Show] = []
  var promotions: [Promotion] = []
  var rejected: [RejectedRow] = []
  /// What is odd about the data as a whole, for people.
  var notes: [String] = []

  init(now: WallTime, offset: ZoneOffset) {
    self.now = now
    self.offset = offset
  }

  var warehouseCount: Int { warehouses.count }
  var itemCount: Int { productOfItem.count }

  func cell(_ item: Int, _ warehouse: Int) -> Int { item * warehouses.count + warehouse }

  /// The day in which a moment lies.
  func day(of time: WallTime) -> Int {
    let days = ((time - now) / 86_400).rounded(.down)
    return Int(max(-100_000, min(100_000, days)))
  }

  /// The hour of the local day, 0..<24.
  func hour(of time: WallTime) -> Double {
    let seconds = Double(time.microseconds) / 1_000_000 + Double(offset.seconds)
    return (seconds / 3600).truncatingRemainder(dividingBy: 24)
  }

  /// 0…6; which day of the week is 0 does not matter.
  func weekday(ofDay day: Int) -> Int {
    let noon = Double(now.microseconds) / 1_000_000 + Double(offset.seconds) + Double(day) * 86_400 + 43_200
    let number = Int((noon / 86_400).rounded(.down)) % 7
    return (number + 7) % 7
  }
}

/// A product with its terms of sale and supply. Money in yuan, shares 0…1, days as in `PlanData`.
struct PlanProduct: Sendable {
  var sku: String
  var name: String
  var category: Int
  var items: Range<Int>
  var price: Double
  var sellFrom: Int?
  var sellUntil: Int?
  var feeShare: Double
  var shipCost: Double
  var returnCost: Double
  var returnShare: Double?
  var resellableShare: Double
  var shelfLifeDays: Int?
  var presaleDays: Int?
  var lostCost: Double
  var servesAcrossRegions: Bool
  var supply: SupplyTerms?

  /// Whether it can be bought on a day.
  func isOnSale(_ day: Int) -> Bool {
    if let sellFrom, day < sellFrom { return false }
    if let sellUntil, day >= sellUntil { return false }
    return true
  }
}

/// A supplier's terms for one product.
struct SupplyTerms: Sendable {
  var leadDays: Double
  var leadDeviation: Double
  var minimum: Int
  var pack: Int
  /// Units made a day; nil: no limit is known.
  var capacity: Int?
  var unitCost: Double
  var rushLeadDays: Double?
  var rushUnitCost: Double
  var orderFee: Double
  var holdingCost: Double
  var salvageValue: Double
  var crossRegionCost: Double
  var transferCost: Double
}

/// Stock of an option in a warehouse.
struct StockCell: Sendable {
  var onHand = 0
  var owed = 0
  /// Last day on which the oldest units can be sold, and how many they are.
  var expiresDay: Int?
  var expiresUnits = 0
}

/// Goods under way.
struct Lot: Sendable {
  var item: Int
  var warehouse: Int
  var units: Int
  /// Nil: not known when it was ordered.
  var placedDay: Int?
  var promisedDay: Int
  var isRush: Bool
  var isTransfer: Bool
}

/// A show of the past or of the schedule, with what was planned and what was heard.
struct Show: Sendable {
  var id: String
  var room: String
  var host: String
  var start: WallTime
  var end: WallTime
  var day: Int
  var planned: [PlannedPresentation] = []
  var heard: [HeardPresentation] = []
  /// The running order is known, not only the slot.
  var hasRunningOrder: Bool { !planned.isEmpty }
}

struct PlannedPresentation: Sendable {
  var sequence: Int
  var product: Int
  var minutes: Double
}

struct HeardPresentation: Sendable {
  var product: Int
  var start: WallTime
  var end: WallTime
}

/// A promotion of some categories, and the merchant's guess by how much their sales grow.
struct Promotion: Sendable {
  var name: String
  var category: Int
  var start: WallTime
  var end: WallTime
  var expectedTimes: Double
}

/// Units asked for and what became of them, line by line.
struct OrderHistory: Sendable {
  /// An order line, or one that was refused since nothing was left.
  struct Line: Sendable {
    var time: WallTime
    var item: Int32
    /// The warehouse of the buyer's region.
    var warehouse: Int32
    var units: Int32
    var source: Int16
    var isRefused: Bool
    var isCancelled: Bool = false
    /// The warehouse that serves it.
    var servedFrom: Int32
  }

  var lines: [Line] = []
  /// The names of sources, by number.
  var sources: [String] = []
  /// The first day with data; 0 when there is none.
  var firstDay = 0
  var returns: [ReturnedParcel] = []
}

/// A return that has been announced, and perhaps arrived.
struct ReturnedParcel: Sendable {
  var item: Int
  var warehouse: Int
  var units: Int
  var requestedDay: Int
  var receivedDay: Int?
  var resellable: Int
  /// Days from the order to the request and to the receipt; nil: the order is not in the files.
  var requestDelay: Double?
  var receiptDelay: Double?
}
