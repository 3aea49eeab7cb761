import Foundation
import Rooms

/// An audit for the terminal.
enum AuditText {
  static func text(_ audit: ChainAudit, answers: Spread?) -> String {
    var lines = ["Data links of show \(audit.show) in room \(audit.room) (p50 / p95 / p99 / max)", ""]
    lines.append(row(["source", "events", "event → received", "received → durable", "clock", "late", "twice", "gap"]))
    for source in audit.sources {
      lines.append(
        row([
          source.source.isEmpty ? "(none)" : source.source, "\(source.events)", spread(source.eventToReceived),
          spread(source.receivedToDurable),
          source.clockOffset.map { String(format: "%+.2f s", $0) } ?? "unknown", percent(source.lateShare),
          percent(source.repeatedShare), duration(source.longestGap),
        ]))
    }
    if audit.sources.isEmpty { lines.append("  no orders came") }
    lines.append("")
    lines.append("order received → signal durable   \(spread(audit.orderToSignal))")
    for (sink, wait) in audit.signalToAcknowledged.sorted(by: { $0.key < $1.key }) {
      lines.append("signal → acknowledged by \(sink)   \(spread(wait))")
    }
    lines.append("signals raised                    \(audit.signals)")
    lines.append("")
    lines.append("What a merchant asks, as measured here (p50 / p95)")
    let update = audit.sources.compactMap(\.eventToReceived).max { $0.count < $1.count }
    lines.append("  sales data are up to date after        \(short(update))")
    lines.append("  a product on stage is noticed after    \(short(audit.presentationToAnnounced))")
    lines.append("  a hit is answered with a signal after  \(short(audit.orderToSignal))")
    lines.append("  a viewer's question is answered after  \(short(answers))")
    return lines.joined(separator: "\n")
  }

  private static let widths = [14, 8, 36, 36, 10, 7, 7, 9]

  private static func row(_ cells: [String]) -> String {
    zip(cells, widths).map { cell, width in
      cell + String(repeating: " ", count: max(1, width - cell.reduce(0) { $0 + DisplayWidth.of($1) }))
    }.joined()
  }

  private static func spread(_ spread: Spread?) -> String {
    guard let spread else { return "no data" }
    return [spread.p50, spread.p95, spread.p99, spread.max].map(duration).joined(separator: " / ")
  }

  private static func short(_ spread: Spread?) -> String {
    spread.map { "\(duration($0.p50)) / \(duration($0.p95))" } ?? "no data"
  }

  private static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }

  private static func duration(_ seconds: Double) -> String {
    switch abs(seconds) {
    case ..<0.001: String(format: "%.2f ms", seconds * 1000)
    case ..<1: String(format: "%.0f ms", seconds * 1000)
    case ..<120: String(format: "%.1f s", seconds)
    default: String(format: "%.0f min", seconds / 60)
    }
  }
}
