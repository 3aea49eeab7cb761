internal import AudioMarkers
internal import Hearing
public import InventoryEngine
public import LiveshelfCore
internal import MediaIngest
internal import SpeechRecognition
public import Storage

/// A room's hold on its stream, until it is let go or the stream has ended for good.
struct StreamAttachment {
  let room: LiveRoom
  let definition: RoomSetup
  let catalog: Catalog
  let settings: AdvisorSettings
  let markers: MarkerLibrary?
  let model: any RecognizerSource
  /// Which hosts the stream may connect to; nil: any.
  let addressPolicy: AddressPolicy?
  /// Lines for the log.
  let log: @Sendable (String) -> Void

  /// Listens until the task is cancelled or nothing has come for the definition's patience.
  ///
  /// - Throws: what makes trying again pointless.
  func run() async throws {
    guard let source = definition.source else { return }
    var policy = FeedPolicy()
    policy.gracePeriod = definition.endsAfter
    policy.firstWait = nil
    let listener = StreamListener(model: model, catalog: catalog, markers: markers)
    var media = MediaSettings()
    media.addressPolicy = addressPolicy
    media.http = definition.http
    try await listener.run(source, media: media, policy: policy) { [room] change in
      room.note(change)
    } makeFollower: { [room, definition, catalog, settings, log] streamStart in
      StreamFollower(
        room: room,
        offset: try await ShowOpening.offset(of: streamStart, in: room) {
          definition.show(catalog: catalog, settings: settings, beginning: $0)
        }, log: log)
    }
  }
}

extension RoomSetup {
  /// The stream's address without its secrets; nil: the room hears nothing.
  public var shownAddress: String? { source?.redactedAddress }

  /// What is sent along with the stream's HTTP requests.
  var http: HTTPRequestSettings {
    var settings = HTTPRequestSettings()
    for (name, value) in headers { _ = settings.add(name: name, value: value) }
    return settings
  }

  /// What cannot be sent as a header, by name; nil: all can.
  public static func objection(toHeaders headers: [String: String]) -> String? {
    var settings = HTTPRequestSettings()
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) where !settings.add(name: name, value: value) {
      return "the header '\(name.prefix(64))' cannot be sent"
    }
    return nil
  }

  /// Where the sound comes from; nil: the room hears nothing.
  var source: MediaSource? {
    url.map { listens ? MediaSource.listening(at: $0) : MediaSource($0) }
  }
}

/// Finds the place of a stream in a room's show; begins the show when none runs.
enum ShowOpening {
  /// A stream's own statement of its time is believed when it is within so many seconds of ours.
  private static let believableSkew = 60.0

  /// The show's time of the stream's zero, in microseconds.
  ///
  /// - Parameter show: makes the show that begins at a moment of the machine's clock, when none runs.
  static func offset(
    of streamStart: WallTime?, in room: LiveRoom, orBegin show: (WallTime) -> ShowRecord
  ) async throws(RoomHostError) -> Int64 {
    let now = room.clock.now
    let stated = streamStart.flatMap { abs($0 - now) <= believableSkew ? $0 : nil }
    if let frame = room.frame, frame.isRunning, let show = frame.show {
      return show.streamTime(at: stated ?? now).microseconds
    }
    try await room.begin(show(stated ?? now))
    return 0
  }
}

extension RoomSetup {
  /// A show of this room that begins at a moment of the machine's clock.
  public func show(catalog: Catalog, settings: AdvisorSettings, beginning now: WallTime) -> ShowRecord {
    let offset = zone ?? .china
    let now = source == nil ? now.wholeSecond : now
    let start = startTime ?? now
    return ShowRecord(
      id: ShowRecord.id(at: now, offset: offset), clock: ShowClock(start: start, offset: offset),
      clockShift: start.microseconds - now.microseconds, catalog: catalog,
      settings: settings, source: source?.redactedAddress ?? "", host: host, shop: shop)
  }
}
