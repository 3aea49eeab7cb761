import Foundation
import InventoryEngine
import LiveshelfCore
import RoomEngine
import Shows
import Wording

/// What a show came to, for the end of a run.
enum SummaryText {
  static func lines(_ summary: ShowSummary, in folder: String, catalog: Catalog) -> String {
    var lines = [
      "heard \(summary.heard): \(summary.utterances) utterances, \(summary.mentions) product mentions, "
        + "\(summary.markers) markers, \(summary.signals) signals"
    ]
    if summary.orderEvents > 0 {
      lines.append(
        "orders: \(summary.orderEvents) events"
          + (summary.repeatedOrderEvents > 0 ? ", \(summary.repeatedOrderEvents) repeats dropped" : ""))
    }
    if let figures = summary.figures, figures.sold.orders > 0 {
      let sold = figures.sold
      let lost = figures.total { $0.lostSales }
      lines.append(
        "sold: \(sold.units) units in \(sold.orders) orders for \(amount(sold.sales))\(sold.currency.isEmpty ? "" : " " + sold.currency)"
          + (sold.estimated > 0 ? " (\(sold.estimated) orders at the catalog's price)" : "")
          + (lost >= 0.01 ? ", lost for want of stock: \(amount(lost))" : ""))
    }
    if let far = summary.farEvents {
      lines.append(
        "not in the timeline: \(far.count) order events more than \(Int(OrderTimeline.reach / 86_400)) days from the show, "
          + "such as \(far.exampleID); look at the clock of their source, and at the show's start")
    }
    lines += silences(summary, catalog)
    lines += ledger(summary)
    if summary.rejectedRows > 0 { lines.append("skipped \(summary.rejectedRows) rows of the input files") }
    if summary.lostSeconds > 0 {
      lines.append("the stream lost \((summary.lostSeconds * 10).rounded() / 10) s of sound")
    }
    lines.append("presentations:")
    for presentation in summary.presentations {
      let end = presentation.end ?? summary.heard
      let name = catalog[presentation.sku]?.name ?? presentation.sku.text
      lines.append(
        "  \(short(presentation.start)) – \(short(end))  \(DisplayWidth.fitted(name, to: 24)) \(Int((presentation.confidence * 100).rounded())) %"
      )
    }
    if summary.presentations.isEmpty { lines.append("  none") }
    lines.append("results in \(folder): \(summary.files.joined(separator: ", "))")
    return lines.joined(separator: "\n")
  }

  /// What was not heard and not sold: nobody looks for what is not there.
  private static func silences(_ summary: ShowSummary, _ catalog: Catalog) -> [String] {
    let wording = Wording(.en)
    var lines: [String] = []
    let heard = summary.heard.seconds
    if summary.utterances == 0, heard >= leastHeard {
      lines.append("attention: \(wording.nothingSaid(in: heard))")
    } else if summary.mentions == 0, heard >= leastHeard {
      lines.append("attention: \(wording.nothingNamed(in: heard, products: catalog.products.count))")
    } else {
      let stretches = summary.silences.prefix(mostStretches)
      lines += stretches.map { "attention: \(wording.stretch(without: $0.missing, from: $0.start, to: $0.end))" }
      let rest = summary.silences.count - stretches.count
      if rest > 0 { lines.append("attention: and \(rest) more such stretches") }
    }
    let orders = summary.orderSKUs
    if orders.all > 0, orders.known == 0 {
      lines.append(
        "attention: \(wording.sentence(of: .unknownProducts(orders: orders.all)))"
          + (orders.unknown.map { " One is \($0)." } ?? ""))
    }
    return lines
  }

  /// Seconds of a show of which something must have been heard.
  private static let leastHeard = 30.0
  private static let mostStretches = 5

  /// Where the stock does not fit together.
  private static func ledger(_ summary: ShowSummary) -> [String] {
    guard !summary.differences.isEmpty || !summary.remarks.isEmpty else { return [] }
    let differences = summary.differences.map {
      "\(place($0.cell)): \($0.counted) counted at \($0.time.formatted(in: .china)), \($0.expected) by the ledger"
    }
    let remarks = summary.remarks.map { remark in
      (remark.notice.cell.map { "\(place($0)): " } ?? "") + (remark.notice.causeID.map { "\($0): " } ?? "")
        + remark.notice.text(in: .china) + (remark.count > 1 ? " (\(remark.count) times)" : "")
    }
    let all = differences + remarks
    return ["the ledger:"] + all.prefix(mostRemarks).map { "  \($0)" }
      + (all.count > mostRemarks ? ["  and \(all.count - mostRemarks) more"] : [])
  }

  private static let mostRemarks = 12

  private static func place(_ cell: StockCell) -> String {
    cell.warehouse.isEmpty ? cell.sku.text : "\(cell.sku) in \(cell.warehouse)"
  }

  static func json(_ summary: ShowSummary) throws -> String {
    struct Text: Encodable {
      var heard_s: Double
      var utterances, mentions, markers, signals, presentations: Int
      var order_events, repeated_order_events, far_order_events, rejected_rows, stock_differences, ledger_remarks: Int
      var lost_s: Double
      var without_speech_s, without_names_s: Double
      var orders_of_unknown_skus: Int
      var figures: FiguresRecord?
      var files: [String]
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = Text(
      heard_s: summary.heard.seconds, utterances: summary.utterances, mentions: summary.mentions,
      markers: summary.markers, signals: summary.signals, presentations: summary.presentations.count,
      order_events: summary.orderEvents, repeated_order_events: summary.repeatedOrderEvents,
      far_order_events: summary.farEvents?.count ?? 0,
      rejected_rows: summary.rejectedRows, stock_differences: summary.differences.count,
      ledger_remarks: summary.remarks.reduce(0) { $0 + $1.count },
      lost_s: (summary.lostSeconds * 1000).rounded() / 1000, without_speech_s: seconds(without: .speech, summary),
      without_names_s: seconds(without: .names, summary),
      orders_of_unknown_skus: summary.orderSKUs.all - summary.orderSKUs.known,
      figures: summary.figures.map { FiguresRecord($0) },
      files: summary.files)
    return String(decoding: try encoder.encode(text), as: UTF8.self)
  }

  private static func seconds(without missing: MissedHearing, _ summary: ShowSummary) -> Double {
    summary.silences.filter { $0.missing == missing }.reduce(0) { $0 + ($1.end - $1.start) }
  }

  private static func amount(_ value: Double) -> String { String(format: "%.2f", value) }

  private static func short(_ time: StreamTime) -> String {
    let text = String("\(time)".dropLast(4))
    return String(repeating: " ", count: max(0, 7 - text.count)) + text
  }
}
