import LiveshelfCore

/// Turns frames into moments: the evidence that lies at a boundary says exactly when.
struct BoundaryTimes: Sendable {
  let log: EvidenceLog

  /// How long before its first name a presentation begins when nothing marks its beginning, in seconds: a host needs
  /// about as long to lead up to a name.
  static let leadSeconds = 1.2

  /// When a presentation starts: with a marker, else with the sentence, else a lead before the product's first name.
  func start(of stretch: StageStretch) -> StreamTime {
    let frame = stretch.startFrame
    for near in [frame, frame - 1, frame + 1] {
      if let played = log.frames[near]?.markers.first { return played.start }
    }
    for near in [frame, frame - 1, frame + 1] {
      if let onset = log.frames[near]?.onset { return onset.at }
    }
    for near in frame..<frame + FrameClock.frames(seconds: 6) {
      let mentions = log.frames[near]?.mentions ?? []
      if let first = mentions.first(where: { $0.product == stretch.product }) {
        return max(.zero, first.mention.start - Self.leadSeconds)
      }
    }
    return FrameClock.time(of: frame)
  }

  /// When a stretch ends: at the pause before what follows.
  func end(of stretch: StageStretch, next: StreamTime?) -> StreamTime {
    let frame = stretch.frames.upperBound
    if let next, next - FrameClock.time(of: frame) < 1.5 {
      for near in frame - 2...frame + 2 {
        guard let end = log.frames[near]?.onset?.before else { continue }
        if end <= next, next - end < 3 { return end }
      }
      return next
    }
    for near in [frame, frame - 1, frame + 1] {
      if let onset = log.frames[near]?.onset { return onset.at }
    }
    return FrameClock.time(of: frame)
  }
}
