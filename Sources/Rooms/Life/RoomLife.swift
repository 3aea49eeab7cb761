internal import AudioMarkers
public import Foundation
internal import Hearing
public import InventoryEngine
public import LiveshelfCore
internal import SpeechRecognition
internal import Storage

/// A room that runs in this process: its engine, its stream and its shows, made to be what is wished of it.
///
/// A wish is brought about by a task of the room, which tries again until it has; wishes that come meanwhile are joined to
/// the newest. Who wants to know how it went waits with `follow`.
public actor RoomLife {
  /// Between an error and the next attempt.
  private static let pause = Duration.seconds(5)

  public nonisolated let room: LiveRoom
  private let surroundings: RoomSurroundings
  private let markers: @Sendable ([RoomMarker]) async throws -> URL?
  private let onStreamEnd: @Sendable (_ show: String) async throws -> Void
  private let news: (stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation)
  private var settling: Task<Void, Never>?
  private var isEnded = false

  private var wish: RoomWish
  private var wishedThresholds: AdvisorSettings
  /// Counts wishes.
  private var edition = 0
  private var waiters: [(edition: Int, answer: @Sendable (Result<Void, RoomHostError>) -> Void)] = []
  /// What the running show is judged by, and the next one begins with.
  private var catalog: Catalog
  private var thresholds: AdvisorSettings
  private var stream: (listening: Listening, thresholds: AdvisorSettings, task: Task<Void, Never>)?

  /// What a room hears, and by what.
  private struct Listening: Equatable {
    var setup: RoomSetup
    var products: [Product]
    var markers: [RoomMarker]

    init(_ setup: RoomSetup, _ products: [Product], _ markers: [RoomMarker]) {
      (self.setup, self.products, self.markers) = (setup, products, markers)
      // What a room is called is not heard.
      self.setup.title = nil
    }
  }

  /// - Parameters:
  ///   - markers: makes a folder hold these markers, and says where it is; nil: there are none.
  ///   - onStreamEnd: called when a stream that ends its show has ended: whoever wishes should wish the show's end.
  /// - Throws: `.storage`.
  public init(
    _ room: LiveRoom, _ wish: RoomWish, thresholds: AdvisorSettings, surroundings: RoomSurroundings,
    markers: @escaping @Sendable ([RoomMarker]) async throws -> URL?,
    onStreamEnd: @escaping @Sendable (_ show: String) async throws -> Void
  ) throws(RoomHostError) {
    self.room = room
    self.wish = wish
    wishedThresholds = thresholds
    (catalog, self.thresholds) = try Self.known(room.store) ?? (wish.catalog, thresholds)
    self.surroundings = surroundings
    self.markers = markers
    self.onStreamEnd = onStreamEnd
    news = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// The catalog and thresholds by which the show that runs is judged; nil: none runs.
  private static func known(_ store: RoomStore) throws(RoomHostError) -> (Catalog, AdvisorSettings)? {
    do {
      guard let show = try store.openShow() else { return nil }
      var known = (show.catalog, show.settings)
      for change in try store.changes(of: show.id) {
        switch change {
        case .catalog(let catalog, _): known.0 = catalog
        case .settings(let settings, _): known.1 = settings
        default: break
        }
      }
      return known
    } catch {
      throw .storage("\(error)")
    }
  }

  // MARK: Wishes

  /// Begins to bring about what is wished.
  public func begin() {
    guard settling == nil else { return }
    settling = Task { [weak self, news] in
      for await _ in news.stream { await self?.settle() }
    }
    news.continuation.yield()
  }

  /// Wishes something else.
  public func want(_ wish: RoomWish) {
    self.wish = wish
    edition += 1
    news.continuation.yield()
  }

  /// The same, and waits for the first attempt.
  ///
  /// - Throws: why it failed; the room goes on trying until something else is wished.
  public func follow(_ wish: RoomWish) async throws(RoomHostError) {
    want(wish)
    let edition = edition
    let result: Result<Void, RoomHostError> = await withCheckedContinuation { continuation in
      if settling == nil || isEnded {
        continuation.resume(returning: .failure(.stopped))
      } else {
        waiters.append((edition, { continuation.resume(returning: $0) }))
      }
    }
    try result.get()
  }

  /// Wishes other thresholds.
  public func apply(_ thresholds: AdvisorSettings) {
    wishedThresholds = thresholds
    edition += 1
    news.continuation.yield()
  }

  /// Leaves the stream and stores what was accepted. The show stays open: whoever runs the room next goes on with it.
  public func end() async {
    isEnded = true
    news.continuation.finish()
    settling?.cancel()
    await settling?.value
    answer(through: edition, .failure(.stopped))
    await leaveStream()
    await room.finishCommits()
  }

  /// Brings about what is wished, trying again until it succeeds or the room ends.
  private func settle() async {
    while !Task.isCancelled {
      let aim = edition
      do throws(RoomHostError) {
        try await bringAbout(wish, wishedThresholds)
        answer(through: aim, .success(()))
        if aim == edition { return }
      } catch {
        answer(through: aim, .failure(error))
        surroundings.log(room.name, "the room is not yet what it should be: \(error)")
        await pause(unless: aim)
      }
    }
  }

  private func answer(through edition: Int, _ result: Result<Void, RoomHostError>) {
    let due = waiters.filter { $0.edition <= edition }
    waiters.removeAll { $0.edition <= edition }
    for waiter in due { waiter.answer(result) }
  }

  /// Lets time pass until the next attempt; a new wish ends it.
  private func pause(unless aim: Int) async {
    let end = ContinuousClock.now + Self.pause
    while aim == edition, ContinuousClock.now < end, !Task.isCancelled {
      // Only cancellation ends a sleep early, which the loop looks at.
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  private func bringAbout(_ wish: RoomWish, _ thresholds: AdvisorSettings) async throws(RoomHostError) {
    if let ended = wish.endedShow, let frame = room.frame, frame.isRunning, frame.show?.id == ended {
      await leaveStream()
      try await endShow(ended)
    }
    if catalog.products != wish.catalog.products {
      try await room.change(wish.catalog)
      catalog = wish.catalog
    }
    if self.thresholds != thresholds {
      room.setThresholds(thresholds)
      self.thresholds = thresholds
    }
    guard wish.setup.isWanted else { return await leaveStream() }
    if wish.setup.url != nil {
      try await listen(as: wish.setup, to: wish.markers)
    } else if !(room.frame?.isRunning ?? false) {
      try await room.begin(wish.setup.show(catalog: catalog, settings: thresholds, beginning: room.clock.now))
    }
  }

  /// Ends the show and writes its files.
  private func endShow(_ show: String) async throws(RoomHostError) {
    try await room.end()
    await surroundings.onShowEnd(room)
    do {
      let files = try await ShowArchive(store: room.store).folder(of: show)
      surroundings.log(room.name, "the show is over; its files are in '\(files.path)'")
    } catch {
      surroundings.log(room.name, "the files of the show were not written: \(error)")
    }
  }

  // MARK: The stream

  /// Attaches, anew when the room shall hear something else.
  private func listen(as setup: RoomSetup, to marked: [RoomMarker]) async throws(RoomHostError) {
    let wanted = Listening(setup, catalog.products, marked)
    // The thresholds of a show that runs are changed in it; only one that the stream begins takes them from the attachment.
    let isRunning = room.frame?.isRunning ?? false
    if let stream, stream.listening == wanted, isRunning || stream.thresholds == thresholds { return }
    await leaveStream()
    let attachment = try await attachment(as: setup, to: marked)
    guard !Task.isCancelled else { return }
    stream = (
      wanted, thresholds,
      Task { [weak self] in
        var next: StreamAttachment? = attachment
        while !Task.isCancelled {
          if let attachment = next {
            do {
              try await attachment.run()
              if !Task.isCancelled, await self?.streamEnded(setup) ?? true { return }
            } catch {
              await self?.tell("the stream is left: \(error)")
            }
          }
          // Only cancellation ends a sleep early, which the loop looks at.
          try? await Task.sleep(for: Self.pause)
          guard !Task.isCancelled else { return }
          next = await self?.nextAttachment(as: setup, to: marked)
        }
      }
    )
  }

  /// - Throws: `.badRequest` when the stream's address may not be used (any more); `.hearing` when the speech models or the
  ///   markers cannot be used.
  private func attachment(
    as setup: RoomSetup, to marked: [RoomMarker]
  ) async throws(RoomHostError) -> StreamAttachment {
    if let url = setup.url, let reason = await surroundings.objection(url, setup.listens) {
      throw .badRequest(field: "url", reason: reason)
    }
    do {
      let library = try await markers(marked).map { try MarkerFolder.load($0) }
      let name = room.name
      return StreamAttachment(
        room: room, definition: setup, catalog: catalog, settings: thresholds, markers: library,
        model: try await surroundings.speech.model(), addressPolicy: surroundings.addressPolicy,
        log: { [log = surroundings.log] in log(name, $0) })
    } catch {
      throw .hearing("\(error)")
    }
  }

  private func nextAttachment(as setup: RoomSetup, to marked: [RoomMarker]) async -> StreamAttachment? {
    do throws(RoomHostError) {
      return try await attachment(as: setup, to: marked)
    } catch {
      tell("the stream is not attached again: \(error)")
      return nil
    }
  }

  /// The stream has ended for good.
  ///
  /// - Returns: whether that ends the show.
  private func streamEnded(_ setup: RoomSetup) async -> Bool {
    guard setup.endsAfter != nil, let frame = room.frame, frame.isRunning, let show = frame.show?.id else {
      return false
    }
    do {
      try await onStreamEnd(show)
      return true
    } catch {
      tell("the show was not ended: \(error)")
      return false
    }
  }

  private func tell(_ text: String) { surroundings.log(room.name, text) }

  private func leaveStream() async {
    guard let left = stream else { return }
    stream = nil
    left.task.cancel()
    await left.task.value
  }
}
