/// Aligns the sounds of a name with the part of a hypothesis where they fit best.
///
/// A weighted edit distance (R. Wagner and M. Fischer, 1974) whose ends are free on the side of the speech
/// (P. Sellers, 1980). Reused between alignments, so that it allocates only when it grows.
struct NameAlignment {
  /// The cost of a sound of the name that was not heard, and of a heard one that the name does not have, by weight.
  static let deletion: Float = 0.8
  static let insertion: Float = 0.65
  /// The cost of beginning or ending inside a Latin word.
  static let insideWord: Float = 0.6

  private var costs: [Float] = []
  private var starts: [Int] = []
  private var nextCosts: [Float] = []
  private var nextStarts: [Int] = []

  /// The cheapest alignment within `window`, or nil when it costs more than `limit`.
  mutating func align(
    _ name: [Sound], with heard: [HeardSounds.Element], window: Range<Int>, limit: Float
  ) -> (range: Range<Int>, cost: Float)? {
    let inventory = SoundInventory.standard
    let width = window.count
    guard width > 0 else { return nil }
    if costs.count < width + 1 {
      costs = Array(repeating: 0, count: width + 1)
      starts = Array(repeating: 0, count: width + 1)
      nextCosts = costs
      nextStarts = starts
    }
    for column in 0...width {
      let place = window.lowerBound + column
      costs[column] = column == width || heard[place].beginsWord ? 0 : Self.insideWord
      starts[column] = place
    }
    for sound in name {
      nextCosts[0] = costs[0] + Self.deletion * sound.weight
      nextStarts[0] = starts[0]
      var least = nextCosts[0]
      for column in 1...width {
        let element = heard[window.lowerBound + column - 1]
        var cost = costs[column - 1] + sound.weight * sound.distance(to: element.sound, in: inventory)
        var start = starts[column - 1]
        let deleted = costs[column] + Self.deletion * sound.weight
        if deleted < cost { (cost, start) = (deleted, starts[column]) }
        let inserted = nextCosts[column - 1] + Self.insertion * element.sound.weight
        if inserted < cost { (cost, start) = (inserted, nextStarts[column - 1]) }
        nextCosts[column] = cost
        nextStarts[column] = start
        least = min(least, cost)
      }
      if least > limit { return nil }
      swap(&costs, &nextCosts)
      swap(&starts, &nextStarts)
    }
    var best: (range: Range<Int>, cost: Float)?
    for column in 1...width {
      let end = window.lowerBound + column
      guard starts[column] < end else { continue }
      let cost = costs[column] + (heard[end - 1].endsWord ? 0 : Self.insideWord)
      if cost <= limit, cost < best?.cost ?? .infinity { best = (starts[column]..<end, cost) }
    }
    return best
  }
}
