/// The newest samples of a stream, addressed by their index from its start.
struct SampleHistory {
  private var samples: [Float] = []
  private(set) var first: Int
  private let capacity: Int

  init(capacity: Int, first: Int = 0) {
    self.capacity = capacity
    self.first = first
  }

  /// The index after the newest sample.
  var end: Int { first + samples.count }

  mutating func append(_ new: some Collection<Float>) {
    samples.append(contentsOf: new)
    // Trimmed seldom, so that moving the rest costs little.
    if samples.count > 2 * capacity {
      let excess = samples.count - capacity
      samples.removeFirst(excess)
      first += excess
    }
  }

  /// Writes the samples from `start` on; zeros where there are none.
  func copy(from start: Int, into block: UnsafeMutableBufferPointer<Float>) {
    samples.withUnsafeBufferPointer { samples in
      let offset = start - first
      if offset >= 0, offset + block.count <= samples.count {
        _ = block.update(fromContentsOf: samples[offset..<offset + block.count])
        return
      }
      for index in 0..<block.count {
        let position = offset + index
        block[index] = position >= 0 && position < samples.count ? samples[position] : 0
      }
    }
  }

  /// Writes the samples at `start`, `start + step`, `start + 2 * step`, … interpolated by a cubic (Catmull and Rom
  /// 1974): it keeps phases, and a loss of level at high frequencies does not matter here. Zeros unless
  /// all of it is there.
  func copy(from start: Double, step: Double, into block: UnsafeMutableBufferPointer<Float>) {
    samples.withUnsafeBufferPointer { samples in
      let origin = start - Double(first)
      let last = origin + Double(block.count) * step
      guard origin >= 1, last < Double(samples.count - 3), let samples = samples.baseAddress else {
        block.update(repeating: 0)
        return
      }
      for index in 0..<block.count {
        let position = origin + Double(index) * step
        let base = Int(position)
        let t = Float(position - Double(base))
        let place = samples + base
        let (a, b, c, d) = (place[-1], place[0], place[1], place[2])
        block[index] = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
      }
    }
  }
}
