internal import Delivery
public import InventoryEngine
public import LiveshelfCore
public import RoomAPI
internal import Rooms

/// Rooms without an engine and a database: enough of them that the server can be tested and measured alone. Orders move the
/// totals and the products' units and stock; everything else is as it was set.
public actor InMemoryRooms: RoomService {
  struct Room {
    var summary: RoomSummary
    var columns: [String: String] = [:]
    var view: RoomView
    var markers: [String: [UInt8]] = [:]
    var eventIDs: Set<String> = []
    var watchers: [Int: AsyncStream<RoomUpdate>.Continuation] = [:]
    var counts: [String: Int] = ["orders": 0, "stock": 0, "comments": 0, "clicks": 0]
    var batches: [IntakeBatch] = []
    var presentations: [PresentationView] = []
    var viewerFacts = ViewerFacts()
    var runningOrder = RunningOrder()
    var setAside: [SetAsideView] = []
  }

  var contents: [RoomName: Room] = [:]
  private var settings = AdvisorSettings()
  private var problems: [ServiceStatus.Problem] = []
  private var isFull = false
  private var isPaused = false
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var nextWatcher = 0
  /// Whether batches are remembered, for tests.
  private let keepsBatches: Bool

  public init(keepsBatches: Bool = true) {
    self.keepsBatches = keepsBatches
  }

  // MARK: For tests

  /// A room with products `A1`, `B2`, … of 1,000 pieces each, a signal and a presentation.
  public func addRoom(_ name: RoomName, products: Int = 2) {
    var room = Room(
      summary: RoomSummary(name: name.text, state: .live, show: "20260410T200000", products: products, sequence: 1),
      view: RoomView(room: name.text, state: .live, show: "20260410T200000", sequence: 1))
    room.view.products = (0..<products).map { index in
      ProductView(
        sku: Self.sku(index), name: "产品 \(index)", livePrice: 59, available: 1000, opening: 1000, onHand: 1000,
        warehouses: [WarehouseStock(warehouse: "GZ", available: 1000, onHand: 1000)])
    }
    room.presentations = [
      PresentationView(
        id: "p-1", sku: "A1", product: "产品 0", start: 3, confidence: 0.9, announcedAt: 5, reason: "heard")
    ]
    var surge = SignalType.demandSurge.example
    (surge.id, surge.room) = ("s-1", name)
    room.view.signals = [
      SignalView(cloudevent: CloudEvent(surge, in: .china), sequence: 1)
    ]
    contents[name] = room
  }

  /// `A1`, `B2`, …, `A27`, ….
  public static func sku(_ index: Int) -> String {
    "\(Character(UnicodeScalar(UInt8(65 + index % 26))))\(index + 1)"
  }

  public func setFull(_ isFull: Bool) { self.isFull = isFull }
  public func setProblems(_ problems: [ServiceStatus.Problem]) { self.problems = problems }
  public func batches(of room: RoomName) -> [IntakeBatch] { contents[room]?.batches ?? [] }
  public func marker(_ name: String, in room: RoomName) -> [UInt8]? { contents[room]?.markers[name] }

  /// Batches wait to become durable until `resume`.
  public func pause() { isPaused = true }

  public func resume() {
    isPaused = false
    for continuation in waiting { continuation.resume() }
    waiting = []
  }

  public var waitingBatches: Int { waiting.count }

  /// Changes a room as the engine would, and tells all who watch.
  public func change(_ name: RoomName, _ change: @Sendable (inout RoomUpdate) -> Void) {
    guard var room = contents[name] else { return }
    var update = RoomUpdate(room: name.text, sequence: room.view.sequence + 1)
    change(&update)
    room.view.apply(update)
    room.summary.sequence = room.view.sequence
    contents[name] = room
    for watcher in room.watchers.values { watcher.yield(update) }
  }

  // MARK: What the other files use

  func room(_ name: RoomName) throws(ServiceError) -> Room {
    guard let room = contents[name] else { throw .roomNotFound(name) }
    return room
  }

  func watch(_ name: RoomName) throws(ServiceError) -> AsyncStream<RoomUpdate> {
    guard contents[name] != nil else { throw .roomNotFound(name) }
    let (stream, continuation) = AsyncStream.makeStream(of: RoomUpdate.self)
    let id = nextWatcher
    nextWatcher += 1
    contents[name]?.watchers[id] = continuation
    continuation.onTermination = { [weak self] _ in Task { await self?.unwatch(name, id) } }
    return stream
  }

  private func unwatch(_ name: RoomName, _ id: Int) {
    contents[name]?.watchers[id] = nil
  }

  func waitForResume() async {
    if isPaused { await withCheckedContinuation { waiting.append($0) } }
  }

  func refuseWhenFull() throws(ServiceError) {
    if isFull { throw .busy(retryAfter: 3) }
  }

  var remembersBatches: Bool { keepsBatches }

  public func thresholds() -> AdvisorSettings { settings }
  public func setThresholds(_ settings: AdvisorSettings) throws(ServiceError) { self.settings = settings }
  public func status() -> ServiceStatus { ServiceStatus(problems: problems) }
}
