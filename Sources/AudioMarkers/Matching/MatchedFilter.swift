internal import Foundation
internal import SpectralAnalysis

/// Generalised cross-correlation with phase transform (Knapp and Carter 1976) between a stream and a reference.
///
/// Only phases count, not levels: a loud voice spoils the bins that it occupies and no others, a filter changes nothing
/// but the share of bins that are left. The pieces' cross-spectra are summed before the inverse transform, so that
/// evidence adds up coherently while the marker plays.
struct MatchedFilter: ~Copyable {
  /// The cross-spectrum summed so far, of one supposed start.
  struct Evidence {
    /// Interleaved real and imaginary parts.
    var spectrum = [Float](repeating: 0, count: 2 * MatchedTemplate.bins.count)
    var pieces = 0
    /// Sums over the pieces of squared weights, and of weights.
    var energy: Float = 0
    var sum: Float = 0
  }

  /// What the evidence says.
  struct Fit {
    /// The start's correction, in samples.
    var lag: Double
    /// The correlation's peak in standard deviations of what unrelated sound gives: its square is exponentially
    /// distributed with mean 1 there.
    var strength: Float
    /// The peak as a share of what the pure reference would give, 0…1.
    var coherence: Float
  }

  private var forward: RealTransform
  private var inverse: InverseTransform
  private let window = (0..<MatchedTemplate.block).map { MatchedTemplate.taper($0, of: MatchedTemplate.block) }

  init() throws(MarkerError) {
    let forward = try Transforms.forward(length: MatchedTemplate.block)
    let inverse = try Transforms.inverse(length: MatchedTemplate.block)
    self.forward = forward
    self.inverse = inverse
  }

  /// How well the parts of the spectrogram agree with each other that a marker began at `start`.
  ///
  /// The pieces' spectra are cut into narrow cells. If unrelated sounds share partials with the reference, then the
  /// correlation of those cells is strong, but their phases are as random as those of any others. So this asks for
  /// agreement among cells, given the strength of each: its square is exponentially distributed with mean 1 for
  /// unrelated sound, tonal or not, and at most the number of cells for the reference itself.
  mutating func agreement(
    of template: MatchedTemplate, pieces: Int, at start: Double, in history: AudioHistory
  ) -> Float {
    let first = Int(start.rounded(.down))
    let step = 2 * Double.pi * (start - Double(first)) / Double(MatchedTemplate.block)
    let rotation = (real: Float(cos(step)), imaginary: Float(sin(step)))
    let turned = step * Double(MatchedTemplate.bins.lowerBound)
    var sum: (real: Float, imaginary: Float) = (0, 0)
    var squares: Float = 0
    for piece in 0..<pieces {
      var evidence = Evidence()
      evidence.pieces = piece
      add(pieceOf: template, at: first, in: history, to: &evidence)
      var turn = (real: Float(cos(turned)), imaginary: Float(sin(turned)))
      evidence.spectrum.withUnsafeBufferPointer { spectrum in
        var bin = 0
        while bin < MatchedTemplate.bins.count {
          var cell: (real: Float, imaginary: Float) = (0, 0)
          for _ in 0..<min(Self.cellWidth, MatchedTemplate.bins.count - bin) {
            let (a, b) = (spectrum[2 * bin], spectrum[2 * bin + 1])
            cell.real += a * turn.real - b * turn.imaginary
            cell.imaginary += a * turn.imaginary + b * turn.real
            turn = (
              turn.real * rotation.real - turn.imaginary * rotation.imaginary,
              turn.real * rotation.imaginary + turn.imaginary * rotation.real
            )
            bin += 1
          }
          sum.real += cell.real
          sum.imaginary += cell.imaginary
          squares += cell.real * cell.real + cell.imaginary * cell.imaginary
        }
      }
    }
    return squares > 0 ? ((sum.real * sum.real + sum.imaginary * sum.imaginary) / squares).squareRoot() : 0
  }

  /// Bins of a cell, 62 Hz: wider than a partial is, narrower than the distance between two.
  private static let cellWidth = 16

  /// Adds the next piece of the template.
  ///
  /// - Parameter start: the index of the stream's sample at which the marker is supposed to begin.
  mutating func add(
    pieceOf template: MatchedTemplate, at start: Int, in history: AudioHistory, to evidence: inout Evidence
  ) {
    let (piece, window) = (evidence.pieces, window)
    evidence.spectrum.withUnsafeMutableBufferPointer { sum in
      forward.transform { block in
        history.copy(from: start + piece * MatchedTemplate.piece - MatchedTemplate.slack, into: block)
        for index in 0..<block.count { block[index] *= window[index] }
      } read: { bins in
        template.withPhases(ofPiece: piece) { phases in
          let offset = 2 * MatchedTemplate.bins.lowerBound
          for bin in 0..<MatchedTemplate.bins.count {
            let (a, b) = (bins[offset + 2 * bin], bins[offset + 2 * bin + 1])
            let (c, d) = (phases[2 * bin], phases[2 * bin + 1])
            let power = a * a + b * b
            let scale = power > 1e-20 && power < 1e20 ? 1 / power.squareRoot() : 0
            sum[2 * bin] += (a * c - b * d) * scale
            sum[2 * bin + 1] += (a * d + b * c) * scale
          }
        }
      }
    }
    evidence.energy += template.energies[piece]
    evidence.sum += template.sums[piece]
    evidence.pieces += 1
  }

  /// The best start within the slack.
  mutating func fit(_ evidence: Evidence) -> Fit {
    guard evidence.energy > 0 else { return Fit(lag: 0, strength: 0, coherence: 0) }
    let length = MatchedTemplate.block
    let peak: (lag: Double, power: Float) = inverse.transform { block in
      block.update(repeating: 0)
      let offset = 2 * MatchedTemplate.bins.lowerBound
      for index in 0..<evidence.spectrum.count { block[offset + index] = evidence.spectrum[index] }
    } read: { values in
      func power(_ lag: Int) -> Float {
        let index = 2 * (lag & (length - 1))
        return values[index] * values[index] + values[index + 1] * values[index + 1]
      }
      var best = 0
      var highest = power(0)
      for lag in -MatchedTemplate.slack...MatchedTemplate.slack where power(lag) > highest {
        best = lag
        highest = power(lag)
      }
      let (left, right) = (power(best - 1), power(best + 1))
      let curvature = left - 2 * highest + right
      let shift = curvature < 0 ? 0.5 * (left - right) / curvature : 0
      return (Double(best) + Double(min(0.5, max(-0.5, shift))), highest)
    }
    return Fit(
      lag: peak.lag, strength: (peak.power / evidence.energy).squareRoot(),
      coherence: peak.power.squareRoot() / max(evidence.sum, .leastNormalMagnitude))
  }
}
