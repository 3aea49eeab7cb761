import LiveshelfCore

/// What an operator said is on stage, and for how long that holds: until somebody says otherwise, or until what is heard is
/// unmistakably about another product.
struct StageHold: Sendable {
  /// Nil: nothing is on stage.
  var product: Int?
  var first: Int
  /// The frame before which it was over; nil: it holds.
  var end: Int?

  /// How much less likely anything else is in a frame that is held.
  static let factor = 1e-9
  /// So many sayings of one other product's name within so many seconds, and none of the product that is held, are
  /// unmistakable; fewer do where nothing is held to be on stage.
  static let sayings = 4
  static let sayingsOfFirst = 2
  static let seconds = 30.0
  /// An operator's word holds at least so long: what was said before it is heard a little later.
  static let leastSeconds = 20.0

  func covers(_ frame: Int) -> Bool { frame >= first && end.map { frame < $0 } ?? true }

  func frames(in range: Range<Int>) -> Range<Int> {
    let last = end ?? range.upperBound
    return (first..<max(first, last)).clamped(to: range)
  }
}

extension EvidenceLog {
  /// What is held at a frame; nil: nothing is.
  func hold(at frame: Int) -> StageHold? { holds.last { $0.covers(frame) } }

  /// An operator says what is on stage from a frame on; nil: nothing is.
  mutating func hold(_ product: Int?, from frame: Int) {
    endHold(at: frame)
    holds.removeAll { $0.first >= frame }
    holds.append(StageHold(product: product, first: frame))
  }

  mutating func endHold(at frame: Int) {
    guard let last = holds.indices.last, holds[last].end == nil else { return }
    holds[last].end = max(holds[last].first, frame)
  }

  /// When a product came on stage, as the sound places it: where nothing told of it before an operator did, not before that.
  func start(of product: Int, at start: StreamTime) -> StreamTime {
    let frame = FrameClock.frame(of: start)
    let reach = FrameClock.frames(seconds: StageLattice.leadSeconds)
    guard
      let hold = holds.first(where: { $0.product == product && $0.first >= frame && $0.first <= frame + reach }),
      !(framesByProduct[product] ?? []).contains(where: { $0 >= frame && $0 < hold.first })
    else { return start }
    return max(start, FrameClock.time(of: hold.first))
  }

  /// Ends what is held where the latest sayings are unmistakably about something else.
  mutating func reviewHold(after named: NamedProduct, at frame: Int) {
    guard let hold = holds.last, hold.end == nil, hold.product != named.product, named.mention.kind == .presenting,
      frame - hold.first >= FrameClock.frames(seconds: StageHold.leastSeconds)
    else { return }
    let since = max(
      hold.first + FrameClock.frames(seconds: StageHold.leastSeconds),
      frame - FrameClock.frames(seconds: StageHold.seconds))
    var sayings: [Int] = []
    for earlier in since...max(since, frame) {
      for other in frames[earlier]?.mentions ?? [] where !repeatsName(other, at: earlier) {
        if other.product == hold.product { sayings = [] }
        if other.product == named.product, judged(other, at: earlier).kind == .presenting { sayings.append(earlier) }
      }
    }
    let enough = hold.product == nil ? StageHold.sayingsOfFirst : StageHold.sayings
    guard sayings.count >= enough, let first = sayings.first else { return }
    endHold(at: first)
  }
}
