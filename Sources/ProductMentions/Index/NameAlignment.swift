/// Aligns the sounds of a name with the part of a hypothesis where they fit best.
///
/// A weighted edit distance (R. Wagner and M. Fischer, 1974) whose ends are free on the side of the speech
/// (P. Sellers, 1980), restricted to a band around the expected place. Reused between alignments, so that it
/// allocates only when it grows.
struct NameAlignment {
  /// The cost of a sound of the name that was not heard, and of a heard one that the name does not have, by weight.
  static let deletion: Float = 0.8
  static let insertion: Float = 0.65
  /// The cost of beginning inside a Latin word, and of ending there, as an ending such as a plural's may follow.
  static let beginsInsideWord: Float = 1
  static let endsInsideWord: Float = 0.35

  private struct Cell {
    var cost: Float
    /// Where the alignment that ends here begins.
    var start: Int32
    /// The largest cost of a single sound on the way.
    var worst: Float

    func adding(_ more: Float) -> Cell { Cell(cost: cost + more, start: start, worst: max(worst, more)) }
  }

  /// Where a name fits best.
  struct Result {
    var range: Range<Int>
    var cost: Float
    /// The largest cost of a single sound, unweighted by the name's length.
    var worst: Float
  }

  private var row: [Cell] = []
  private let inventory = SoundInventory.standard

  /// The cheapest alignment within `window`, or nil when it costs more than `limit`. With `band`, sound `i` of the
  /// name is looked for at most `radius` sounds from place `diagonal + i`.
  mutating func align(
    _ name: [Sound], with heard: HeardSounds, window: Range<Int>, limit: Float,
    band: (diagonal: Int, radius: Int)? = nil
  ) -> Result? {
    let width = window.count
    guard width > 0 else { return nil }
    let first = window.lowerBound
    if row.count < width + 1 { row = Array(repeating: Cell(cost: 0, start: 0, worst: 0), count: 2 * width + 1) }
    for column in 0...width {
      let place = first + column
      let inside = column < width && !heard.elements[place].beginsWord
      row[column] = Cell(cost: inside ? Self.beginsInsideWord : 0, start: Int32(place), worst: 0)
    }
    let unreachable = Cell(cost: .infinity, start: 0, worst: 0)
    var columns = 1...width
    for (index, sound) in name.enumerated() {
      let deletion = Self.deletion * sound.weight
      if let band {
        let expected = band.diagonal + index - first + 1
        let (low, high) = (max(1, expected - band.radius), min(width, expected + band.radius))
        if low > high { return nil }
        if index > 0, high > columns.upperBound { row[high] = unreachable }
        columns = low...high
      }
      let low = columns.lowerBound
      var before = row[low - 1]
      row[low - 1] = low == 1 ? before.adding(deletion) : unreachable
      var least = row[low - 1].cost
      for column in columns {
        let above = row[column]
        let other = heard.sounds[first + column - 1]
        var cell = before.adding(sound.weight * sound.distance(to: other, in: inventory))
        if above.cost + deletion < cell.cost { cell = above.adding(deletion) }
        let left = row[column - 1]
        let insertion = Self.insertion * other.weight
        if left.cost + insertion < cell.cost { cell = left.adding(insertion) }
        row[column] = cell
        least = min(least, cell.cost)
        before = above
      }
      if least > limit { return nil }
    }
    return best(in: window, heard, limit: limit, columns: columns)
  }

  /// The cheapest end among the columns of the last row.
  private func best(
    in window: Range<Int>, _ heard: HeardSounds, limit: Float, columns: ClosedRange<Int>
  ) -> Result? {
    var best: Result?
    for column in columns {
      let end = window.lowerBound + column
      guard Int(row[column].start) < end else { continue }
      let cost = row[column].cost + (heard.elements[end - 1].endsWord ? 0 : Self.endsInsideWord)
      if cost <= limit, cost < best?.cost ?? .infinity {
        best = Result(range: Int(row[column].start)..<end, cost: cost, worst: row[column].worst)
      }
    }
    return best
  }
}
