internal import Backbone
internal import Delivery
internal import Foundation
internal import InventoryEngine
internal import LiveshelfCore
internal import Rooms
internal import Storage

/// A room that this worker runs: its engine, its stream, and what servers and sinks get of it.
///
/// What the directory says of the room is a wish, which a task of the room brings about, and tries again until it has:
/// wishes that come meanwhile are joined to the newest.
actor WorkedRoom: RunningRoom {
  /// What the room should be.
  struct Wish: Sendable {
    var definition: WorkedDefinition
    /// The thresholds that all rooms share.
    var thresholds: AdvisorSettings
  }

  /// Between an error and the next attempt.
  private static let pause = Duration.seconds(2)

  nonisolated let receiver: any IntakeReceiver
  private let room: LiveRoom
  private let dispatcher: Dispatcher
  private let streams: StreamDesk
  private let markers: MarkerShelf
  private let log: @Sendable (String) -> Void
  private let wishes: AsyncStream<Void>.Continuation
  private let news: AsyncStream<Void>
  private var tasks: [Task<Void, Never>]

  private var wish: Wish
  /// What the running show is judged by, and the next one begins with.
  private var catalog: Catalog
  private var thresholds: AdvisorSettings
  private var stream: (order: StreamOrder, markers: [SharedMarker], task: Task<Void, Never>)?

  /// - Parameters:
  ///   - known: the catalog and thresholds that the room has now.
  ///   - tasks: what tells servers of the room: cancelled at the end.
  init(
    room: LiveRoom, wish: Wish, known: (catalog: Catalog, thresholds: AdvisorSettings), receiver: any IntakeReceiver,
    dispatcher: Dispatcher, streams: StreamDesk, markers: MarkerShelf, tasks: [Task<Void, Never>],
    log: @escaping @Sendable (String) -> Void
  ) {
    self.room = room
    self.wish = wish
    (catalog, thresholds) = known
    self.receiver = receiver
    self.dispatcher = dispatcher
    self.streams = streams
    self.markers = markers
    self.tasks = tasks
    self.log = log
    (news, wishes) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Begins to bring about what is wished.
  func begin() {
    tasks.append(
      Task { [weak self, news] in
        for await _ in news { await self?.settle() }
      })
    wishes.yield()
  }

  func update(_ assignment: RoomAssignment) {
    do {
      wish.definition = try WorkedDefinition(assignment.definition)
      wishes.yield()
    } catch {
      log("the room's new definition cannot be read: \(error)")
    }
  }

  func apply(_ thresholds: AdvisorSettings) {
    wish.thresholds = thresholds
    wishes.yield()
  }

  /// An operator did something about a signal.
  func note(_ attention: SharedAttention, to signal: String) {
    do {
      _ = try room.attend(to: signal) { $0 = attention.attention }
    } catch {
      log("what an operator did about the signal '\(signal)' cannot be stored: \(error)")
    }
  }

  func lag() -> Duration { .seconds(room.frame?.statistics.recognitionLag ?? 0) }

  func stop() async { await end() }

  func abandon() async { await end() }

  /// The show stays open: the next owner goes on with it.
  private func end() async {
    wishes.finish()
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
    await leaveStream()
    await dispatcher.detach(room.name)
    await room.finishCommits()
  }

  // MARK: Wishes

  /// Brings about what is wished, trying again until it succeeds or the room ends.
  private func settle() async {
    while !Task.isCancelled {
      do {
        return try await bringAbout(wish)
      } catch {
        log("the room's definition cannot be followed yet: \(error)")
      }
      // An ended pause means an ended room.
      try? await Task.sleep(for: Self.pause)
    }
  }

  private func bringAbout(_ wish: Wish) async throws {
    let setup = wish.definition.setup
    if let ended = wish.definition.endedShow, let frame = room.frame, frame.isRunning, frame.show?.id == ended {
      await leaveStream()
      try await room.end()
      log("the show \(ended) is over")
    }
    if catalog.products != wish.definition.catalog.products {
      try await room.change(wish.definition.catalog)
      catalog = wish.definition.catalog
    }
    if thresholds != wish.thresholds {
      room.setThresholds(wish.thresholds)
      thresholds = wish.thresholds
    }
    guard setup.isWanted else { return await leaveStream() }
    if setup.url == nil {
      if !(room.frame?.isRunning ?? false) {
        try await room.begin(setup.show(catalog: catalog, settings: thresholds, beginning: WallClock.system.now))
      }
    } else {
      try await listen(as: setup, to: wish.definition.markers)
    }
  }

  /// Attaches, anew when the room shall hear something else.
  private func listen(as setup: RoomSetup, to shared: [SharedMarker]) async throws {
    // The thresholds of a show that runs are changed in it; only one that the stream begins takes them from the order.
    let isRunning = room.frame?.isRunning ?? false
    if let stream, stream.order.setup == setup, stream.order.catalog.products == catalog.products,
      isRunning || stream.order.settings == thresholds, stream.markers == shared
    {
      return
    }
    await leaveStream()
    let order = StreamOrder(
      setup, catalog: catalog, settings: thresholds, markers: try await markers.fill(with: shared))
    guard !Task.isCancelled else { return }
    stream = (order, shared, await streams.listen(room, order, log: log))
  }

  private func leaveStream() async {
    guard let left = stream else { return }
    stream = nil
    left.task.cancel()
    await left.task.value
  }
}
