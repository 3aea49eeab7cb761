public import LiveshelfCore
internal import Wording

extension CloudEvent {
  /// That what this event told does not stand any more: the end of its presentation, the resolution of its situation.
  ///
  /// - Parameters:
  ///   - time: when that became known, on the world's clock; `detectedAt` on the stream's.
  ///   - offset: the offset from UTC in which times are written.
  public func takenBack(at time: WallTime, detectedAt: StreamTime, in offset: ZoneOffset) -> CloudEvent {
    let reason = SignalReason.retold
    let isStart = type == SignalType.presentationStarted.rawValue
    var data = data
    data["detected_at"] = Self.number(detectedAt.seconds, places: 3)
    data["confidence"] = .integer(1)
    data["reason"] = .string(Wording(.en).sentence(of: reason))
    data["reason_zh"] = .string(Wording(.zh).sentence(of: reason))
    data["reason_codes"] = .array(reason.codes.map { .string($0) })
    if data["phase"] != nil { data["phase"] = .string(SignalSituation.Phase.resolved.rawValue) }
    return CloudEvent(
      id: "\(id).retold", source: source, type: isStart ? SignalType.presentationEnded.rawValue : type,
      subject: subject, time: time.formatted(in: offset), data: data)
  }
}
