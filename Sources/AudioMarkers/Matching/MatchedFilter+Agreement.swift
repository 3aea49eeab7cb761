internal import Foundation
internal import SpectralAnalysis

extension MatchedFilter {
  /// How unanimous the evidence is. The squares of both are about exponentially distributed with mean 1 for unrelated
  /// sound.
  struct Agreement {
    /// Among cells of time and frequency; at most the square root of their number.
    var cells: Float
    /// Among frequencies, each summed over time: what a single held note in common cannot raise.
    var rows: Float
    /// The phase on which they agree, as a complex number of size 1.
    var phase: (real: Float, imaginary: Float)

    static let none = Agreement(cells: 0, rows: 0, phase: (1, 0))
  }

  /// How well the parts of the spectrogram agree with each other that a marker was played so.
  ///
  /// The frames' spectra are cut into narrow cells. If unrelated sounds share partials with the reference, then the
  /// correlation of those cells is strong, but their phases are as random as those of any others. So this asks for
  /// agreement among cells, given the strength of each.
  mutating func agreement(
    of template: MatchedTemplate, frames: Int, _ playback: Playback, in history: SampleHistory
  ) -> Agreement {
    let step = playback.turn
    let rotation = (real: Float(cos(step)), imaginary: Float(sin(step)))
    let phase = step * Double(MatchedTemplate.bins.lowerBound)
    var sum: (real: Float, imaginary: Float) = (0, 0)
    var squares: Float = 0
    for index in rows.indices { rows[index] = 0 }
    for frame in 0..<frames {
      for index in cells.indices { cells[index] = 0 }
      Self.accumulate(template, frame: frame, of: playback, in: history, with: &forward, into: &cells)
      var turn = (real: Float(cos(phase)), imaginary: Float(sin(phase)))
      cells.withUnsafeBufferPointer { spectrum in
        var bin = 0
        while bin < MatchedTemplate.bins.count {
          let row = bin / Self.cellWidth
          var cell: (real: Float, imaginary: Float) = (0, 0)
          for _ in 0..<min(Self.cellWidth, MatchedTemplate.bins.count - bin) {
            let (a, b) = (spectrum[2 * bin], spectrum[2 * bin + 1])
            cell.real += a * turn.real - b * turn.imaginary
            cell.imaginary += a * turn.imaginary + b * turn.real
            turn = (
              turn.real * rotation.real - turn.imaginary * rotation.imaginary,
              turn.real * rotation.imaginary + turn.imaginary * rotation.real
            )
            bin += 1
          }
          rows[2 * row] += cell.real
          rows[2 * row + 1] += cell.imaginary
          sum.real += cell.real
          sum.imaginary += cell.imaginary
          squares += cell.real * cell.real + cell.imaginary * cell.imaginary
        }
      }
    }
    let power = sum.real * sum.real + sum.imaginary * sum.imaginary
    let rowSquares = rows.reduce(0) { $0 + $1 * $1 }
    guard squares > 0, rowSquares > 0 else { return .none }
    return Agreement(
      cells: (power / squares).squareRoot(), rows: (power / rowSquares).squareRoot(),
      phase: (sum.real / power.squareRoot(), sum.imaginary / power.squareRoot()))
  }
}
