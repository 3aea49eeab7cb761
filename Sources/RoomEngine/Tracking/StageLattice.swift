import LiveshelfCore

/// What may be on stage.
enum StageSubject: Hashable, Sendable {
  case product(Int)
  /// Any product of the catalog that has not been named near the frame.
  case unnamed
  case unknown
}

/// A subject and the frames in which it is a candidate.
struct StageSlot: Sendable {
  var subject: StageSubject
  var frames: Range<Int>
  /// Where its frames begin in the lattice's storage.
  var offset: Int

  func index(_ frame: Int) -> Int { offset + frame - frames.lowerBound }
}

/// Where the filter stands at one frame: the mass of each subject by phase, and of chatter.
struct StageMass: Sendable {
  var none: Double
  var subjects: [(subject: StageSubject, phases: SIMD4<Double>)]
}

/// A stretch of frames with the candidates of each, and the model's quantities on them.
///
/// Only products that evidence names within a few minutes are candidates; the rest of the catalog shares one slot. The
/// work a frame thus grows with what is talked about, not with the catalog.
struct StageLattice: Sendable {
  let model: StageModel
  let log: EvidenceLog
  let frames: Range<Int>
  /// Frames from here on may still be spoken about later: silence there says nothing yet.
  let heardUntil: Int
  let slots: [StageSlot]
  /// The slots that are candidates, frame after frame; `activeOffsets` tells where each frame's begin, and the end.
  private let activeSlots: [Int]
  private let activeOffsets: [Int]
  let storageCount: Int
  let markerStart: [Double]
  let markerPhases: [SIMD4<Double>]
  let markerNone: [Double]
  let changes: SoundChanges

  static let leadSeconds = 60.0
  static let tailSeconds = 180.0

  init(
    model: StageModel, log: EvidenceLog, habits: ShowHabits, frames: Range<Int>, heardUntil: Int,
    carried: [StageSubject] = []
  ) {
    self.model = model
    self.log = log
    self.frames = frames
    self.heardUntil = heardUntil
    var slots = [
      StageSlot(subject: .unnamed, frames: frames, offset: 0),
      StageSlot(subject: .unknown, frames: frames, offset: frames.count),
    ]
    var offset = 2 * frames.count
    func add(_ product: Int, _ range: Range<Int>) {
      let clamped = range.clamped(to: frames)
      guard !clamped.isEmpty else { return }
      slots.append(StageSlot(subject: .product(product), frames: clamped, offset: offset))
      offset += clamped.count
    }
    let lead = FrameClock.frames(seconds: Self.leadSeconds)
    let tail = FrameClock.frames(seconds: Self.tailSeconds)
    let carriedProducts: [Int] = carried.compactMap { if case .product(let index) = $0 { index } else { nil } }
    let held = Set(log.holds.compactMap(\.product))
    for product in Set(log.framesByProduct.keys).union(carriedProducts).union(held).sorted() {
      var times = log.framesByProduct[product] ?? []
      for hold in log.holds where hold.product == product {
        times += stride(from: hold.frames(in: frames).lowerBound, to: hold.frames(in: frames).upperBound, by: tail)
      }
      times.sort()
      if carriedProducts.contains(product) { times.insert(frames.lowerBound, at: 0) }
      var range: Range<Int>?
      for time in times {
        let next = max(0, time - lead)..<time + tail
        if let open = range, next.lowerBound <= open.upperBound {
          range = open.lowerBound..<max(open.upperBound, next.upperBound)
        } else {
          if let open = range { add(product, open) }
          range = next
        }
      }
      if let open = range { add(product, open) }
    }
    self.slots = slots
    self.storageCount = offset
    (activeSlots, activeOffsets) = Self.candidates(slots, in: frames)
    let hints = log.markerNames.map(ShowHabits.hint(in:))
    self.markerStart = hints.indices.map { habits.startProbability(of: $0, hint: hints[$0]) }
    self.markerPhases = hints.indices.map { habits.phaseRates(of: $0, hint: hints[$0]) }
    self.changes = SoundChanges(log: log, habits: habits, frames: frames)
    self.markerNone = hints.indices.map { habits.noneRate(of: $0, hint: hints[$0]) }
  }

  /// One array for all frames: the model runs twice a second, and an array for each frame is what would cost most.
  private static func candidates(_ slots: [StageSlot], in frames: Range<Int>) -> (slots: [Int], offsets: [Int]) {
    var offsets = [Int](repeating: 0, count: frames.count + 1)
    for slot in slots { for frame in slot.frames { offsets[frame - frames.lowerBound + 1] += 1 } }
    for index in offsets.indices.dropFirst() { offsets[index] += offsets[index - 1] }
    var next = offsets
    var active = [Int](repeating: 0, count: offsets[frames.count])
    for (index, slot) in slots.enumerated() {
      for frame in slot.frames {
        active[next[frame - frames.lowerBound]] = index
        next[frame - frames.lowerBound] += 1
      }
    }
    return (active, offsets)
  }

  /// The slots that are candidates at a frame, in their order.
  func active(at frame: Int) -> ArraySlice<Int> {
    let place = frame - frames.lowerBound
    return activeSlots[activeOffsets[place]..<activeOffsets[place + 1]]
  }

  /// The share of new presentations that belong to a slot at a frame.
  func entryShare(_ slot: StageSlot, at frame: Int) -> Double {
    let known = 1 - model.settings.unknownShare
    switch slot.subject {
    case .unknown: return model.settings.unknownShare
    case .product: return known / Double(model.productCount)
    case .unnamed:
      let named = active(at: frame).count - 2
      return known * Double(max(0, model.productCount - named)) / Double(model.productCount)
    }
  }
}
