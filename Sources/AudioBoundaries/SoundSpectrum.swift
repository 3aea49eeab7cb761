internal import Foundation
internal import SpectralAnalysis

/// A frame of sound: its level and its power spectrum.
struct SoundFrame {
  /// Mean power in decibels below full scale, at least −100.
  var level: Float
  /// Decibels of each bin from 0 Hz to 8 kHz, in steps of 15.6 Hz.
  var decibels: [Float]
  /// Geometric over arithmetic mean of the power between 300 Hz and 6 kHz: 0 for a tone, about 0.56 for noise.
  var flatness: Float
}

/// Cuts sound into frames of 64 ms, one every 32 ms.
struct SoundSpectrum: ~Copyable {
  static let window = 1024
  static let hop = 512
  static let hopSeconds = Double(hop) / 16_000
  private static let flatnessBins = 20..<384

  private var transform: RealTransform
  private let weights: [Float]

  init() throws(BoundaryError) {
    do {
      transform = try RealTransform(length: Self.window)
    } catch {
      throw .noTransform(error.description)
    }
    weights = (0..<Self.window).map { index in
      Float(0.5 - 0.5 * cos(2 * Double.pi * Double(index) / Double(Self.window)))
    }
  }

  /// - Parameter samples: `window` samples; those that are no numbers count as silence.
  mutating func frame(_ samples: ArraySlice<Float>) -> SoundFrame {
    var energy: Float = 0
    let clean = samples.map { abs($0) < 1e4 ? $0 : 0 }
    for value in clean { energy += value * value }
    let power = transform.transform { block in
      for index in clean.indices { block[index] = clean[index] * weights[index] }
    } read: { (bins: UnsafeBufferPointer<Float>) -> [Float] in
      (0...Self.window / 2).map { bin in
        let (real, imaginary) = (bins[2 * bin], bins[2 * bin + 1])
        return real * real + imaginary * imaginary + 1e-10
      }
    }
    let decibels = power.map { (value: Float) -> Float in 10 * log10(value) }
    var (sum, logarithms): (Float, Float) = (0, 0)
    for bin in Self.flatnessBins {
      sum += power[bin]
      logarithms += decibels[bin]
    }
    let count = Float(Self.flatnessBins.count)
    let geometricMean: Float = pow(10, logarithms / count / 10)
    let level: Float = 10 * log10(energy / Float(Self.window) + 1e-10)
    return SoundFrame(level: max(-100, level), decibels: decibels, flatness: geometricMean / (sum / count))
  }
}
