internal import LiveshelfCore
internal import RoomEngine

/// Inputs whose moments are known beforehand (orders, stock and comments from files), handed out as the show reaches
/// them.
struct DueInputs {
  private let inputs: [RoomInput]
  private var next = 0

  /// - Parameter inputs: in any order; those of one moment keep theirs.
  init(_ inputs: [RoomInput]) {
    self.inputs = inputs.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }

  /// The inputs up to and including `time` that were not handed out before.
  mutating func take(through time: StreamTime) -> ArraySlice<RoomInput> {
    let start = next
    while next < inputs.count, inputs[next].at <= time { next += 1 }
    return inputs[start..<next]
  }

  /// What is left.
  mutating func takeAll() -> ArraySlice<RoomInput> {
    defer { next = inputs.count }
    return inputs[next...]
  }
}
