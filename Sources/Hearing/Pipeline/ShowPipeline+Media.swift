public import LiveshelfCore
public import MediaIngest
public import RoomEngine

extension ShowPipeline {
  /// Takes a piece of the stream.
  public func take(_ event: MediaEvent) throws {
    switch event {
    case .audio(let block): try hear(block)
    case .cue(let cue): post(.cue(cue))
    case .discontinuity(let broken):
      if broken.lostSeconds > 0 { noteLoss(seconds: broken.lostSeconds) }
      if let text = Self.text(of: broken) { warn(text) }
    case .notice(let notice): warn("\(notice)")
    case .failure(let error): warn("\(error)")
    case .anchor, .metadata, .format: break
    }
  }

  /// A sentence about what became of the stream's time line; nil when nothing was lost.
  private static func text(of broken: Discontinuity) -> String? {
    let seconds = (broken.lostSeconds * 10).rounded() / 10
    return switch broken.kind {
    case .lateStart: nil
    case .gap: "at \(broken.at): \(seconds) s of sound are missing in the stream; silence stands for them"
    case .timestampJump: "at \(broken.at): the stream's time stamps jumped; its time goes on evenly"
    case .replay: "at \(broken.at): the stream repeated itself; the repetition was dropped"
    case .damage: "at \(broken.at): damaged data was skipped (\(broken.skippedBytes) bytes)"
    case .reconnection: "at \(broken.at): the stream is back after \(seconds) s"
    }
  }
}
