import Foundation
import RoomEngine

/// How often orders with a given probability really came from a presentation.
struct Calibration {
  /// The true causes of the orders, for those that the scorer counts.
  private let isCaused: [String: Bool]

  /// Nil without the file.
  init?(_ file: URL) throws {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    var causes: [String: Bool] = [:]
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    let header = lines.first?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
    guard let order = header.firstIndex(of: "order_id"), let type = header.firstIndex(of: "event_type"),
      let cause = header.firstIndex(of: "cause")
    else { return nil }
    for line in lines.dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard fields.count >= header.count, fields[type] == "created" else { continue }
      if ["presentation", "countdown", "baseline"].contains(fields[cause]) {
        causes[fields[order]] = fields[cause] != "baseline"
      }
    }
    isCaused = causes
  }

  func table(_ orders: [OrderAttribution]) -> [String] {
    var bins = [(count: Int, stated: Double, caused: Int)](repeating: (0, 0, 0), count: 10)
    for order in orders {
      guard let caused = isCaused[order.orderID] else { continue }
      let bin = min(max(Int(order.presented * 10), 0), 9)
      bins[bin].count += 1
      bins[bin].stated += order.presented
      bins[bin].caused += caused ? 1 : 0
    }
    return ["probability   orders   stated    true"]
      + bins.enumerated().map { index, bin in
        let count = Double(max(bin.count, 1))
        return String(
          format: "%.1f-%.1f     %7d   %6.3f  %6.3f", Double(index) / 10, Double(index + 1) / 10, bin.count,
          bin.stated / count, Double(bin.caused) / count)
      }
  }
}
