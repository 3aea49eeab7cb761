internal import Foundation
internal import SpectralAnalysis

extension MatchedFilter {
  /// The bands in which the level is estimated, hertz: filters change it from one to the next.
  private static let bands: [Range<Int>] = {
    let borders = [150, 250, 420, 700, 1180, 1980, 3340, 7422].map { $0 * MatchedTemplate.frame / 16_000 }
    return zip(borders, borders.dropFirst()).map { max($0, MatchedTemplate.bins.lowerBound)..<$1 }
  }()

  /// Of all the energy that the reference should have left in the stream, the share that is there, 0…1.
  ///
  /// Another sound of the same family has some notes in common with the reference, and misses others. So the level at
  /// which the reference plays is estimated in each band, and then every bin that it should fill, with nothing louder
  /// in the way, is asked whether it has the phase that it should have.
  mutating func presence(
    of template: MatchedTemplate, frames: Int, _ playback: Playback, phase: (real: Float, imaginary: Float),
    in history: SampleHistory
  ) -> Float {
    let width = MatchedTemplate.bins.count
    // Of each frame and bin: the stream's magnitude, the reference's, and the cosine between them.
    var observed = [Float](repeating: 0, count: frames * width)
    var expected = observed
    var cosines = observed
    for frame in 0..<frames {
      let base = frame * width
      forward.transform { block in
        playback.fill(block, frame: frame, from: history)
      } read: { bins in
        template.withPhases(ofFrame: frame) { phases in
          for bin in 0..<width {
            let number = bin + MatchedTemplate.bins.lowerBound
            let (a, b) = (bins[2 * number], bins[2 * number + 1])
            let (c, d) = (phases[2 * bin], phases[2 * bin + 1])
            let magnitude = (a * a + b * b).squareRoot()
            let weight = (c * c + d * d).squareRoot()
            guard magnitude.isFinite, magnitude > 1e-10, weight > 0 else { continue }
            let angle = playback.turn * Double(number)
            let turn = (real: Float(cos(angle)), imaginary: Float(sin(angle)))
            let cross = (real: a * c - b * d, imaginary: a * d + b * c)
            let turned = (
              real: cross.real * turn.real - cross.imaginary * turn.imaginary,
              imaginary: cross.real * turn.imaginary + cross.imaginary * turn.real
            )
            observed[base + bin] = magnitude
            // The weight is m / (m + constant), and m the magnitude times the bin's number.
            expected[base + bin] = weight / (max(1 - weight, 1e-6) * Float(number))
            cosines[base + bin] =
              (turned.real * phase.real + turned.imaginary * phase.imaginary) / (magnitude * weight)
          }
        }
      }
    }
    var (found, wanted): (Float, Float) = (0, 0)
    for band in Self.bands {
      let columns =
        (band.lowerBound - MatchedTemplate.bins.lowerBound)..<(band.upperBound - MatchedTemplate.bins.lowerBound)
      // The gain in least squares, each bin weighted by the inverse of what the stream has there.
      var (projection, norm): (Float, Float) = (0, 0)
      for frame in 0..<frames {
        for bin in columns {
          let index = frame * width + bin
          projection += expected[index] * cosines[index]
          if observed[index] > 0 { norm += expected[index] * expected[index] / observed[index] }
        }
      }
      guard norm > 0, projection > 0 else { continue }
      let gain = projection / norm
      for frame in 0..<frames {
        for bin in columns {
          let index = frame * width + bin
          guard observed[index] > 0 else { continue }
          let number = Float(bin + MatchedTemplate.bins.lowerBound)
          let magnitude = expected[index] * number
          let visible = min(1, gain * expected[index] / observed[index]) * magnitude / (1 + magnitude)
          found += visible * visible * cosines[index]
          wanted += visible * visible
        }
      }
    }
    return wanted > 0 ? max(0, found / wanted) : 0
  }
}
