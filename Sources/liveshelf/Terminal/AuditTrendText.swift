import Foundation
import Rooms

/// The data links of many shows, one line a show: whether they get better or worse.
enum AuditTrendText {
  private static let columns: [(name: String, value: @Sendable (ChainAudit) -> Double?)] = [
    ("events", { audit in Double(audit.sources.reduce(0) { $0 + $1.events }) }),
    ("event_to_received_p95_s", { audit in worst(audit) { $0.eventToReceived?.p95 } }),
    ("received_to_durable_p95_s", { audit in worst(audit) { $0.receivedToDurable?.p95 } }),
    ("order_to_signal_p95_s", { $0.orderToSignal?.p95 }),
    ("acknowledged_p95_s", { $0.signalToAcknowledged.values.map(\.p95).max() }),
    ("announced_p50_s", { $0.presentationToAnnounced?.p50 }),
    ("late_share", { audit in share(audit, \.lateShare) }),
    ("repeated_share", { audit in share(audit, \.repeatedShare) }),
    ("longest_gap_s", { audit in worst(audit) { $0.longestGap } }),
    ("worst_clock_s", { audit in worst(audit) { $0.clockOffset.map(abs) } }),
  ]

  private static func worst(_ audit: ChainAudit, _ value: (ChainAudit.Source) -> Double?) -> Double? {
    audit.sources.compactMap(value).max()
  }

  /// Weighted by events.
  private static func share(_ audit: ChainAudit, _ value: (ChainAudit.Source) -> Double) -> Double? {
    let events = audit.sources.reduce(0) { $0 + $1.events }
    guard events > 0 else { return nil }
    return audit.sources.reduce(0) { $0 + value($1) * Double($1.events) } / Double(events)
  }

  static func text(_ audits: [ChainAudit]) -> String {
    let head = ["room", "show"] + columns.map(\.name)
    let lines = audits.map { audit in [audit.room, audit.show] + columns.map { text($0.value(audit)) } }
    var rows = [head] + lines
    if audits.count >= 4 {
      // The newer half against the older one.
      let (older, newer) = (audits.prefix(audits.count / 2), audits.suffix(audits.count / 2))
      rows.append(["", "older half"] + columns.map { text(middle(older.compactMap($0.value))) })
      rows.append(["", "newer half"] + columns.map { text(middle(newer.compactMap($0.value))) })
    }
    let widths = head.indices.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, text in
        let padding = String(repeating: " ", count: widths[column] - DisplayWidth.of(text))
        return column < 2 ? text + padding : padding + text
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private static func middle(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }

  private static func text(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    return value == value.rounded() && value >= 1 ? String(Int(value)) : String(format: "%.3f", value)
  }
}
