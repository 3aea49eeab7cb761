/// Where each landmark was heard before: a ring of the newest ones, chained by key, of fixed size.
struct LandmarkLog {
  /// Landmarks kept: two hours or more. 8 bytes each, and as much again for the keys.
  private static let capacity = 1 << 22
  /// Earlier places looked at for each key, newest first: what is heard everywhere says nothing.
  private static let mostPlaces = 12

  private var heads: [UInt32]
  private var frames: [Int32] = []
  private var previous: [UInt32] = []
  /// Landmarks logged so far; number n lies in slot n modulo the capacity.
  private var count: UInt32 = 0

  init() {
    heads = Array(repeating: .max, count: LandmarkKey.count)
  }

  mutating func append(key: Int, frame: Int) {
    // Numbers stay below the mark for "none"; 4 billion landmarks are two months.
    guard count < .max - 1, let frame = Int32(exactly: frame) else { return }
    if frames.count < Self.capacity {
      frames.append(frame)
      previous.append(heads[key])
    } else {
      let slot = Int(count) % Self.capacity
      frames[slot] = frame
      previous[slot] = heads[key]
    }
    heads[key] = count
    count += 1
  }

  /// Calls `body` with the frames at which a landmark of this key was heard.
  func forEachFrame(of key: Int, _ body: (Int) -> Void) {
    var number = heads[key]
    for _ in 0..<Self.mostPlaces {
      // A number that has been overwritten ends the chain: all before it have been, too.
      guard number != .max, count - number <= UInt32(Self.capacity) else { return }
      let slot = Int(number) % Self.capacity
      body(Int(frames[slot]))
      number = previous[slot]
    }
  }
}
