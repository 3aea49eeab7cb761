public import Delivery
internal import Wording

/// What became of a signal.
public enum SignalState: String, Codable, Hashable, Sendable, CaseIterable {
  case open, acknowledged, muted
  /// Its situation is over.
  case resolved
}

/// A signal with what the control room did about it.
public struct SignalView: Codable, Hashable, Sendable {
  /// CloudEvents 1.0, as delivered to sinks.
  public var cloudevent: CloudEvent
  /// What its type is called, in English and in Chinese.
  public var title: String
  public var titleZh: String
  /// The room's sequence number at which it was raised.
  public var sequence: Int64
  public var state: SignalState
  @Nullable public var acknowledgedBy: String?
  @Nullable public var assignedTo: String?
  /// RFC 3339.
  @Nullable public var mutedUntil: String?

  public init(
    cloudevent: CloudEvent, sequence: Int64, state: SignalState = .open, acknowledgedBy: String? = nil,
    assignedTo: String? = nil, mutedUntil: String? = nil
  ) {
    self.cloudevent = cloudevent
    title = Wording(.en).title(of: cloudevent)
    titleZh = Wording(.zh).title(of: cloudevent)
    self.sequence = sequence
    self.state = state
    self.acknowledgedBy = acknowledgedBy
    self.assignedTo = assignedTo
    self.mutedUntil = mutedUntil
  }

  /// The event's id.
  public var id: String { cloudevent.id }

  private enum CodingKeys: String, CodingKey {
    case cloudevent, title, sequence, state
    case titleZh = "title_zh"
    case acknowledgedBy = "acknowledged_by"
    case assignedTo = "assigned_to"
    case mutedUntil = "muted_until"
  }
}

/// What the control room does about a signal.
public enum SignalChange: Hashable, Sendable {
  case acknowledge
  /// Takes back that it was seen, and its silence.
  case reopen
  /// No alert about its situation for so many minutes, 1…1,440; 0 ends the muting.
  case mute(minutes: Int)
  /// Nil: to nobody.
  case assign(to: String?)
}

/// Signals in the order in which they were raised.
public struct SignalPage: Codable, Hashable, Sendable {
  public var signals: [SignalView]
  /// The `after` of the next page; nil: there is no more.
  @Nullable public var next: Int64?

  public init(signals: [SignalView], next: Int64? = nil) {
    self.signals = signals
    self.next = next
  }
}
