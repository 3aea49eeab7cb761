internal import Delivery
internal import LiveshelfCore
internal import Wording

extension Wording {
  /// What an event is called; the type as it is where it is of another version.
  func title(of event: CloudEvent) -> String {
    SignalType(rawValue: event.type).map { title(of: $0, isResolved: event.phase == .resolved) } ?? event.type
  }
}
