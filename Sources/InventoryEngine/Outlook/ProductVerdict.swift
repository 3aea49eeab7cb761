public import LiveshelfCore

/// How a product stands, in one word; the gravest that holds.
public enum ProductState: String, Hashable, Sendable, Codable, CaseIterable {
  /// Orders promise more than there is.
  case oversold
  /// Nothing is left that could be promised, or the shop takes no more orders.
  case soldOut = "sold_out"
  /// A stock-out is predicted.
  case sellingOut = "selling_out"
  /// One warehouse runs short while another could ship for it.
  case warehouseShort = "warehouse_short"
  /// An order to the supplier is due.
  case short
  case surging, slow, fine
}

extension ProductState {
  /// What the open signals of a product tell: the gravest; `fine`: none tells anything. Whoever knows signals only, such as
  /// the files of a show, says the same as the verdict.
  public init(open types: Set<SignalType>) {
    let gravest: [(SignalType, Self)] = [
      (.oversold, .oversold), (.stockDepleted, .soldOut), (.stockoutPredicted, .sellingOut),
      (.warehouseLow, .warehouseShort), (.replenishmentRecommended, .short), (.demandSurge, .surging),
      (.slowMoving, .slow),
    ]
    self = gravest.first { types.contains($0.0) }?.1 ?? .fine
  }
}

/// What somebody is to do about a product now.
public enum NextStep: Hashable, Sendable {
  case none
  /// Take no more orders, and tell the buyers of so many units.
  case stopSelling(units: Int)
  /// Have another warehouse ship so many units; nil: whichever has them.
  case ship(units: Int, from: String?, insteadOf: String)
  /// The shop refuses orders although so many units should be left.
  case checkStock(units: Int)
  /// Take the link down, and let the host go on to something else.
  case takeDown
  /// Bring the presentation to its end before the stock does.
  case wrapUp
  /// Have a substitute or stock ready.
  case prepare
  case reorder(units: Int)
  /// Leave it off the running order for now.
  case leaveOut
  case markDown

  /// How many units it is about; nil: it names none.
  public var units: Int? {
    switch self {
    case .stopSelling(let units), .ship(let units, _, _), .checkStock(let units), .reorder(let units): units
    case .none, .takeDown, .wrapUp, .prepare, .leaveOut, .markDown: nil
    }
  }

  /// A stable word for programs.
  public var code: String {
    switch self {
    case .none: "none"
    case .stopSelling: "stop_selling"
    case .ship: "ship_from"
    case .checkStock: "check_stock"
    case .takeDown: "take_down"
    case .wrapUp: "wrap_up"
    case .prepare: "prepare"
    case .reorder: "reorder"
    case .leaveOut: "leave_out"
    case .markDown: "mark_down"
    }
  }
}

/// One state and one next step of a product, with their reason and numbers: what every screen, answer and report says.
public struct ProductVerdict: Hashable, Sendable {
  public var state = ProductState.fine
  public var step = NextStep.none
  /// The type of the open signal that it rests on; nil: none.
  public var type: SignalType?
  /// What that signal would say now.
  public var reason: SignalReason?
  /// Whether somebody is to act.
  public var asks = false
  /// Seconds until money is lost, 0: it is being lost; nil: no hurry.
  public var secondsLeft: Double?
  /// The price of the units that it is about.
  public var atStake = Money(hundredths: 0)

  public init() {}
}
