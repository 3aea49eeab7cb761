internal import Glibc

/// The most probable next tokens, from the decoder's logits.
struct TokenDistribution {
  struct Choice {
    var token: Int
    var logProbability: Float
  }

  /// Minus infinity for tokens that must not come, zero for the others.
  private let mask: [Float]
  private let maskAtStart: [Float]
  private var scores: [Float]

  init(_ description: ModelDescription) {
    var mask = [Float](repeating: 0, count: description.vocabulary)
    for token in description.suppressed { mask[token] = -.infinity }
    for token in (description.tokens.endOfText + 1)..<max(description.tokens.endOfText + 1, description.vocabulary) {
      mask[token] = -.infinity
    }
    self.mask = mask
    for token in description.suppressedAtStart { mask[token] = -.infinity }
    maskAtStart = mask
    scores = [Float](repeating: 0, count: description.vocabulary)
  }

  /// The `count` most probable tokens, best first, with their log probabilities among the tokens that may come.
  mutating func best(
    _ count: Int, of logits: UnsafeBufferPointer<Float>, atStart: Bool
  ) -> [Choice] {
    let total = logSum(of: logits, atStart: atStart)
    return scores.withUnsafeBufferPointer { scores in
      var heap: [Choice] = []
      heap.reserveCapacity(count + 1)
      var threshold = -Float.infinity
      for token in scores.indices where scores[token] > threshold {
        // Insertion into a short sorted list: few tokens pass the threshold after the first thousand.
        let choice = Choice(token: token, logProbability: scores[token])
        var place = heap.count
        while place > 0, heap[place - 1].logProbability < choice.logProbability { place -= 1 }
        heap.insert(choice, at: place)
        if heap.count > count { heap.removeLast() }
        if heap.count == count { threshold = heap[count - 1].logProbability }
      }
      return heap.map { Choice(token: $0.token, logProbability: $0.logProbability - total) }
    }
  }

  /// The log probability of one token among those that may come.
  mutating func logProbability(
    of token: Int, in logits: UnsafeBufferPointer<Float>, atStart: Bool
  ) -> Float {
    let total = logSum(of: logits, atStart: atStart)
    return scores[token] - total
  }

  /// Applies the mask, and gives the logarithm of the sum of the exponentials.
  private mutating func logSum(of logits: UnsafeBufferPointer<Float>, atStart: Bool) -> Float {
    let mask = atStart ? maskAtStart : self.mask
    return scores.withUnsafeMutableBufferPointer { scores in
      mask.withUnsafeBufferPointer { mask in
        var highest = -Float.infinity
        for token in scores.indices {
          let score = logits[token] + mask[token]
          scores[token] = score
          if score > highest { highest = score }
        }
        guard highest > -.infinity, let base = scores.baseAddress else { return 0 }
        var sums = SIMD8<Float>.zero
        let whole = scores.count / 8 * 8
        for token in stride(from: 0, to: whole, by: 8) {
          let values = UnsafeRawPointer(base + token).loadUnaligned(as: SIMD8<Float>.self)
          sums += exponential(values - highest)
        }
        var sum = sums.sum()
        for token in whole..<scores.count { sum += exp(scores[token] - highest) }
        return highest + log(sum)
      }
    }
  }
}

/// e^x for −87 < x ≤ 0, relative error below 10⁻⁶; nearly zero below. 2^n by the exponent bits, the rest by a polynomial.
@inline(__always)
private func exponential(_ x: SIMD8<Float>) -> SIMD8<Float> {
  let clamped = x.replacing(with: -87, where: x .< -87)
  let scaled = clamped * 1.442_695_04
  // Adding 1.5 · 2²³ rounds to an integer, which then stands in the lowest bits.
  let rounding = SIMD8<Float>(repeating: 12_582_912)
  let rounded = scaled + rounding
  let rest = (scaled - (rounded - rounding)) * 0.693_147_18
  var polynomial = SIMD8<Float>(repeating: 1 / 720)
  polynomial = polynomial * rest + 1 / 120
  polynomial = polynomial * rest + 1 / 24
  polynomial = polynomial * rest + 1 / 6
  polynomial = polynomial * rest + 1 / 2
  polynomial = polynomial * rest + 1
  polynomial = polynomial * rest + 1
  let whole = unsafeBitCast(rounded, to: SIMD8<Int32>.self) &- 0x4B40_0000
  return polynomial * unsafeBitCast((whole &+ 127) &<< 23, to: SIMD8<Float>.self)
}
