public import Foundation
public import Intake
public import LiveshelfCore

/// What to order and to move now, and what will be asked for.
public struct Plan: Sendable {
  public var rows: [PlanRow]
  public var transfers: [TransferRow]
  /// Rows of the input that could not be used.
  public var rejected: [RejectedRow]
  /// What is odd about the input as a whole.
  public var notes: [String]
  /// What the plan is expected to come to, by product that can be ordered.
  var outlooks: [ProductOutlook] = []
  public let offset: ZoneOffset

  /// One product's next days, with the plan's orders and without.
  struct ProductOutlook: Sendable {
    var sku: String
    var with: PlanOutlook
    var without: PlanOutlook
  }

  /// plan.csv and transfers.csv in a folder, which is made if need be.
  public func write(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var text = "sku,option,warehouse,order_qty,order_by,reason,demand_p10,demand_p50,demand_p90,cover_until,mode\n"
    for row in rows {
      let quantiles = row.demand.map { [$0.p10, $0.p50, $0.p90].map(Self.number) } ?? ["", "", ""]
      let fields = [
        Self.quoted(row.sku), Self.quoted(row.option), Self.quoted(row.warehouse), String(row.quantity),
        row.orderBy?.formatted(in: offset) ?? "", Self.quoted(row.reason), quantiles[0], quantiles[1], quantiles[2],
        row.coverUntil?.formatted(in: offset) ?? "", row.mode.rawValue,
      ]
      text += fields.joined(separator: ",") + "\n"
    }
    try Data(text.utf8).write(to: folder.appending(path: "plan.csv"), options: .atomic)
    text = "sku,option,from,to,qty\n"
    for row in transfers {
      text +=
        [
          Self.quoted(row.sku), Self.quoted(row.option), Self.quoted(row.from), Self.quoted(row.to),
          String(row.quantity),
        ]
        .joined(separator: ",") + "\n"
    }
    try Data(text.utf8).write(to: folder.appending(path: "transfers.csv"), options: .atomic)
  }

  /// With at most one decimal.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
  }

  static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

/// A plan in a few numbers.
public struct PlanSummary: Sendable, Codable, Hashable {
  public var cells: Int
  public var orderRows: Int
  public var orderedUnits: Int
  public var rushUnits: Int
  public var transferredUnits: Int
  public var rejectedRows: Int
}

extension Plan {
  public var summary: PlanSummary {
    let ordered = rows.filter { $0.quantity > 0 }
    return PlanSummary(
      cells: rows.count { $0.demand != nil }, orderRows: ordered.count,
      orderedUnits: ordered.reduce(0) { $0 + $1.quantity },
      rushUnits: ordered.reduce(0) { $0 + ($1.mode == .rush ? $1.quantity : 0) },
      transferredUnits: transfers.reduce(0) { $0 + $1.quantity }, rejectedRows: rejected.count)
  }
}
