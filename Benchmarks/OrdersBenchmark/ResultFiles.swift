import Foundation
import LiveshelfCore
import RoomEngine

/// Writes what the scorer reads.
struct ResultFiles {
  let folder: URL

  private func write(_ lines: [String], _ name: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: folder.appending(path: name))
  }

  private func text(_ value: Double) -> String { String(format: "%.6f", value) }

  func presentations(_ presentations: [Presentation]) throws {
    try write(
      presentations.map { row in
        "{\"id\":\"\(row.id)\",\"sku\":\"\(row.sku)\",\"start\":\(row.start.seconds),\"end\":\((row.end ?? row.start).seconds),"
          + "\"confidence\":1,\"announced_at\":\(row.announcedAt.seconds)}"
      }, "presentations.jsonl")
  }

  func alignment(_ alignment: ClockAlignment, lag: LagSummary) throws {
    let sources = alignment.estimates.map { row in
      "{\"source\":\"\(row.source)\",\"offset_s\":\(row.offset),\"drift_s_per_hour\":\(row.driftPerHour),"
        + "\"ci95_s\":[\(row.interval.lowerBound),\(row.interval.upperBound)],\"events\":\(row.events)}"
    }
    try write(
      [
        "{\"sources\":[\(sources.joined(separator: ","))],\"order_lag_s\":{\"p10\":\(lag.p10),\"p50\":\(lag.p50),"
          + "\"p90\":\(lag.p90)}}"
      ], "alignment.json")
  }

  func attribution(_ orders: [OrderAttribution]) throws {
    var lines = ["order_id,sku,presentation_id,probability"]
    for order in orders {
      lines.append("\(order.orderID),\(order.sku),,\(text(order.baseline))")
      for cause in order.causes {
        lines.append("\(order.orderID),\(order.sku),\(cause.presentationID),\(text(cause.probability))")
      }
    }
    try write(lines, "attribution.csv")
  }

  func uplift(_ rows: [PresentationUplift]) throws {
    let header =
      "presentation_id,sku,orders,units,baseline_orders,uplift_orders,uplift_lo,uplift_hi,revenue,cancelled_share"
    try write(
      [header]
        + rows.map { row in
          "\(row.presentationID),\(row.sku),\(row.orders),\(text(row.units)),\(text(row.baselineOrders)),"
            + "\(text(row.upliftOrders)),\(row.upliftLow),\(row.upliftHigh),\(row.revenue),\(text(row.cancelledShare))"
        }, "uplift.csv")
  }

  func timeline(_ rows: [TimelineRow], clock: ShowClock) throws {
    let header =
      "bin_start,stream_start,sku,presenting,mentions,orders_created,orders_paid,units,cancelled,refunded,comments,"
      + "baseline_rate,demand_rate,stock_available,stockout_eta_s"
    try write(
      [header]
        + rows.map { row in
          "\(clock.text(of: row.binStart)),\(row.binStart.seconds),\(row.sku),\(row.presenting),\(row.mentions),"
            + "\(row.ordersCreated),\(row.ordersPaid),\(row.units),\(row.cancelled),\(row.refunded),\(row.comments),"
            + "\(row.baselineRate.map(text) ?? ""),\(row.demandRate.map(text) ?? ""),,"
        }, "timeline.csv")
  }
}
