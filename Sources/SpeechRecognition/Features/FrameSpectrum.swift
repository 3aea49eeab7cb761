internal import Glibc

/// The power spectrum of a frame of 400 samples under a periodic Hann window.
///
/// 400 is no power of two, and libavutil's transform has no factor of 25. A direct transform that uses both symmetries
/// of real input (sample n with 400 − n, bin k with 200 − k) costs 40,000 multiplications, a quarter of the plain one,
/// and vectorises over the bins.
struct FrameSpectrum {
  static let length = 400
  static let bins = 201
  /// Bins 0…100, filled up to whole vectors.
  private static let vectors = 13

  private let window: [Float]
  /// By sample 1…199, then by vector: cos and sin of 2πkn/400 for the bins k of the vector.
  private let cosines: [SIMD8<Float>]
  private let sines: [SIMD8<Float>]

  init() {
    let step = 2 * Double.pi / Double(Self.length)
    window = (0..<Self.length).map { Float(0.5 - 0.5 * cos(step * Double($0))) }
    var (cosines, sines) = ([SIMD8<Float>](), [SIMD8<Float>]())
    for sample in 1..<200 {
      for vector in 0..<Self.vectors {
        var (c, s) = (SIMD8<Float>(), SIMD8<Float>())
        for lane in 0..<8 {
          // The angle is reduced in integers, where it is exact.
          let angle = step * Double(sample * (vector * 8 + lane) % Self.length)
          c[lane] = Float(cos(angle))
          s[lane] = Float(sin(angle))
        }
        cosines.append(c)
        sines.append(s)
      }
    }
    self.cosines = cosines
    self.sines = sines
  }

  /// - Parameters:
  ///   - frame: 400 samples.
  ///   - power: gets the 201 squared magnitudes.
  func power(of frame: UnsafeBufferPointer<Float>, into power: inout [Float]) {
    let (first, middle) = (frame[0] * window[0], frame[200] * window[200])
    // Real parts from sums, imaginary parts from differences; samples with even and odd n apart.
    var real = (even: [SIMD8<Float>](repeating: .zero, count: Self.vectors), odd: [SIMD8<Float>]())
    real.odd = real.even
    var imaginary = real
    for sample in 1..<200 {
      let (a, b) = (frame[sample] * window[sample], frame[400 - sample] * window[400 - sample])
      let (sum, difference) = (a + b, a - b)
      let row = (sample - 1) * Self.vectors
      if sample & 1 == 0 {
        for vector in 0..<Self.vectors {
          real.even[vector] += cosines[row + vector] * sum
          imaginary.even[vector] += sines[row + vector] * difference
        }
      } else {
        for vector in 0..<Self.vectors {
          real.odd[vector] += cosines[row + vector] * sum
          imaginary.odd[vector] += sines[row + vector] * difference
        }
      }
    }
    for bin in 0...100 {
      let (vector, lane) = (bin / 8, bin % 8)
      let constant = first + (bin & 1 == 0 ? middle : -middle)
      let (evenReal, oddReal) = (real.even[vector][lane] + constant, real.odd[vector][lane])
      let (evenImaginary, oddImaginary) = (imaginary.even[vector][lane], imaginary.odd[vector][lane])
      power[bin] = square(evenReal + oddReal) + square(evenImaginary + oddImaginary)
      // cos(2π(200−k)n/400) = (−1)^n cos(2πkn/400), and the same with the opposite sign for the sine.
      power[200 - bin] = square(evenReal - oddReal) + square(oddImaginary - evenImaginary)
    }
  }

  private func square(_ value: Float) -> Float { value * value }
}
