internal import CoreMetrics
internal import HTTPTypes
internal import LiveshelfCore
internal import RoomAPI

/// The broadcasters of all rooms that anybody watches.
actor EventHub {
  private let service: any RoomService
  private let metrics: any MetricsFactory
  private let settings: EventSettings
  private let limits: LiveSettings
  private var broadcasters: [RoomName: RoomBroadcaster] = [:]
  private var isClosed = false

  init(_ service: any RoomService, _ metrics: any MetricsFactory, _ settings: EventSettings, _ limits: LiveSettings) {
    self.limits = limits
    self.service = service
    self.metrics = metrics
    self.settings = settings
  }

  /// - Throws: `APIError` (503) when the server stops.
  func broadcaster(for room: RoomName) throws(APIError) -> RoomBroadcaster {
    guard !isClosed else {
      throw APIError(.serviceUnavailable, "stopping", "the server stops; try again soon", retryAfter: 2)
    }
    if let broadcaster = broadcasters[room] { return broadcaster }
    let broadcaster = RoomBroadcaster(room, service, metrics, settings, limits)
    broadcasters[room] = broadcaster
    return broadcaster
  }

  /// The room is gone.
  func forget(_ room: RoomName) async {
    await broadcasters.removeValue(forKey: room)?.close(reason: "room_gone")
  }

  /// Ends all streams, and opens no more.
  func close() async {
    isClosed = true
    let all = broadcasters.values
    broadcasters = [:]
    for broadcaster in all { await broadcaster.close(reason: "stopping") }
  }
}
