internal import Foundation
internal import SpectralAnalysis

/// A reference as its matched filter wants it: overlapping frames, each as weighted phases over frequency.
struct MatchedTemplate: Sendable {
  /// Samples of a frame, and from one frame to the next. The frames of 128 ms are long enough to part a stinger's
  /// partials from a voice's, and short enough for the voice's to stand still.
  static let frame = 2048
  static let hop = 1024
  /// The largest lag searched on each side, in samples; beyond it the frames overlap too little.
  static let slack = 400
  /// The bins that take part: 150 Hz … 7.4 kHz.
  static let bins = 19..<950
  /// A Hann window. Its low side lobes keep a loud voice out of the bins beside its partials.
  static let window = (0..<frame).map { Float(0.5 - 0.5 * cos(2 * Double.pi * (Double($0) + 0.5) / Double(frame))) }

  /// Samples of the reference.
  let length: Int
  /// Frame f covers the reference's samples from (f − 1) × hop on: the first one holds the attack in its second half.
  let frameCount: Int
  /// Of each frame and bin, interleaved real and imaginary: weight × conjugate of the reference's phase.
  private let phases: [Float]
  /// Of each frame: the sum of squared weights.
  let energies: [Float]

  /// - Parameter samples: the reference, of any level.
  init(samples: [Float], transform: inout RealTransform) {
    length = samples.count
    frameCount = max(1, samples.count / Self.hop)
    var spectra: [Float] = []
    for frame in 0..<frameCount {
      let first = (frame - 1) * Self.hop
      transform.transform { block in
        for index in block.indices {
          let position = first + index
          block[index] = position >= 0 && position < samples.count ? samples[position] * Self.window[index] : 0
        }
      } read: { bins in
        spectra.append(contentsOf: bins[(2 * Self.bins.lowerBound)..<(2 * Self.bins.upperBound)])
      }
    }
    let width = Self.bins.count
    // A voice falls by about 6 dB an octave: so much more is a high partial worth than a low one of the same level.
    let magnitudes = (0..<spectra.count / 2).map { index in
      hypot(spectra[2 * index], spectra[2 * index + 1]) * Float(index % width + Self.bins.lowerBound)
    }
    let loud = magnitudes.sorted()[magnitudes.count * 9 / 10]
    var energies = [Float](repeating: 0, count: frameCount)
    for index in magnitudes.indices {
      let magnitude = magnitudes[index]
      let weight = magnitude > 0 ? magnitude / (magnitude + loud) : 0
      let size = hypot(spectra[2 * index], spectra[2 * index + 1])
      let scale = size > 0 ? weight / size : 0
      spectra[2 * index] *= scale
      spectra[2 * index + 1] *= -scale
      energies[index / width] += weight * weight
    }
    phases = spectra
    self.energies = energies
  }

  /// How many samples from the marker's start on must have been heard for a frame.
  static func samplesNeeded(forFrame frame: Int) -> Int { (frame - 1) * hop + Self.frame }

  /// Calls `body` with the phases of a frame.
  func withPhases(ofFrame frame: Int, _ body: (UnsafeBufferPointer<Float>) -> Void) {
    let width = 2 * Self.bins.count
    phases.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[(frame * width)..<((frame + 1) * width)])) }
  }
}
