internal import CoreMetrics
internal import Foundation
internal import HTTPTypes
internal import LiveshelfCore
internal import Metering
internal import NIOCore
internal import RoomAPI

/// Sends one room's changes to all who watch it.
///
/// The room is followed once, whatever the number of clients. Updates are merged for `interval` and encoded once. A client
/// that does not take its frames in time is dropped: it comes back with `Last-Event-ID` and is given what it missed.
actor RoomBroadcaster {
  private struct Client {
    let frames: AsyncStream<EventFrame>.Continuation
    /// Updates up to it are known to the client.
    var sequence: Int64
  }

  private struct PastFrame {
    let frame: EventFrame
    /// The room's sequence numbers before and after it.
    let before: Int64
    let after: Int64
  }

  private let room: RoomName
  private let service: any RoomService
  private let metrics: any MetricsFactory
  private let settings: EventSettings
  private let limits: LiveSettings
  private var clients: [Int: Client] = [:]
  private var nextClient = 0
  private var pump: Task<Void, Never>?
  private var clock: Task<Void, Never>?
  private var flushing: Task<Void, Never>?
  private var pending: [RoomUpdate] = []
  /// The sequence number up to which changes were sent.
  private var sent: Int64 = 0
  private var lastFlush = ContinuousClock.now - .seconds(3600)
  private var history: [PastFrame] = []
  private var historyBytes = 0
  private var snapshot: (frame: EventFrame, sequence: Int64, time: ContinuousClock.Instant)?
  private var makingSnapshot: Task<EventFrame, any Error>?
  private var emptySince: ContinuousClock.Instant?

  init(
    _ room: RoomName, _ service: any RoomService, _ metrics: any MetricsFactory, _ settings: EventSettings,
    _ limits: LiveSettings
  ) {
    self.limits = limits
    self.room = room
    self.service = service
    self.metrics = metrics
    self.settings = settings
  }

  // MARK: Clients

  /// Adds a client.
  ///
  /// - Parameter lastEventID: the sequence number that it knows.
  /// - Throws: `APIError` (503) when there are too many; `ServiceError`.
  func subscribe(lastEventID: Int64?) async throws -> (id: Int, frames: AsyncStream<EventFrame>) {
    let limit = limits.limits.eventClients
    guard clients.count < limit else {
      MetricFamily.eventClientsClosed.counter("limit", in: metrics).increment()
      throw APIError(
        .serviceUnavailable, "too_many_clients", "\(limit) clients watch this room already",
        retryAfter: 5)
    }
    try await follow()
    if let lastEventID, canResume(from: lastEventID) { return add(sequence: lastEventID, first: nil) }
    let first = try await currentSnapshot()
    return add(sequence: first.sequence ?? 0, first: first)
  }

  func unsubscribe(_ id: Int) {
    guard let client = clients.removeValue(forKey: id) else { return }
    client.frames.finish()
    noteClients()
  }

  /// Ends all streams.
  func close(reason: String) {
    for client in clients.values { client.frames.finish() }
    if !clients.isEmpty {
      MetricFamily.eventClientsClosed.counter(reason, in: metrics).increment(by: clients.count)
    }
    clients = [:]
    stopFollowing()
    noteClients()
  }

  private func add(sequence: Int64, first: EventFrame?) -> (Int, AsyncStream<EventFrame>) {
    let (stream, continuation) = AsyncStream.makeStream(
      of: EventFrame.self, bufferingPolicy: .bufferingOldest(settings.queueLength))
    let missed = history.filter { $0.after > sequence }
    continuation.yield(EventFrame(joining: [.opening] + [first].compactMap(\.self) + missed.map(\.frame)))
    let client = Client(frames: continuation, sequence: missed.last?.after ?? sequence)
    let id = nextClient
    nextClient += 1
    clients[id] = client
    noteClients()
    return (id, stream)
  }

  private func canResume(from sequence: Int64) -> Bool {
    sequence == sent || (history.first.map { $0.before <= sequence } ?? false) && sequence < sent
  }

  private func noteClients() {
    MetricFamily.eventClients.gauge(room.text, in: metrics).set(clients.count)
    emptySince = clients.isEmpty ? (emptySince ?? .now) : nil
  }

  private func send(_ frame: EventFrame) {
    for (id, client) in clients {
      if let sequence = frame.sequence {
        guard sequence > client.sequence else { continue }
        clients[id]?.sequence = sequence
      }
      switch client.frames.yield(frame) {
      case .enqueued: continue
      case .terminated: clients[id] = nil
      case .dropped:
        // What waits already is still sent, if the client takes it.
        MetricFamily.eventClientsClosed.counter("slow", in: metrics).increment()
        client.frames.finish()
        clients[id] = nil
      @unknown default: clients[id] = nil
      }
    }
    noteClients()
  }

  // MARK: The room

  /// Begins to follow the room, unless it does already.
  private func follow() async throws {
    if pump != nil { return }
    let view = try await service.view(of: room)
    let updates = try await service.updates(of: room, after: view.sequence)
    // Another client may have come first while this one waited.
    if pump != nil { return }
    sent = view.sequence
    pump = Task { [weak self] in
      for await update in updates { await self?.receive(update) }
      if !Task.isCancelled { await self?.close(reason: "room_gone") }
    }
    clock = Task { [weak self, settings] in
      while !Task.isCancelled {
        do { try await Task.sleep(for: settings.keepAlive) } catch { return }
        await self?.tick()
      }
    }
  }

  private func stopFollowing() {
    pump?.cancel()
    clock?.cancel()
    flushing?.cancel()
    (pump, clock, flushing, snapshot) = (nil, nil, nil, nil)
    pending = []
    history = []
    historyBytes = 0
  }

  private func tick() {
    if let emptySince, .now - emptySince > settings.linger {
      stopFollowing()
    } else {
      send(.keepAlive)
    }
  }

  private func receive(_ update: RoomUpdate) {
    pending.append(update)
    if pending.count >= 1024 { pending = [RoomUpdate.merged(pending)].compactMap(\.self) }
    let wait = settings.interval - (ContinuousClock.now - lastFlush)
    if wait <= .zero {
      flush()
    } else if flushing == nil {
      flushing = Task { [weak self] in
        do { try await Task.sleep(for: wait) } catch { return }
        await self?.flush()
      }
    }
  }

  private func flush() {
    flushing?.cancel()
    flushing = nil
    guard let update = RoomUpdate.merged(pending) else { return }
    pending = []
    lastFlush = .now
    guard update.sequence > sent else { return }
    do {
      let frame = EventFrame(event: "update", sequence: update.sequence, data: try APIJSON.data(update))
      MetricFamily.eventFrames.counter("update", in: metrics).increment()
      history.append(PastFrame(frame: frame, before: sent, after: update.sequence))
      historyBytes += frame.buffer.readableBytes
      while history.count > settings.historyLength || historyBytes > settings.historyBytes {
        historyBytes -= history.removeFirst().frame.buffer.readableBytes
      }
      sent = update.sequence
      send(frame)
    } catch {
      // JSON has no infinite numbers: a room that reports one is at fault, and its clients are told to begin anew.
      close(reason: "encoding")
    }
  }

  // MARK: Snapshots

  /// The room as it is, encoded at most once an interval for all who ask.
  private func currentSnapshot() async throws -> EventFrame {
    if let snapshot, snapshot.sequence >= sent, .now - snapshot.time < settings.interval { return snapshot.frame }
    if let makingSnapshot { return try await makingSnapshot.value }
    let task = Task { [room, service] in
      let view = try await service.view(of: room)
      return EventFrame(event: "snapshot", sequence: view.sequence, data: try APIJSON.data(view))
    }
    makingSnapshot = task
    defer { makingSnapshot = nil }
    let frame = try await task.value
    MetricFamily.eventFrames.counter("snapshot", in: metrics).increment()
    snapshot = (frame, frame.sequence ?? 0, .now)
    return frame
  }
}
