internal import Delivery
public import LiveshelfCore
public import Storage

extension SignalView {
  /// Stored signals as operators see them: those of a situation that is over are resolved, and what somebody did about one
  /// signal holds for all of its situation.
  public static func list(
    _ signals: [StoredSignal], now: WallTime, offset: ZoneOffset
  ) -> [SignalView] {
    var attention: [String: SignalAttention] = [:]
    var endOfSituation: [String: Int64] = [:]
    for signal in signals {
      attention[signal.attentionKey, default: SignalAttention()].add(signal.attention)
      if signal.event.phase == .resolved { endOfSituation[signal.situation] = signal.sequence }
    }
    return signals.map { signal in
      let isOver = (endOfSituation[signal.situation] ?? -1) >= signal.sequence && !signal.situation.isEmpty
      return SignalView(
        signal, attention: attention[signal.attentionKey] ?? signal.attention, isOver: isOver, now: now, offset: offset)
    }
  }

  init(_ signal: StoredSignal, attention: SignalAttention, isOver: Bool, now: WallTime, offset: ZoneOffset) {
    let state: SignalState =
      if isOver {
        .resolved
      } else if let until = attention.mutedUntil, until > now {
        .muted
      } else if attention.acknowledgedBy != nil {
        .acknowledged
      } else {
        .open
      }
    self.init(
      cloudevent: signal.event, sequence: signal.sequence, state: state, acknowledgedBy: attention.acknowledgedBy,
      assignedTo: attention.assignedTo, mutedUntil: attention.mutedUntil.map { $0.formatted(in: offset) })
  }
}

extension StoredSignal {
  /// What attention is about: the situation; what has none, alone.
  fileprivate var attentionKey: String { situation.isEmpty ? id : situation }
}

extension SignalAttention {
  /// What was done about a later signal of the same situation wins.
  fileprivate mutating func add(_ later: SignalAttention) {
    acknowledgedBy = later.acknowledgedBy ?? acknowledgedBy
    assignedTo = later.assignedTo ?? assignedTo
    mutedUntil = later.mutedUntil ?? mutedUntil
  }
}
