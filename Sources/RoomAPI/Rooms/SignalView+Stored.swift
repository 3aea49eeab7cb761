internal import Foundation
public import LiveshelfCore
public import Storage
internal import Synchronization

extension SignalView {
  /// Stored signals as operators see them: those of a situation that is over are resolved, and those of a situation that
  /// somebody muted stay muted.
  public static func list(
    _ signals: [StoredSignal], now: WallTime, offset: ZoneOffset, events: EventCache
  ) -> [SignalView] {
    var mutedUntil: [String: WallTime] = [:]
    for signal in signals {
      if let until = signal.attention.mutedUntil { mutedUntil[signal.muteKey] = until }
    }
    var endOfSituation: [String: Int64] = [:]
    for signal in signals where signal.phase == "resolved" { endOfSituation[signal.situation] = signal.sequence }
    return signals.compactMap { signal in
      let isOver = (endOfSituation[signal.situation] ?? -1) >= signal.sequence && !signal.situation.isEmpty
      let until = mutedUntil[signal.muteKey]
      return events.event(of: signal).map {
        SignalView(signal, $0, isOver: isOver, mutedUntil: until, now: now, offset: offset)
      }
    }
  }

  init(
    _ signal: StoredSignal, _ event: JSONValue, isOver: Bool, mutedUntil: WallTime?, now: WallTime,
    offset: ZoneOffset
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
      cloudevent: event, sequence: signal.sequence, state: state, acknowledgedBy: signal.attention.acknowledgedBy,
      assignedTo: signal.attention.assignedTo, mutedUntil: mutedUntil.map { $0.formatted(in: offset) })
  }
}

extension StoredSignal {
  /// What muting is about: the situation, else the type and SKU.
  var muteKey: String { situation.isEmpty ? "\(type)/\(sku)" : situation }
}

/// The decoded events of the newest signals, so that a screen that is refreshed five times a second does not read them
/// anew each time.
public final class EventCache: Sendable {
  private static let capacity = 2000

  private let events = Mutex<[String: JSONValue]>([:])

  public init() {}

  /// Nil only for an event that is no JSON.
  func event(of signal: StoredSignal) -> JSONValue? {
    events.withLock { events in
      if let known = events[signal.id] { return known }
      guard let event = try? JSONDecoder().decode(JSONValue.self, from: Data(signal.event.utf8)) else { return nil }
      if events.count >= Self.capacity { events = [:] }
      events[signal.id] = event
      return event
    }
  }
}
