internal import Glibc

/// Whisper's input: logarithmic energies in mel bands, 100 frames a second.
struct LogMelSpectrogram {
  static let hop = 160
  let bins: Int
  private let spectrum = FrameSpectrum()
  private let filters: MelFilterBank

  init(bins: Int) {
    self.bins = bins
    filters = MelFilterBank(count: bins, sampleRate: 16_000, transformLength: FrameSpectrum.length)
  }

  /// Frames of a stretch of audio followed by silence.
  func frameCount(samples: Int, silentFrames: Int) -> Int {
    samples / Self.hop + silentFrames
  }

  /// The features in the order that the encoder takes them: band by band, each with all frames.
  ///
  /// As in openai/whisper's `log_mel_spectrogram`: frames centred on every 160th sample, the signal mirrored before its
  /// start, energies below 10⁻¹⁰ raised to it, nothing more than 80 dB below the loudest, then (x + 4) / 4.
  ///
  /// - Parameters:
  ///   - samples: 16 kHz, at least 201.
  ///   - silentFrames: how many frames of silence to append.
  func features(of samples: ArraySlice<Float>, silentFrames: Int, into features: UnsafeMutableBufferPointer<Float>) {
    let frames = frameCount(samples: samples.count, silentFrames: silentFrames)
    let half = FrameSpectrum.length / 2
    // Mirrored start, the samples, silence for the last frames that still see them.
    var signal = (1...half).reversed().map { samples[samples.startIndex + min($0, samples.count - 1)] }
    signal += samples
    signal += repeatElement(0, count: FrameSpectrum.length + Self.hop)
    let heard = min(frames, (samples.count + half) / Self.hop + 1)
    var power = [Float](repeating: 0, count: FrameSpectrum.bins)
    var energies = [Float](repeating: 0, count: bins)
    var loudest: Float = -10
    signal.withUnsafeBufferPointer { signal in
      for frame in 0..<heard {
        let start = frame * Self.hop
        spectrum.power(of: UnsafeBufferPointer(rebasing: signal[start..<(start + FrameSpectrum.length)]), into: &power)
        filters.apply(to: power, into: &energies)
        for bin in 0..<bins {
          let level = log10(max(energies[bin], 1e-10))
          features[bin * frames + frame] = level
          loudest = max(loudest, level)
        }
      }
    }
    let floor = loudest - 8
    for bin in 0..<bins {
      for frame in 0..<heard {
        features[bin * frames + frame] = (max(features[bin * frames + frame], floor) + 4) / 4
      }
      for frame in heard..<max(heard, frames) { features[bin * frames + frame] = (max(-10, floor) + 4) / 4 }
    }
  }
}
