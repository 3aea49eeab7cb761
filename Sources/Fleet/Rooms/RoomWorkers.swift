public import Backbone
internal import Concurrency
public import CoreMetrics
public import Delivery
public import Foundation
internal import InventoryEngine
public import LiveshelfCore
internal import Metering
public import Rooms
internal import Storage

/// Runs rooms for a worker: the side of `Backbone.Worker` that knows engines, stores and streams.
public actor RoomWorkers: RoomHandling {
  /// What a worker's rooms work with.
  public struct Settings: Sendable {
    /// The folder of the rooms' local stores, which are also their spools.
    public var folder: URL
    /// For how long the backbone keeps the log of a show that is over; nil: for ever.
    public var logRetention: Duration?

    public init(folder: URL, logRetention: Duration? = nil) {
      self.folder = folder
      self.logRetention = logRetention
    }
  }

  /// A room that its session keeps.
  private struct WeakRoom {
    weak var room: WorkedRoom?
  }

  private let clock = WallClock.steady()
  private let backbone: any Backbone
  private let settings: Settings
  private let directory: RoomDirectory
  private let dispatcher: Dispatcher
  private let metrics: any MetricsFactory
  private let surroundings: RoomSurroundings
  private let view: @Sendable (RoomFrame) throws -> Data
  private var rooms: [RoomName: WeakRoom] = [:]
  /// Rooms of other workers that may come here.
  private var standbys: [RoomName: StandbyRoom] = [:]
  /// The rooms that should be kept ready, and since when others of `standbys` need not be.
  private var wanted: Set<RoomName> = []
  private var unwanted: [RoomName: ContinuousClock.Instant] = [:]
  /// What was folded costs more than keeping it: leases change hands, and what is known of them may be incomplete after the
  /// backbone was away.
  private static let patience = Duration.seconds(60)
  /// The stores of rooms that run or ran here, with what is folded of those that ended.
  private var opened: [RoomName: StoreLog] = [:]
  /// What operators did about signals, also of rooms that are elsewhere now.
  private var attentions: [RoomName: [String: SharedAttention]] = [:]
  /// The thresholds as they were last heard of; nil: nothing was heard yet.
  private var latest: AdvisorSettings?

  /// - Parameters:
  ///   - surroundings: what the rooms get from their process.
  ///   - dispatcher: delivers the rooms' signals; running.
  ///   - metrics: gets what the rooms count.
  ///   - view: what servers show of a room.
  public init(
    _ backbone: any Backbone, settings: Settings, surroundings: RoomSurroundings, dispatcher: Dispatcher,
    metrics: any MetricsFactory = MetricsSystem.factory, view: @escaping @Sendable (RoomFrame) throws -> Data
  ) {
    self.backbone = backbone
    self.settings = settings
    self.dispatcher = dispatcher
    self.metrics = metrics
    self.view = view
    directory = RoomDirectory(backbone)
    self.surroundings = surroundings
  }

  public func openLog(of room: RoomAssignment) async throws -> any ReplicableLog {
    if let standby = standbys.removeValue(forKey: room.room) {
      await standby.stop()
      return standby.log
    }
    return try storeLog(of: room.room)
  }

  /// What is left here of a room that ran, or its store as it is on the disk.
  private func storeLog(of room: RoomName) throws -> StoreLog {
    try opened.removeValue(forKey: room) ?? StoreLog(RoomStore(room: room, folder: folder(of: room)))
  }

  private func folder(of room: RoomName) -> URL { settings.folder.appending(path: room.text) }

  public func start(
    _ assignment: RoomAssignment, log: any ReplicableLog, authority: RoomAuthority,
    rowsWereWritten: @escaping @Sendable () -> Void
  ) async throws -> any RunningRoom {
    guard let log = log as? StoreLog else {
      throw RoomHostError.storage("the log of '\(assignment.room)' is none of this worker")
    }
    let store = log.store
    let name = assignment.room
    let wish = try RoomWish(assignment.definition)
    if let places = try await directory.delivered(of: name) {
      try store.raiseSinkPlaces(try JSONDecoder().decode([String: SignalPlace].self, from: places))
    }
    let thresholds = try await thresholds()
    // Many rooms may open at once after a worker died, each folding a long show: their leases must not lapse meanwhile.
    let room = try await WorkerThread.run("opening \(name)") { [dispatcher, metrics, clock] in
      try LiveRoom(
        store: store, catalog: wish.catalog, settings: thresholds, clock: clock, metrics: metrics, standby: log.standby,
        onSignals: { dispatcher.notify(name) }, onCommit: rowsWereWritten, outbox: { dispatcher.depths(of: name) })
    }
    let report = surroundings.log
    let receiver = try RoomReceiver(room)
    let shelf = MarkerShelf(RoomObjects(backbone), room: name, folder: folder(of: name))
    let life = try RoomLife(
      room, wish, thresholds: thresholds, surroundings: surroundings,
      markers: { try await shelf.fill(with: $0) },
      onStreamEnd: { [directory] show in
        try await directory.change(name) { data in
          guard let data else { throw RoomHostError.unknownRoom(name.text) }
          var wish = try RoomWish(data)
          wish.setup.isWanted = wish.setup.listens
          wish.endedShow = show
          return try wish.encoded()
        }
      })
    dispatcher.attach(GatedOutbox(store: store, authority: authority))
    var tasks: [Task<Void, Never>] = []
    if let retention = settings.logRetention {
      tasks.append(
        Task { [backbone] in await LogKeeper(backbone, store, authority, retention) { report(name, $0) }.run() })
    }
    let telling = Task { [backbone, directory, view, dispatcher, metrics] in
      let lag = MetricFamily.replicationLag.gauge(name.text, in: metrics)
      await Self.tell(
        room, authority, directory, SharedView(backbone, room: name), dispatcher, view, lag, report)
      lag.destroy()
    }
    let worked = WorkedRoom(
      life, receiver: receiver, dispatcher: dispatcher, tasks: tasks + [telling], log: { report(name, $0) })
    await life.begin()
    rooms[name] = WeakRoom(room: worked)
    opened[name] = log
    for (signal, attention) in attentions[name] ?? [:] { await worked.note(attention, to: signal) }
    return worked
  }

  // MARK: Rooms of other workers

  public func standBy(for names: Set<RoomName>) async {
    wanted = names
    for name in opened.keys where !names.contains(name) && rooms[name]?.room == nil { opened[name] = nil }
    for name in names where standbys[name] == nil {
      do {
        standbys[name] = StandbyRoom(backbone, try storeLog(of: name))
      } catch {
        surroundings.log(name, "the room cannot be kept ready here: \(error)")
      }
    }
  }

  public func readyRooms() async -> Set<RoomName>? {
    var ready: Set<RoomName> = []
    for (name, standby) in standbys where await standby.isReady { ready.insert(name) }
    return ready
  }

  /// Lets go of rooms that have not been wanted for a while.
  private func forgetUnwanted() async {
    let now = ContinuousClock.now
    unwanted = unwanted.filter { !wanted.contains($0.key) && standbys[$0.key] != nil }
    for (name, standby) in standbys where !wanted.contains(name) {
      let since = unwanted[name] ?? now
      unwanted[name] = since
      guard now - since > Self.patience else { continue }
      standbys[name] = nil
      await standby.stop()
    }
  }

  /// Keeps the rooms ready, until the task is cancelled.
  private func followOthers() async {
    while !Task.isCancelled {
      await forgetUnwanted()
      for (name, standby) in standbys {
        do {
          try await standby.advance()
        } catch {
          // The takeover will restore what is missing, or tell.
          surroundings.log(name, "the room is not kept ready at the moment: \(error)")
        }
      }
      try? await Task.sleep(for: .milliseconds(500))
    }
  }

  // MARK: What all workers share

  /// Follows the thresholds that all rooms share, what operators do about signals, and the rooms that are kept ready, until
  /// the task is cancelled.
  public func run() async {
    async let others: Void = followOthers()
    await followShared()
    await others
  }

  private func followShared() async {
    while !Task.isCancelled {
      do {
        let changes = try await directory.settingsChanges()
        let attentions = try await directory.attentionChanges()
        while !Task.isCancelled {
          for change in try await changes.next(wait: .milliseconds(500)) where change.name == SharedThresholds.name {
            await apply(try SharedThresholds.decode(change.value))
          }
          for change in try await attentions.next(wait: .zero) {
            await note(try change.value.map { try SharedAttention($0) }, to: change.signal, of: change.room)
          }
        }
      } catch {
        surroundings.log(nil, "thresholds and operators cannot be followed now: \(error)")
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }

  private func apply(_ thresholds: AdvisorSettings) async {
    latest = thresholds
    for (name, entry) in rooms {
      if let room = entry.room { await room.apply(thresholds) } else { rooms[name] = nil }
    }
  }

  private func note(_ attention: SharedAttention?, to signal: String, of room: RoomName) async {
    attentions[room, default: [:]][signal] = attention
    if let attention { await rooms[room]?.room?.note(attention, to: signal) }
  }

  private func thresholds() async throws -> AdvisorSettings {
    if let latest { return latest }
    return try SharedThresholds.decode(try await directory.settings(SharedThresholds.name))
  }

  /// Twice a second: what servers show of the room, how far sinks are, and that more may leave.
  private static func tell(
    _ room: LiveRoom, _ authority: RoomAuthority, _ directory: RoomDirectory, _ shared: SharedView,
    _ dispatcher: Dispatcher,
    _ view: @Sendable (RoomFrame) throws -> Data, _ lag: Meter, _ report: @Sendable (RoomName?, String) -> Void
  ) async {
    var shown: Int64 = -1
    var places: [String: SignalPlace] = [:]
    var released: Int64 = -1
    var edition = 0
    while !Task.isCancelled {
      await authority.waitForChange(from: released, atMost: .milliseconds(500))
      if let row = authority.emittableRow, row > released {
        released = row
        dispatcher.lookAgain(room.name)
      }
      do throws(StoreError) {
        lag.set(max(0, try room.store.lastSequence() - authority.replicatedRow))
      } catch {
        report(room.name, "how far the backbone has the room's log cannot be told: \(error)")
      }
      guard authority.emittableRow != nil, let frame = room.frame, frame.sequence > shown else { continue }
      do {
        edition += 1
        try await shared.show(try view(frame), edition: edition)
        shown = frame.sequence
        let now = try room.store.sinkPlaces()
        if now != places {
          try await directory.noteDelivered(try JSONEncoder().encode(now), of: room.name)
          places = now
        }
      } catch {
        report(room.name, "what the room shows was not told: \(error)")
      }
      try? await Task.sleep(for: .milliseconds(250))
    }
  }
}
