import Foundation
import LiveshelfCore
import Rooms

/// A folder that goes away with the run.
struct TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "host-benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: url) }
}

func seconds(since start: ContinuousClock.Instant) -> Double {
  let elapsed = ContinuousClock.now - start
  return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
}

func quantiles(_ values: [Double]) -> String {
  let sorted = values.sorted()
  guard let last = sorted.last else { return "none" }
  func at(_ share: Double) -> Double { sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] }
  return String(
    format: "p50 %.2f ms, p95 %.2f, p99 %.2f, max %.2f", at(0.5) * 1000, at(0.95) * 1000, at(0.99) * 1000, last * 1000)
}

/// Peak resident memory of this process in MB.
func peakMemory() -> Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
  return (Int(line.filter(\.isNumber)) ?? 0) / 1024
}
