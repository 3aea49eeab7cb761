internal import Foundation
internal import SpectralAnalysis

/// Generalised cross-correlation with phase transform (Knapp and Carter 1976) between a stream and a reference.
///
/// Only phases count, not levels: a loud voice spoils the bins that it occupies and no others, a filter changes nothing
/// but the share of bins that are left. The frames' cross-spectra are summed before the inverse transform, so that
/// evidence adds up coherently while the marker plays.
struct MatchedFilter: ~Copyable {
  /// The cross-spectrum summed so far, of one supposed start.
  struct Evidence {
    /// Interleaved real and imaginary parts.
    var spectrum = [Float](repeating: 0, count: 2 * MatchedTemplate.bins.count)
    var frames = 0
    /// The sum over the frames of squared weights.
    var energy: Float = 0
    /// The place in the stream that is supposed, and has been used.
    let playback: Playback

    init(_ playback: Playback) {
      self.playback = playback
    }
  }

  /// A way in which a marker may have been played.
  struct Playback {
    /// The sample of the stream at which it begins.
    var start: Double
    /// Samples of the stream for each sample of the reference: above 1 it plays slowly.
    var stretch = 1.0

    /// What the filter sees of the stream while a frame of the reference plays.
    func fill(_ block: UnsafeMutableBufferPointer<Float>, frame: Int, from history: SampleHistory) {
      let offset = (frame - 1) * MatchedTemplate.hop
      if stretch == 1 {
        history.copy(from: Int(start.rounded(.down)) + offset, into: block)
      } else {
        history.copy(from: start + Double(offset) * stretch, step: stretch, into: block)
      }
      MatchedTemplate.window.withUnsafeBufferPointer { window in
        for index in 0..<min(window.count, block.count) { block[index] *= window[index] }
      }
    }

    /// The turn of phase from one bin to the next by which `fill`, which takes whole samples, comes too early.
    var turn: Double {
      stretch == 1 ? 2 * Double.pi * (start - start.rounded(.down)) / Double(MatchedTemplate.frame) : 0
    }
  }

  /// What the evidence says.
  struct Fit {
    /// The start's correction, in samples of the reference.
    var lag: Double
    /// The correlation's peak in standard deviations of what unrelated noise gives: its square is exponentially
    /// distributed with mean 1 there.
    var strength: Float
  }

  /// Bins of a cell, 31 Hz: about the width of a partial.
  static let cellWidth = 4

  var forward: RealTransform
  private var inverse: InverseTransform
  /// Room for one frame's cross-spectrum, and for the sums over time of each row of cells.
  var cells = [Float](repeating: 0, count: 2 * MatchedTemplate.bins.count)
  var rows = [Float](
    repeating: 0, count: 2 * ((MatchedTemplate.bins.count + cellWidth - 1) / cellWidth))

  init() throws(MarkerError) {
    let forward = try Transforms.forward(length: MatchedTemplate.frame)
    let inverse = try Transforms.inverse(length: MatchedTemplate.frame)
    self.forward = forward
    self.inverse = inverse
  }

  /// Adds the next frame of the template.
  mutating func add(frameOf template: MatchedTemplate, in history: SampleHistory, to evidence: inout Evidence) {
    let frame = evidence.frames
    Self.accumulate(
      template, frame: frame, of: evidence.playback, in: history, with: &forward, into: &evidence.spectrum)
    evidence.energy += template.energies[frame]
    evidence.frames += 1
  }

  static func accumulate(
    _ template: MatchedTemplate, frame: Int, of playback: Playback, in history: SampleHistory,
    with forward: inout RealTransform, into spectrum: inout [Float]
  ) {
    spectrum.withUnsafeMutableBufferPointer { sum in
      forward.transform { block in
        playback.fill(block, frame: frame, from: history)
      } read: { bins in
        template.withPhases(ofFrame: frame) { phases in
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
  }

  /// The best start within the slack.
  mutating func fit(_ evidence: Evidence) -> Fit {
    guard evidence.energy > 0 else { return Fit(lag: 0, strength: 0) }
    let length = MatchedTemplate.frame
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
    return Fit(lag: peak.lag, strength: (peak.power / evidence.energy).squareRoot())
  }
}
