internal import Glibc

/// Triangular filters on the mel scale of Slaney's Auditory Toolbox, each with the area of its band (as librosa's
/// default, which Whisper was trained on).
struct MelFilterBank: Sendable {
  private struct Filter: Sendable {
    var firstBin: Int
    var weights: [Float]
  }

  let count: Int
  private let filters: [Filter]

  /// Filters from 0 Hz to half the sample rate over the bins of a transform of `transformLength` samples.
  init(count: Int, sampleRate: Double, transformLength: Int) {
    let top = Self.mel(hertz: sampleRate / 2)
    let edges = (0..<(count + 2)).map { Self.hertz(mel: top * Double($0) / Double(count + 1)) }
    let binWidth = sampleRate / Double(transformLength)
    filters = (0..<count).map { index in
      let (low, middle, high) = (edges[index], edges[index + 1], edges[index + 2])
      var (firstBin, weights) = (0, [Float]())
      for bin in 0...(transformLength / 2) {
        let frequency = Double(bin) * binWidth
        let weight = min((frequency - low) / (middle - low), (high - frequency) / (high - middle))
        guard weight > 0 else { continue }
        if weights.isEmpty { firstBin = bin }
        weights.append(Float(weight * 2 / (high - low)))
      }
      return Filter(firstBin: firstBin, weights: weights)
    }
    self.count = count
  }

  /// The energy in each filter.
  func apply(to power: [Float], into energies: inout [Float]) {
    for (index, filter) in filters.enumerated() {
      var sum: Float = 0
      for (offset, weight) in filter.weights.enumerated() { sum += weight * power[filter.firstBin + offset] }
      energies[index] = sum
    }
  }

  // Linear below 1 kHz (3 mels to 200 Hz), logarithmic above (27 mels to a factor of 6.4).
  private static func mel(hertz: Double) -> Double {
    hertz < 1000 ? hertz * 3 / 200 : 15 + 27 * log(hertz / 1000) / log(6.4)
  }

  private static func hertz(mel: Double) -> Double {
    mel < 15 ? mel * 200 / 3 : 1000 * exp((mel - 15) * log(6.4) / 27)
  }
}
