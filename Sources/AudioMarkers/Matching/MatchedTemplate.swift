internal import Foundation
internal import SpectralAnalysis

/// A reference as its matched filter wants it: short pieces, each as weighted phases over frequency.
struct MatchedTemplate: Sendable {
  /// Samples of a piece, of a transform, and the largest lag searched on each side.
  static let piece = 3072
  static let block = 4096
  static let slack = 512
  /// The bins that take part: 150 Hz … 7.4 kHz.
  static let bins = 38..<1900

  /// Samples of the reference.
  let length: Int
  let pieceCount: Int
  /// Of each piece and bin, interleaved real and imaginary: weight × conjugate of the reference's phase.
  private let phases: [Float]
  /// Of each piece: the sum of squared weights.
  let energies: [Float]
  /// Of each piece: the sum of weights.
  let sums: [Float]

  /// - Parameter samples: the reference, of any level.
  init(samples: [Float], transform: inout RealTransform) {
    length = samples.count
    pieceCount = max(1, (samples.count + Self.piece / 2) / Self.piece)
    var spectra: [Float] = []
    for piece in 0..<pieceCount {
      let first = piece * Self.piece
      let last = piece == pieceCount - 1 ? min(samples.count, first + Self.piece + Self.slack) : first + Self.piece
      transform.transform { block in
        for index in block.indices {
          let position = first + index - Self.slack
          let inside = position >= first && position < last
          block[index] = inside ? samples[position] * Self.taper(position - first, of: last - first) : 0
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
    var energies = [Float](repeating: 0, count: pieceCount)
    var sums = [Float](repeating: 0, count: pieceCount)
    for index in magnitudes.indices {
      let magnitude = magnitudes[index]
      let weight = loud > 0 ? magnitude / (magnitude + loud) : 0
      let size = hypot(spectra[2 * index], spectra[2 * index + 1])
      let scale = size > 0 ? weight / size : 0
      spectra[2 * index] *= scale
      spectra[2 * index + 1] *= -scale
      energies[index / width] += weight * weight
      sums[index / width] += weight
    }
    phases = spectra
    self.energies = energies
    self.sums = sums
  }

  /// A Tukey window with flanks of `slack` samples: a cut without it would be a click in the stream and in the
  /// reference, and clicks correlate.
  static func taper(_ index: Int, of count: Int) -> Float {
    let distance = min(index, count - 1 - index)
    guard distance < slack else { return 1 }
    return Float(0.5 - 0.5 * cos(Double.pi * (Double(distance) + 0.5) / Double(slack)))
  }

  /// The sample of the stream, counted from the marker's start, that must have been heard for a piece.
  func samplesNeeded(forPiece piece: Int) -> Int {
    min(length, (piece + 1) * Self.piece) + Self.slack
  }

  /// Calls `body` with the phases of a piece.
  func withPhases(ofPiece piece: Int, _ body: (UnsafeBufferPointer<Float>) -> Void) {
    let width = 2 * Self.bins.count
    phases.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[(piece * width)..<((piece + 1) * width)])) }
  }
}
