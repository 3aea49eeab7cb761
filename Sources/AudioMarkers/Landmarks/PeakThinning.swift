/// Which of a reference's peaks its landmarks are made of.
enum PeakThinning {
  /// Frames of a stretch: a quarter of a second.
  private static let framesPerStretch = 16
  /// The bands' upper borders, in cells: whatever a filter leaves of a stinger, one of them is left.
  private static let borders: [Float] = [45, LandmarkScale.cell(ofBin: 160), .infinity]
  /// Peaks kept in each stretch and band.
  private static let quota = 4

  static func stretch(of peak: SpectralPeak) -> Int { peak.frame / framesPerStretch }

  /// The strongest peaks of each stretch and band, in the order of frames and cells.
  ///
  /// Under a voice the strongest survive, and the voice falls by 6 dB an octave; many weak ones would only add chance
  /// matches.
  static func strongest(of peaks: [SpectralPeak]) -> [SpectralPeak] {
    var kept: [SpectralPeak] = []
    var groups: [[SpectralPeak]] = Array(repeating: [], count: borders.count)
    func flush() {
      let chosen = groups.flatMap { group in
        group.sorted { (worth($0), $1.cell) > (worth($1), $0.cell) }.prefix(quota)
      }
      kept += chosen.sorted { ($0.frame, $0.cell) < ($1.frame, $1.cell) }
      for index in groups.indices { groups[index].removeAll() }
    }
    var current = 0
    for peak in peaks {
      if stretch(of: peak) != current {
        flush()
        current = stretch(of: peak)
      }
      groups[borders.firstIndex { peak.cell < $0 } ?? 0].append(peak)
    }
    flush()
    return kept
  }

  private static func worth(_ peak: SpectralPeak) -> Float {
    peak.level + FloatMath.log2(max(peak.cell, 1)) + 0.5 * peak.prominence
  }
}
