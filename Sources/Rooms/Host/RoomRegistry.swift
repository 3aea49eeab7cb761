public import CoreMetrics
public import Foundation
internal import Hearing
public import InventoryEngine
public import LiveshelfCore
public import MediaIngest
internal import Shows
internal import SpeechRecognition
public import Storage

/// Many rooms in one process, each with its own thread, store, stream and limits.
public actor RoomRegistry {
  /// What a host works with.
  public struct Settings: Sendable {
    /// The folder in which the rooms' folders are.
    public var folder: URL
    /// The folder of the speech models; nil: where the set-up puts them.
    public var models: URL?
    public var largestRoomCount = 64
    /// Rows that may wait for one room's thread.
    public var queueCapacity = 50_000
    public var clock = WallClock.system
    /// The thresholds of the advice, until others are set.
    public var thresholds = AdvisorSettings()

    public init(folder: URL, models: URL? = nil) {
      self.folder = folder
      self.models = models
    }
  }

  /// A room and what belongs to it.
  struct Entry {
    var room: LiveRoom
    var definition: RoomSetup
    var catalog: Catalog
    var folder: RoomFolder
    var stream: Task<Void, Never>?
  }

  public private(set) var settings: Settings
  let log: @Sendable (RoomName?, String) -> Void
  let onSignals: @Sendable (RoomName) -> Void
  let metrics: any MetricsFactory
  let outbox: @Sendable (RoomName) -> [String: Int]
  let onOpen: @Sendable (RoomStore) -> Void
  let onClose: @Sendable (RoomName) async -> Void
  let onShowEnd: @Sendable (LiveRoom) async -> Void
  let objection: @Sendable (_ address: String, _ listens: Bool) async -> String?
  let addressPolicy: AddressPolicy?
  var entries: [RoomName: Entry] = [:]
  private let speech: SharedSpeechModel
  private var isStopped = false

  /// - Parameters:
  ///   - log: gets lines for the log, with the room that they are about.
  ///   - onSignals: called from the rooms' threads when a room's signals became durable.
  ///   - outbox: how many signals of a room wait for delivery, by sink.
  ///   - onOpen: called with the store of each room that was opened.
  ///   - onClose: called before a room's store is closed.
  ///   - onShowEnd: called when a show of a room has ended.
  ///   - objection: says what speaks against a stream's address, or nil. Asked each time that a room is attached, because a
  ///     name may mean another machine than when the room was made.
  ///   - addressPolicy: decides at each connection of a stream which address is used; nil: any.
  public init(
    _ settings: Settings, log: @escaping @Sendable (RoomName?, String) -> Void,
    metrics: any MetricsFactory = MetricsSystem.factory,
    onSignals: @escaping @Sendable (RoomName) -> Void = { _ in },
    outbox: @escaping @Sendable (RoomName) -> [String: Int] = { _ in [:] },
    onOpen: @escaping @Sendable (RoomStore) -> Void = { _ in },
    onClose: @escaping @Sendable (RoomName) async -> Void = { _ in },
    onShowEnd: @escaping @Sendable (LiveRoom) async -> Void = { _ in },
    objection: @escaping @Sendable (_ address: String, _ listens: Bool) async -> String? = { _, _ in nil },
    addressPolicy: AddressPolicy? = nil
  ) {
    self.settings = settings
    speech = SharedSpeechModel(settings.models)
    self.log = log
    self.onSignals = onSignals
    self.metrics = metrics
    self.outbox = outbox
    self.onOpen = onOpen
    self.onClose = onClose
    self.onShowEnd = onShowEnd
    self.objection = objection
    self.addressPolicy = addressPolicy
  }

  /// Opens the rooms that are in the folder; those that ran go on.
  ///
  /// A room that cannot be opened is left out and told of; the others work.
  public func open() async throws(RoomHostError) {
    do {
      try FileManager.default.createDirectory(at: settings.folder, withIntermediateDirectories: true)
    } catch {
      throw .storage("'\(settings.folder.path)' cannot be made: \(error.localizedDescription)")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: settings.folder.path)) ?? []
    for name in names.sorted() {
      guard let room = RoomName(name) else { continue }
      let folder = folder(of: room)
      guard FileManager.default.fileExists(atPath: folder.definitionFile.path) else { continue }
      do throws(RoomHostError) {
        let (definition, catalog) = try folder.load()
        try add(definition, catalog)
        if definition.isRunning { try await start(room) }
      } catch {
        log(room, "the room is not open: \(error)")
      }
    }
  }

  /// Closes all rooms; shows that run stay open and go on when the rooms are opened again.
  public func close() async {
    isStopped = true
    for (name, entry) in entries {
      entry.stream?.cancel()
      await entry.stream?.value
      await onClose(name)
      await closeRoom(entry)
      entries[name] = nil
    }
  }

  /// Ends a room's thread and closes its database; what goes wrong is told.
  func closeRoom(_ entry: Entry) async {
    guard let error = await entry.room.close() else { return }
    log(entry.definition.name, "the room's database was not closed in order: \(error)")
  }

  /// Sets the thresholds of all rooms.
  public func apply(_ thresholds: AdvisorSettings) {
    settings.thresholds = thresholds
    for entry in entries.values { entry.room.setThresholds(thresholds) }
  }

  /// How many rooms there may be; those that are there stay.
  public func allow(rooms count: Int) {
    settings.largestRoomCount = count
  }

  /// By name.
  public var rooms: [(room: LiveRoom, definition: RoomSetup, catalog: Catalog)] {
    entries.values.sorted { $0.definition.name.text < $1.definition.name.text }
      .map { ($0.room, $0.definition, $0.catalog) }
  }

  public func room(_ name: RoomName) throws(RoomHostError) -> LiveRoom { try entry(name).room }

  public func definition(of name: RoomName) throws(RoomHostError) -> RoomSetup { try entry(name).definition }

  func entry(_ name: RoomName) throws(RoomHostError) -> Entry {
    guard let entry = entries[name] else { throw .unknownRoom(name.text) }
    return entry
  }

  func folder(of room: RoomName) -> RoomFolder { RoomFolder(url: settings.folder.appending(path: room.text)) }

  /// Opens a room and keeps it.
  func add(_ definition: RoomSetup, _ catalog: Catalog) throws(RoomHostError) {
    guard !isStopped else { throw .stopped }
    let folder = folder(of: definition.name)
    let name = definition.name
    let room = try LiveRoom(
      name: name, catalog: catalog, settings: settings.thresholds, folder: folder.url, clock: settings.clock,
      capacity: settings.queueCapacity, metrics: metrics, onSignals: { [onSignals] in onSignals(name) },
      outbox: { [outbox] in outbox(name) })
    entries[name] = Entry(room: room, definition: definition, catalog: catalog, folder: folder)
    onOpen(room.store)
  }

  /// The speech model, which all rooms share; loaded when the first needs it.
  func speechModel() async throws(RoomHostError) -> any RecognizerSource {
    do {
      return try await speech.model()
    } catch {
      throw .hearing("\(error)")
    }
  }
}
