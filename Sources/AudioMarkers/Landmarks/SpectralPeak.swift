/// A point of the spectrogram that stands out from its surroundings in time and frequency.
struct SpectralPeak: Equatable {
  /// The spectrogram's frame.
  var frame: Int
  /// Frequency on `LandmarkScale`, in cells with a fraction.
  var cell: Float
  /// How far it rises over the spectrum around it, in powers of two of amplitude.
  var prominence: Float
  /// Its magnitude: log2 of the transform's amplitude.
  var level: Float
}

/// The grid on which landmarks are measured.
///
/// A window of 64 ms separates a stinger's partials from the harmonics of a voice.
enum LandmarkScale {
  /// Samples of a frame, and from one frame to the next.
  static let window = 1024
  static let hop = 256
  /// Bins of the transform in which peaks are looked for: 125 Hz … 7.5 kHz.
  static let bins = 8...480
  /// Below this bin a cell is one bin wide, above it one per cent of the frequency, so that a change of speed by half
  /// a per cent moves a peak by at most half a cell.
  static let kneeBin: Float = 100

  /// The cell of a bin with a fraction.
  static func cell(ofBin bin: Float) -> Float {
    bin <= kneeBin ? bin : kneeBin + kneeBin * FloatMath.naturalLog(bin / kneeBin)
  }
}
