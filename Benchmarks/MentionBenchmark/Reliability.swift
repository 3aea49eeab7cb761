import Foundation
import LiveshelfCore

/// How well confidences predict truth: a reliability table and the expected calibration error (ten bins).
struct Reliability {
  private struct Bin {
    var count = 0
    var confidence = 0.0
    var right = 0
  }

  private var bins = [Bin](repeating: Bin(), count: 10)
  private var count: Int { bins.reduce(0) { $0 + $1.count } }

  init(_ judged: [(confidence: Double, isTrue: Bool)]) {
    for (confidence, isTrue) in judged {
      let bin = max(0, min(9, Int(confidence * 10)))
      bins[bin].count += 1
      bins[bin].confidence += confidence
      bins[bin].right += isTrue ? 1 : 0
    }
  }

  var expectedCalibrationError: Double {
    bins.reduce(0) { $0 + abs($1.confidence - Double($1.right)) } / Double(max(1, count))
  }

  var table: String {
    var text = "confidence   mentions   mean confidence   share true\n"
    for (index, bin) in bins.enumerated() where bin.count > 0 {
      let share = Double(bin.right) / Double(bin.count)
      let range = String(format: "%.1f–%.1f", Double(index) / 10, Double(index + 1) / 10)
      text += range + String(format: "   %8d   %15.3f   %10.3f\n", bin.count, bin.confidence / Double(bin.count), share)
    }
    return text + String(format: "expected calibration error %.4f of %d", expectedCalibrationError, count)
  }
}

/// The true mentions of a show.
struct ShowTruth: Decodable {
  struct Mention: Decodable {
    var sku: SKU
    var start: Double
    var end: Double
  }

  var mentions: [Mention]

  /// Seconds between the spans of a reported and a true mention that are taken for one.
  private static let tolerance = 1.0

  /// Which of `reported` are true: one to one, the nearest first.
  func judge(_ reported: [LiveshelfCore.Mention]) -> [(confidence: Double, isTrue: Bool)] {
    var pairs: [(distance: Double, report: Int, truth: Int)] = []
    for (report, mention) in reported.enumerated() {
      for (truth, said) in mentions.enumerated() where said.sku == mention.sku {
        let gap = max(said.start, mention.start.seconds) - min(said.end, mention.end.seconds)
        guard gap <= Self.tolerance else { continue }
        pairs.append((abs(said.start + said.end - mention.start.seconds - mention.end.seconds), report, truth))
      }
    }
    pairs.sort { ($0.distance, $0.report, $0.truth) < ($1.distance, $1.report, $1.truth) }
    var (right, taken): (Set<Int>, Set<Int>) = ([], [])
    for pair in pairs where !right.contains(pair.report) && !taken.contains(pair.truth) {
      right.insert(pair.report)
      taken.insert(pair.truth)
    }
    return reported.enumerated().map { ($1.confidence, right.contains($0)) }
  }
}
