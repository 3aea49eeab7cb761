/// A linear classifier over named features: the weights are small whole numbers in a text file that people can read.
///
/// Scores are sums divided by the square root of the number of known features, as in training.
struct LinearModel: Sendable {
  let labels: [String]
  private let bias: [Float]
  private let scale: Float
  /// For each feature where its weights begin and end in `weights`.
  private let ranges: [String: Range<Int>]
  private let weights: [(label: UInt8, weight: Int8)]

  /// Reads the file that the training scripts write; lines that are no weights are left out.
  init(_ bytes: [UInt8]) {
    var labels: [String] = []
    var bias: [Float] = []
    var scale: Float = 1
    var ranges: [String: Range<Int>] = [:]
    var weights: [(label: UInt8, weight: Int8)] = []
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("# ") {
      let fields = line.split(separator: "\t")
      guard fields.count >= 2 else { continue }
      switch fields[0] {
      case "scale": scale = Float(fields[1]) ?? 1
      case "labels": labels = fields.dropFirst().map(String.init)
      case "bias": bias = fields.dropFirst().map { Float($0) ?? 0 }
      default:
        let start = weights.count
        for pair in fields[1].split(separator: " ") {
          let parts = pair.split(separator: ":")
          guard parts.count == 2, let label = UInt8(parts[0]), let weight = Int8(parts[1]), label < labels.count else {
            continue
          }
          weights.append((label, weight))
        }
        ranges[String(fields[0])] = start..<weights.count
      }
    }
    self.labels = labels
    self.bias = bias
    self.scale = scale
    self.ranges = ranges
    self.weights = weights
  }

  /// The score of each label; a feature counts once.
  func scores(_ features: [String]) -> [Float] {
    var sums = [Int](repeating: 0, count: labels.count)
    var known = 0
    var seen: Set<String> = []
    for feature in features {
      guard let range = ranges[feature], seen.insert(feature).inserted else { continue }
      known += 1
      for index in range { sums[Int(weights[index].label)] += Int(weights[index].weight) }
    }
    let norm = 1 / (Float(max(1, known)).squareRoot() * scale)
    return zip(sums, bias).map { Float($0) * norm + $1 / scale }
  }
}
