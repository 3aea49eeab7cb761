internal import RoomAPI

/// How a room's changes are sent to its clients.
public struct EventSettings: Sendable {
  /// The least time between two updates.
  public var interval = Duration.milliseconds(200)
  public var keepAlive = Duration.seconds(10)
  /// Frames that wait for a slow client before it is dropped.
  public var queueLength = 64
  /// Frames that are kept for clients that come back, and their bytes.
  public var historyLength = 256
  public var historyBytes = 8 << 20
  /// How long a room without clients is followed on, for those that come back.
  public var linger = Duration.seconds(60)

  public init() {}
}
