/// The hash of a pair of peaks: where the first lies, how far the second is from it in frequency and time.
///
/// Everything is quantised; to be tolerant, a query looks into the neighbouring cell as well whenever a value lies near
/// the border of its own.
enum LandmarkKey {
  /// Frames from the first peak to the second.
  static let spans = 0...31
  /// The largest distance in frequency, in cells.
  static let reach: Float = 100
  /// The number of different keys.
  static let count = 1 << (cellBits + distanceBits + spanBits)

  private static let cellBits = 9
  private static let distanceBits = 8
  private static let spanBits = 4
  private static let framesPerSpan = 2
  /// How near the border a value has to be for the neighbouring cell to be looked at, in cells.
  private static let tolerance: Float = 0.3

  static func canPair(_ first: SpectralPeak, _ second: SpectralPeak) -> Bool {
    spans.contains(second.frame - first.frame) && abs(second.cell - first.cell) <= reach
  }

  /// The key of a pair of a reference.
  static func exact(_ first: SpectralPeak, _ second: SpectralPeak) -> Int {
    key(
      cell: Int(first.cell.rounded(.down)), distance: Int((second.cell - first.cell).rounded(.down)),
      span: (second.frame - first.frame - spans.lowerBound) / framesPerSpan)
  }

  /// Calls `visit` with every key that the same pair may have in a reference.
  @inline(__always)
  static func similar(_ first: SpectralPeak, _ second: SpectralPeak, visit: (Int) -> Void) {
    let (cell, otherCell) = neighbors(of: first.cell)
    let (distance, otherDistance) = neighbors(of: second.cell - first.cell)
    let frames = second.frame - first.frame - spans.lowerBound
    let span = frames / framesPerSpan
    // A span moves by one frame at most; half of them then leave their cell on one side.
    let otherSpan = frames % framesPerSpan == 0 ? span - 1 : span + 1
    for s in 0..<2 {
      let spanNow = s == 0 ? span : otherSpan
      guard spanNow >= 0, spanNow < 1 << spanBits else { continue }
      for c in 0..<2 {
        let cellNow = c == 0 ? cell : otherCell
        if c == 1 && otherCell == cell { continue }
        for d in 0..<2 {
          let distanceNow = d == 0 ? distance : otherDistance
          if d == 1 && otherDistance == distance { continue }
          visit(key(cell: cellNow, distance: distanceNow, span: spanNow))
        }
      }
    }
  }

  @inline(__always)
  private static func neighbors(of value: Float) -> (Int, Int) {
    let base = value.rounded(.down)
    let fraction = value - base
    let cell = Int(base)
    if fraction < tolerance { return (cell, cell - 1) }
    if fraction > 1 - tolerance { return (cell, cell + 1) }
    return (cell, cell)
  }

  @inline(__always)
  private static func key(cell: Int, distance: Int, span: Int) -> Int {
    let clampedCell = max(0, min(cell, (1 << cellBits) - 1))
    let clampedDistance = max(0, min(distance + (1 << (distanceBits - 1)), (1 << distanceBits) - 1))
    return (clampedCell << distanceBits | clampedDistance) << spanBits | span
  }
}
