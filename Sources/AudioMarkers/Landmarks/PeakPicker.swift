internal import Foundation
internal import SpectralAnalysis

/// Turns samples into spectral peaks, frame by frame.
///
/// A peak is the highest point within ±3 bins and ±2 frames and rises well over the mean of the bins around it, which
/// makes the choice independent of level and of any smooth filter. Peaks appear in the order of frames and bins.
struct PeakPicker: ~Copyable {
  /// Peaks kept of one frame, most prominent first.
  static let peaksPerFrame = 5
  /// The least prominence, in powers of two of amplitude.
  static let leastProminence: Float = 1.2
  /// Frames that must follow before a frame's peaks are known.
  static let lookahead = 2
  /// Bins on each side of which the mean is taken, and bins on each side that a peak must overtop.
  private static let surroundings = 24
  private static let reach = 3

  private var transform: RealTransform
  private let window: [Float]
  /// Magnitudes below this count as silence: log2 of the transform's amplitude.
  private let floor: Float
  private var pending: [Float] = []
  /// The log2 magnitudes of the last `2 * lookahead + 1` frames, in a ring.
  private var spectra: [[Float]]
  /// The frames seen so far.
  private(set) var frameCount = 0

  /// - Parameter silence: amplitude of a sine below which nothing is picked.
  init(silence: Float) throws(MarkerError) {
    transform = try Transforms.forward(length: LandmarkScale.window)
    let length = LandmarkScale.window
    window = (0..<length).map { Float(0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(length))) }
    floor = FloatMath.log2(max(silence, 1e-9) * Float(length) / 4)
    spectra = Array(
      repeating: Array(repeating: floor, count: length / 2 + 1), count: 2 * Self.lookahead + 1)
  }

  /// Forgets what came before; the next sample opens frame 0.
  mutating func reset() {
    pending.removeAll(keepingCapacity: true)
    frameCount = 0
    for index in spectra.indices {
      for bin in spectra[index].indices { spectra[index][bin] = floor }
    }
  }

  /// Takes samples that follow the last ones, and appends the peaks that are now certain.
  mutating func consume(_ samples: [Float], into peaks: inout [SpectralPeak]) {
    pending.append(contentsOf: samples)
    var offset = 0
    while pending.count - offset >= LandmarkScale.window {
      measureFrame(at: offset)
      frameCount += 1
      pickPeaks(of: frameCount - 1 - Self.lookahead, into: &peaks)
      offset += LandmarkScale.hop
    }
    pending.removeFirst(offset)
  }

  private mutating func measureFrame(at offset: Int) {
    let slot = frameCount % spectra.count
    let (window, floor) = (window, floor)
    spectra[slot].withUnsafeMutableBufferPointer { spectrum in
      pending.withUnsafeBufferPointer { pending in
        window.withUnsafeBufferPointer { window in
          transform.transform { block in
            for index in 0..<LandmarkScale.window { block[index] = pending[offset + index] * window[index] }
          } read: { bins in
            for bin in 0..<spectrum.count {
              let (real, imaginary) = (bins[2 * bin], bins[2 * bin + 1])
              let power = real * real + imaginary * imaginary
              // NaN and infinity fall to the floor as well.
              let log = power > 1e-20 && power < 1e20 ? 0.5 * FloatMath.log2(power) : floor
              spectrum[bin] = max(log, floor)
            }
          }
        }
      }
    }
  }

  private func pickPeaks(of frame: Int, into peaks: inout [SpectralPeak]) {
    guard frame >= 0 else { return }
    let count = spectra.count
    let first = peaks.count
    let (floor, reach, surroundings) = (floor, Self.reach, Self.surroundings)
    spectra[frame % count].withUnsafeBufferPointer { here in
      var sum: Float = 0
      let lowest = LandmarkScale.bins.lowerBound
      for bin in max(0, lowest - surroundings)...(lowest + surroundings) { sum += here[bin] }
      for bin in LandmarkScale.bins {
        let low = bin - surroundings
        let high = min(bin + surroundings, here.count - 1)
        if bin > lowest {
          if low > 0 { sum -= here[low - 1] }
          if bin + surroundings < here.count { sum += here[high] }
        }
        let value = here[bin]
        guard value > here[bin - 1], value >= here[bin + 1], value > floor + 1 else { continue }
        let prominence = value - sum / Float(high - max(0, low) + 1)
        guard prominence >= Self.leastProminence else { continue }
        var isHighest = true
        for neighbor in (bin - reach)...(bin + reach) where here[neighbor] > value { isHighest = false }
        guard isHighest, isHighestInTime(value, bin: bin, frame: frame) else { continue }
        let (left, right) = (here[bin - 1], here[bin + 1])
        let curvature = left - 2 * value + right
        let shift = curvature < 0 ? 0.5 * (left - right) / curvature : 0
        let cell = LandmarkScale.cell(ofBin: Float(bin) + min(0.5, max(-0.5, shift)))
        peaks.append(SpectralPeak(frame: frame, cell: cell, prominence: prominence, level: value))
      }
    }
    keepMostProminent(of: &peaks, from: first)
  }

  private func isHighestInTime(_ value: Float, bin: Int, frame: Int) -> Bool {
    for distance in 1...Self.lookahead {
      let later = spectra[(frame + distance) % spectra.count]
      let earlier = spectra[(frame - distance + spectra.count) % spectra.count]
      for neighbor in (bin - 1)...(bin + 1) where later[neighbor] > value || earlier[neighbor] >= value {
        return false
      }
    }
    return true
  }

  private func keepMostProminent(of peaks: inout [SpectralPeak], from first: Int) {
    guard peaks.count - first > Self.peaksPerFrame else { return }
    let ranked = peaks[first...].sorted { ($0.prominence, $1.cell) > ($1.prominence, $0.cell) }
    peaks.removeSubrange(first...)
    peaks += ranked.prefix(Self.peaksPerFrame).sorted { $0.cell < $1.cell }
  }
}
