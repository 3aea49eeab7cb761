/// When each token was spoken, from the attention of the heads that follow the audio: normalised over the tokens,
/// smoothed by a median of 7 frames, averaged over the heads, and cut by dynamic time warping (as in openai/whisper's
/// word timestamps).
struct TokenAlignment {
  /// The frame (20 ms) at which each token begins, and, last, at which the text ends; ascending.
  let boundaries: [Int]

  /// - Parameters:
  ///   - attention: for each token and the end of the text: heads × frames.
  ///   - heads: how many heads there are.
  ///   - frames: how many frames there are.
  init(attention: [ArraySlice<Float>], heads: Int, frames: Int) {
    let rows = attention.count
    guard rows > 0, frames > 0, heads > 0, attention.allSatisfy({ $0.count == heads * frames }) else {
      boundaries = [Int](repeating: 0, count: max(1, rows))
      return
    }
    var mean = [Float](repeating: 0, count: rows * frames)
    for head in 0..<heads {
      var weights = [Float](repeating: 0, count: rows * frames)
      for row in 0..<rows {
        let source = attention[row]
        let start = source.startIndex + head * frames
        for frame in 0..<frames { weights[row * frames + frame] = source[start + frame] }
      }
      Self.normalize(&weights, rows: rows, frames: frames)
      Self.addMedians(of: weights, rows: rows, frames: frames, to: &mean)
    }
    boundaries = Self.warp(mean, rows: rows, frames: frames)
  }

  /// Mean 0 and standard deviation 1 over the rows, in every frame.
  private static func normalize(_ weights: inout [Float], rows: Int, frames: Int) {
    for frame in 0..<frames {
      var (sum, squares) = (Float(0), Float(0))
      for row in 0..<rows { sum += weights[row * frames + frame] }
      let mean = sum / Float(rows)
      for row in 0..<rows {
        let difference = weights[row * frames + frame] - mean
        squares += difference * difference
      }
      let scale = 1 / max((squares / Float(rows)).squareRoot(), 1e-9)
      for row in 0..<rows { weights[row * frames + frame] = (weights[row * frames + frame] - mean) * scale }
    }
  }

  /// Adds each row's running median of 7 frames; the row is mirrored at its ends.
  private static func addMedians(of weights: [Float], rows: Int, frames: Int, to sum: inout [Float]) {
    var padded = [Float](repeating: 0, count: frames + 16)
    for row in 0..<rows {
      for place in 0..<(frames + 6) {
        let frame = abs(place - 3)
        let mirrored = frame < frames ? frame : max(0, 2 * (frames - 1) - frame)
        padded[place] = weights[row * frames + min(mirrored, frames - 1)]
      }
      padded.withUnsafeBytes { padded in
        for start in stride(from: 0, to: frames, by: 8) {
          let medians = median { padded.loadUnaligned(fromByteOffset: (start + $0) * 4, as: SIMD8<Float>.self) }
          for lane in 0..<min(8, frames - start) { sum[row * frames + start + lane] += medians[lane] }
        }
      }
    }
  }

  /// The median of seven vectors, lane by lane (sorting network of 13 exchanges; Devillard, "Fast median search").
  private static func median(_ load: (Int) -> SIMD8<Float>) -> SIMD8<Float> {
    var (a, b, c, d, e, f, g) = (load(0), load(1), load(2), load(3), load(4), load(5), load(6))
    func exchange(_ low: inout SIMD8<Float>, _ high: inout SIMD8<Float>) {
      let swapped = low .> high
      (low, high) = (low.replacing(with: high, where: swapped), high.replacing(with: low, where: swapped))
    }
    exchange(&a, &f)
    exchange(&a, &d)
    exchange(&b, &g)
    exchange(&c, &e)
    exchange(&a, &b)
    exchange(&d, &f)
    exchange(&c, &g)
    exchange(&c, &d)
    exchange(&d, &g)
    exchange(&e, &f)
    exchange(&b, &e)
    exchange(&b, &d)
    exchange(&d, &e)
    return d
  }

  /// The monotonic path of the highest sum through rows × frames: the first frame of each row on it.
  private static func warp(_ gains: [Float], rows: Int, frames: Int) -> [Int] {
    let width = frames + 1
    var cost = [Float](repeating: .infinity, count: (rows + 1) * width)
    var move = [UInt8](repeating: 2, count: (rows + 1) * width)
    cost[0] = 0
    for row in 1...rows {
      for frame in 1...frames {
        let diagonal = cost[(row - 1) * width + frame - 1]
        let up = cost[(row - 1) * width + frame]
        let left = cost[row * width + frame - 1]
        let (best, direction): (Float, UInt8) =
          diagonal < up && diagonal < left ? (diagonal, 0) : up < diagonal && up < left ? (up, 1) : (left, 2)
        cost[row * width + frame] = best - gains[(row - 1) * frames + frame - 1]
        move[row * width + frame] = direction
      }
    }
    var first = [Int](repeating: 0, count: rows)
    var (row, frame) = (rows, frames)
    while row > 0, frame > 0 {
      first[row - 1] = frame - 1
      switch move[row * width + frame] {
      case 0: (row, frame) = (row - 1, frame - 1)
      case 1: row -= 1
      default: frame -= 1
      }
    }
    return first
  }
}
