internal import Delivery
public import LiveshelfCore
public import Storage

extension SignalView {
  /// Stored signals as operators see them: those of a situation that is over are resolved, and those of a situation that
  /// somebody muted stay muted.
  public static func list(
    _ signals: [StoredSignal], now: WallTime, offset: ZoneOffset
  ) -> [SignalView] {
    var mutedUntil: [String: WallTime] = [:]
    for signal in signals {
      if let until = signal.attention.mutedUntil { mutedUntil[signal.muteKey] = until }
    }
    var endOfSituation: [String: Int64] = [:]
    for signal in signals where signal.event.phase == .resolved {
      endOfSituation[signal.situation] = signal.sequence
    }
    return signals.map { signal in
      let isOver = (endOfSituation[signal.situation] ?? -1) >= signal.sequence && !signal.situation.isEmpty
      let until = mutedUntil[signal.muteKey]
      return SignalView(signal, isOver: isOver, mutedUntil: until, now: now, offset: offset)
    }
  }

  init(
    _ signal: StoredSignal, isOver: Bool, mutedUntil: WallTime?, now: WallTime, offset: ZoneOffset
  ) {
    let state: SignalState =
      if isOver {
        .resolved
      } else if let mutedUntil, mutedUntil > now {
        .muted
      } else if signal.attention.acknowledgedBy != nil {
        .acknowledged
      } else {
        .open
      }
    self.init(
      cloudevent: signal.event, sequence: signal.sequence, state: state,
      acknowledgedBy: signal.attention.acknowledgedBy,
      assignedTo: signal.attention.assignedTo, mutedUntil: mutedUntil.map { $0.formatted(in: offset) })
  }
}

extension StoredSignal {
  /// What muting is about: the situation, else the type and SKU.
  var muteKey: String { situation.isEmpty ? "\(type)/\(sku)" : situation }
}
