public import InventoryEngine
public import LiveshelfCore
public import RoomEngine
public import Storage

/// Where a room's stream stands.
public enum StreamState: String, Sendable, CaseIterable {
  /// The room listens to nothing.
  case idle
  case connecting, live, stalled, reconnecting, ended

  init(_ state: FeedState) {
    self =
      switch state {
      case .connecting: .connecting
      case .live: .live
      case .stalled: .stalled
      case .reconnecting: .reconnecting
      case .ended: .ended
      }
  }
}

/// A room at one moment, as its thread last told it: whole, so that a reader who missed some needs only the last.
public struct RoomFrame: Sendable {
  public var room: RoomName
  /// Rises with everything that changes in the room, over restarts too.
  public var sequence: Int64
  public var state: StreamState
  /// Whether a show runs.
  public var isRunning: Bool
  /// The show that runs, or ran last.
  public var show: ShowRecord?
  public var overview: RoomOverview
  /// The catalog in use.
  public var catalog: Catalog
  /// The last known state of each source, by name.
  public var feeds: [FeedChange]
  public var statistics: RoomStatistics
  public var orderCounts: OrderCounts
  /// The newest signals of the show, newest last; at most `RoomFrame.keptSignals`.
  public var signals: [StoredSignal]
  /// Rows that wait for the room's thread.
  public var queueDepth: Int
  /// Signals that wait for delivery, by sink.
  public var outbox: [String: Int]
  /// What keeps the room from storing anything; nil: nothing does.
  public var storageProblem: String?

  public static let keptSignals = 200
}

extension RoomFrame {
  /// The state for people: a show without a stream is live, and a stream that is over belongs to a show that runs.
  public var shownState: StreamState {
    switch state {
    case .idle: isRunning ? .live : .idle
    case .ended: isRunning ? .ended : .idle
    case .connecting, .live, .stalled, .reconnecting: state
    }
  }
}
