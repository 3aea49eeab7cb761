public import LiveshelfCore

/// A row of plan.csv.
public struct PlanRow: Sendable, Hashable {
  public enum Mode: String, Sendable {
    case regular
    case rush
  }

  public var sku: String
  public var option: String
  public var warehouse: String
  /// Units, 0 or more, in full packs.
  public var quantity: Int
  public var orderBy: WallTime?
  public var mode: Mode
  public var reason: String
  /// Units that buyers of the warehouse's region will ask for until `coverUntil`; nil: not forecast in this row.
  public var demand: DemandQuantiles?
  public var coverUntil: WallTime?
}

/// What will be asked for, in units.
public struct DemandQuantiles: Sendable, Hashable {
  public var p10: Double
  public var p50: Double
  public var p90: Double
}

/// A row of transfers.csv. It leaves at once.
public struct TransferRow: Sendable, Hashable {
  public var sku: String
  public var option: String
  public var from: String
  public var to: String
  public var quantity: Int
}
