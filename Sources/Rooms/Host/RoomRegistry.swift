public import CoreMetrics
public import Foundation
public import InventoryEngine
public import LiveshelfCore
public import Storage

/// The rooms of a folder, each with its own thread, store, stream and limits: what the folder says of them is what is wished,
/// and their lives make it so.
public actor RoomRegistry {
  /// What a host works with.
  public struct Settings: Sendable {
    /// The folder in which the rooms' folders are.
    public var folder: URL
    public var largestRoomCount = 64
    /// Rows that may wait for one room's thread.
    public var queueCapacity = 50_000
    public var clock = WallClock.steady()
    /// Entries of a shop's log after which its show ends and the next goes on with its stock.
    public var rowsOfShopDay = LiveRoom.usualRowsOfDay
    /// The thresholds of the advice, until others are set.
    public var thresholds = AdvisorSettings()

    public init(folder: URL) {
      self.folder = folder
    }
  }

  /// A room and what belongs to it.
  struct Entry {
    var life: RoomLife
    var wish: RoomWish
    var folder: RoomFolder
    /// What a room and its shop tell each other; nil: the room keeps its own stock.
    var link: Task<Void, Never>?

    var room: LiveRoom { life.room }
  }

  public private(set) var settings: Settings
  let surroundings: RoomSurroundings
  private let onSignals: @Sendable (RoomName) -> Void
  private let metrics: any MetricsFactory
  private let outbox: @Sendable (RoomName) -> [String: Int]
  private let onOpen: @Sendable (RoomStore) -> Void
  private let onClose: @Sendable (RoomName) async -> Void
  let bell = ShopBell()
  var entries: [RoomName: Entry] = [:]
  /// Rooms that were removed and are not closed yet, and the shops of those that had one.
  var removals: [RoomName: Task<Void, Never>] = [:]
  var removed: [RoomName: RoomName] = [:]
  private var isStopped = false

  /// - Parameters:
  ///   - onSignals: called from the rooms' threads when a room's signals became durable.
  ///   - outbox: how many signals of a room wait for delivery, by sink.
  ///   - onOpen: called with the store of each room that was opened.
  ///   - onClose: called before a room's store is closed.
  public init(
    _ settings: Settings, _ surroundings: RoomSurroundings, metrics: any MetricsFactory = MetricsSystem.factory,
    onSignals: @escaping @Sendable (RoomName) -> Void = { _ in },
    outbox: @escaping @Sendable (RoomName) -> [String: Int] = { _ in [:] },
    onOpen: @escaping @Sendable (RoomStore) -> Void = { _ in },
    onClose: @escaping @Sendable (RoomName) async -> Void = { _ in }
  ) {
    self.settings = settings
    self.surroundings = surroundings
    self.onSignals = onSignals
    self.metrics = metrics
    self.outbox = outbox
    self.onOpen = onOpen
    self.onClose = onClose
  }

  /// Opens the rooms that are in the folder; those that ran go on.
  ///
  /// A room that cannot be opened is left out and told of; the others work.
  public func open() async throws(RoomHostError) {
    do {
      try FileManager.default.createDirectory(at: settings.folder, withIntermediateDirectories: true)
    } catch {
      throw .storage("'\(settings.folder.path)' cannot be made: \(RoomFileTrouble.text(error))")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: settings.folder.path)) ?? []
    for name in names.sorted() {
      guard let room = RoomName(name) else { continue }
      let folder = folder(of: room)
      guard FileManager.default.fileExists(atPath: folder.definitionFile.path) else { continue }
      do throws(RoomHostError) {
        try await add(try folder.load())
      } catch {
        surroundings.log(room, "the room is not open: \(error)")
      }
    }
    linkShops()
    try finishRemovals()
  }

  /// Closes all rooms; shows that run stay open and go on when the rooms are opened again.
  public func close() async {
    isStopped = true
    for removal in removals.values { await removal.value }
    for entry in entries.values { await leaveShop(entry) }
    for (name, entry) in entries {
      await close(entry)
      entries[name] = nil
    }
  }

  /// Ends a room's life and closes its database; what goes wrong is told.
  func close(_ entry: Entry) async {
    await leaveShop(entry)
    await entry.life.end()
    await onClose(entry.room.name)
    guard let error = await entry.room.close() else { return }
    surroundings.log(entry.room.name, "the room's database was not closed in order: \(error)")
  }

  /// Sets the thresholds of all rooms.
  public func apply(_ thresholds: AdvisorSettings) async {
    settings.thresholds = thresholds
    for entry in entries.values { await entry.life.apply(thresholds) }
  }

  /// How many rooms there may be; those that are there stay.
  public func allow(rooms count: Int) {
    settings.largestRoomCount = count
  }

  /// By name.
  public var rooms: [(room: LiveRoom, definition: RoomSetup, catalog: Catalog)] {
    entries.values.sorted { $0.room.name.text < $1.room.name.text }.map { ($0.room, $0.wish.setup, $0.wish.catalog) }
  }

  public func room(_ name: RoomName) throws(RoomHostError) -> LiveRoom { try entry(name).room }

  public func definition(of name: RoomName) throws(RoomHostError) -> RoomSetup { try entry(name).wish.setup }

  func entry(_ name: RoomName) throws(RoomHostError) -> Entry {
    guard let entry = entries[name] else { throw .unknownRoom(name.text) }
    return entry
  }

  func folder(of room: RoomName) -> RoomFolder { RoomFolder(url: settings.folder.appending(path: room.text)) }

  /// Opens a room and keeps it.
  func add(_ wish: RoomWish) async throws(RoomHostError) {
    guard !isStopped else { throw .stopped }
    let name = wish.setup.name
    let folder = folder(of: name)
    let room = try LiveRoom(
      name: name, catalog: wish.catalog, settings: settings.thresholds, folder: folder.url, clock: settings.clock,
      capacity: settings.queueCapacity, metrics: metrics, shop: wish.setup.shop,
      rowsOfDay: settings.rowsOfShopDay,
      onSignals: { [onSignals] in onSignals(name) }, onCommit: { [bell] in bell.ring(name) },
      outbox: { [outbox] in outbox(name) })
    let life: RoomLife
    do throws(RoomHostError) {
      life = try RoomLife(
        room, wish, thresholds: settings.thresholds, surroundings: surroundings,
        markers: { $0.isEmpty ? nil : folder.markers },
        onStreamEnd: { [weak self] show in try await self?.streamEnded(of: name, show: show) })
    } catch {
      await room.close()
      throw error
    }
    entries[name] = Entry(life: life, wish: wish, folder: folder)
    onOpen(room.store)
    await life.begin()
  }
}
