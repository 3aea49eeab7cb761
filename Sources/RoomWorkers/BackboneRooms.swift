public import Backbone
internal import Foundation
public import InventoryEngine
public import LiveshelfCore
public import LiveshelfServer
public import RoomHost
internal import Synchronization

/// The rooms of all workers as a server's service: intake goes to the backbone, and what is shown comes from there. Any
/// number of servers may run; none keeps anything.
public final class BackboneRooms: RoomService {
  private struct Known {
    var definition: RoomSetup
    var catalog: Catalog
    var view: RoomView?
  }

  private let backbone: any Backbone
  private let directory: RoomDirectory
  private let known = Mutex<[RoomName: Known]>([:])
  private let log: @Sendable (String) -> Void
  /// A batch of a request becomes records of at most so many rows.
  private static let rowsOfRecord = 500

  public init(_ backbone: any Backbone, log: @escaping @Sendable (String) -> Void) {
    self.backbone = backbone
    self.log = log
    directory = RoomDirectory(backbone)
  }

  /// Follows the directory and what the rooms show, until the task is cancelled.
  public func run() async {
    while !Task.isCancelled {
      do throws(BackboneError) {
        let (definitions, views) = (try await directory.definitions(), try await directory.views())
        while !Task.isCancelled {
          for entry in try await definitions.next(wait: .milliseconds(100)) { note(entry) }
          for entry in try await views.next(wait: .milliseconds(100)) { show(entry) }
        }
      } catch {
        log("the rooms cannot be followed now: \(error)")
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }

  private func note(_ entry: RoomEntry) {
    guard let value = entry.value else {
      known.withLock { _ = $0.removeValue(forKey: entry.room) }
      return
    }
    do {
      let (definition, catalog) = try WorkedDefinition.decode(value)
      known.withLock { rooms in
        rooms[entry.room] = Known(definition: definition, catalog: catalog, view: rooms[entry.room]?.view)
      }
    } catch {
      log("the definition of '\(entry.room)' cannot be read: \(error)")
    }
  }

  private func show(_ entry: RoomEntry) {
    guard let value = entry.value else { return }
    do {
      let view = try JSONDecoder().decode(RoomView.self, from: value)
      known.withLock { $0[entry.room]?.view = view }
    } catch {
      log("what '\(entry.room)' shows cannot be read: \(error)")
    }
  }

  private func known(_ room: RoomName) throws(ServiceError) -> Known {
    guard let entry = known.withLock({ $0[room] }) else { throw .roomNotFound(room) }
    return entry
  }

  private func reached<Value>(_ body: () async throws(BackboneError) -> Value) async throws(ServiceError) -> Value {
    do {
      return try await body()
    } catch {
      throw .unavailable("the backbone: \(error)")
    }
  }

  // MARK: Rooms

  public func rooms() async -> [RoomSummary] {
    known.withLock { $0.values.map { Self.summary($0) } }.sorted { $0.name < $1.name }
  }

  private static func summary(_ known: Known) -> RoomSummary {
    RoomSummary(
      name: known.definition.name.text, state: known.view?.state ?? .idle, url: known.definition.shownAddress,
      listen: known.definition.listens, show: known.view?.show, startedAt: known.view?.startedAt,
      products: known.catalog.products.count, sequence: known.view?.sequence ?? 0)
  }

  private func register(_ entry: Known) async throws(ServiceError) {
    let data: Data
    do {
      data = try WorkedDefinition.encode(entry.definition, entry.catalog)
    } catch {
      throw .unavailable("the room's definition cannot be written: \(error)")
    }
    try await reached { () throws(BackboneError) in
      try await directory.register(RoomAssignment(room: entry.definition.name, definition: data))
    }
    known.withLock { $0[entry.definition.name] = entry }
  }

  public func createRoom(_ definition: RoomDefinition) async throws(ServiceError) -> RoomSummary {
    if known.withLock({ $0[definition.name] }) != nil { throw .roomExists(definition.name) }
    let entry = Known(
      definition: RoomSetup(
        name: definition.name, url: definition.url, listens: definition.listens, startTime: definition.startTime),
      catalog: Catalog(definition.products))
    try await register(entry)
    return Self.summary(entry)
  }

  public func deleteRoom(_ room: RoomName) async throws(ServiceError) {
    _ = try known(room)
    try await reached { () throws(BackboneError) in try await directory.remove(room) }
    known.withLock { _ = $0.removeValue(forKey: room) }
  }

  public func startRoom(_ room: RoomName) async throws(ServiceError) -> RoomSummary { try await want(room, true) }

  public func stopRoom(_ room: RoomName) async throws(ServiceError) -> RoomSummary { try await want(room, false) }

  private func want(_ room: RoomName, _ isWanted: Bool) async throws(ServiceError) -> RoomSummary {
    var entry = try known(room)
    guard entry.definition.isWanted != isWanted else {
      throw .conflict("the room '\(room)' \(isWanted ? "runs already" : "does not run")")
    }
    entry.definition.isWanted = isWanted
    try await register(entry)
    return Self.summary(entry)
  }

  public func setCatalog(_ products: [Product], in room: RoomName) async throws(ServiceError) -> RoomSummary {
    var entry = try known(room)
    entry.catalog = Catalog(products)
    try await register(entry)
    return Self.summary(entry)
  }

  public func markers(in room: RoomName) async throws(ServiceError) -> [String] { [] }

  public func setMarker(_ name: String, audio: [UInt8], in room: RoomName) async throws(ServiceError) {
    throw Self.elsewhere("markers are not shared over the backbone")
  }

  public func deleteMarker(_ name: String, in room: RoomName) async throws(ServiceError) {
    throw Self.elsewhere("markers are not shared over the backbone")
  }

  // MARK: Intake

  public func submit(_ batch: IntakeBatch, to room: RoomName) async throws(ServiceError) -> IntakeReceipt {
    _ = try known(room)
    let rows = batch.rows.intakeRows
    var records: [NewRecord] = []
    do {
      for start in stride(from: 0, to: rows.count, by: Self.rowsOfRecord) {
        let part = Array(rows[start..<min(rows.count, start + Self.rowsOfRecord)])
        records.append(
          NewRecord(
            id: UUID().uuidString, body: try IntakeMessage(rows: part, receivedAt: batch.receivedAt).encoded()))
      }
    } catch {
      throw .unavailable("the rows cannot be written: \(error)")
    }
    try await reached { () throws(BackboneError) in _ = try await backbone.append(records, to: .intake(of: room)) }
    return IntakeReceipt(accepted: rows.count, repeated: 0, durableAt: WallClock.system.now)
  }

  public func correctPresentation(
    to sku: SKU?, in room: RoomName, by operatorName: String
  ) async throws(ServiceError) -> PresentationView? {
    let now = WallClock.system.now
    var clicks: [RoomClick] = []
    if let open = try known(room).view?.now, open.sku != sku?.text {
      clicks.append(RoomClick(sku: SKU(open.sku), starts: false, time: now))
    }
    if let sku { clicks.append(RoomClick(sku: sku, starts: true, time: now)) }
    if !clicks.isEmpty {
      _ = try await submit(IntakeBatch(.clicks(clicks), receivedAt: now, sender: operatorName), to: room)
    }
    return nil
  }

  // MARK: Reading

  public func view(of room: RoomName) async throws(ServiceError) -> RoomView {
    let entry = try known(room)
    return entry.view ?? RoomView(room: room.text, state: .idle, sequence: 0)
  }

  public func updates(of room: RoomName, after sequence: Int64) async throws(ServiceError) -> AsyncStream<RoomUpdate> {
    _ = try known(room)
    return AsyncStream { continuation in
      let task = Task {
        var last: RoomView?
        while !Task.isCancelled, let entry = self.known.withLock({ $0[room] }) {
          if let view = entry.view, view.sequence > last?.sequence ?? sequence {
            let update = last.map { view.update(since: $0) } ?? RoomUpdate(whole: view)
            last = view
            if let update { continuation.yield(update) }
          }
          try? await Task.sleep(for: .milliseconds(100))
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  public func products(in room: RoomName) async throws(ServiceError) -> [ProductView] {
    try await view(of: room).products
  }

  public func inventory(in room: RoomName) async throws(ServiceError) -> [InventoryRow] {
    try await view(of: room).products.flatMap { product in
      product.warehouses.map { stock in
        InventoryRow(
          sku: product.sku, product: product.name, warehouse: stock.warehouse, onHand: stock.onHand,
          reserved: stock.onHand - stock.available, available: stock.available, inTransit: stock.inTransit,
          arrival: stock.arrival, safetyStock: stock.safetyStock)
      }
    }
  }

  public func signals(
    in room: RoomName, after sequence: Int64, limit: Int
  ) async throws(ServiceError) -> SignalPage {
    let signals = try await view(of: room).signals.filter { $0.sequence > sequence }
    let page = Array(signals.prefix(limit))
    return SignalPage(signals: page, next: signals.count > limit ? page.last?.sequence : nil)
  }

  public func presentations(in room: RoomName) async throws(ServiceError) -> [PresentationView] {
    throw Self.elsewhere("past presentations are in the room's log, which its worker keeps")
  }

  public func turnover(
    in room: RoomName, by grouping: TurnoverGrouping
  ) async throws(ServiceError) -> [TurnoverRow] {
    throw Self.elsewhere("turnover needs the room's log, which its worker keeps")
  }

  public func timeline(
    of sku: SKU, in room: RoomName, binSeconds: Int
  ) async throws(ServiceError) -> ProductTimeline {
    throw Self.elsewhere("timelines need the room's log, which its worker keeps")
  }

  public func shows(in room: RoomName) async throws(ServiceError) -> [ShowSummary] { [] }

  public func show(
    _ show: String, in room: RoomName, binSeconds: Int
  ) async throws(ServiceError) -> ShowTimelineView {
    throw .notFound(what: "show", id: show)
  }

  public func changeSignal(
    _ id: String, _ change: SignalChange, in room: RoomName, by operatorName: String
  ) async throws(ServiceError) -> SignalView {
    throw Self.elsewhere("what operators do about signals is not shared over the backbone")
  }

  public func answer(_ inquiry: ViewerInquiry, in room: RoomName) async throws(ServiceError) -> ViewerReply {
    _ = try known(room)
    throw Self.elsewhere("answers to viewers need the room's ledger, which its worker keeps")
  }

  public func viewerFacts(of room: RoomName) async throws(ServiceError) -> ViewerFacts {
    _ = try known(room)
    throw Self.elsewhere("facts for viewers are not shared over the backbone")
  }

  public func setViewerFacts(_ facts: ViewerFacts, in room: RoomName) async throws(ServiceError) -> [String] {
    _ = try known(room)
    throw Self.elsewhere("facts for viewers are not shared over the backbone")
  }

  public func thresholds() async -> AdvisorSettings { AdvisorSettings() }

  public func setThresholds(_ settings: AdvisorSettings) async throws(ServiceError) {
    throw Self.elsewhere("thresholds are not shared over the backbone")
  }

  public func status() async -> ServiceStatus { ServiceStatus() }

  public func measurements() async -> [RoomMeasurements] {
    known.withLock { rooms in
      rooms.values.map { RoomMeasurements(room: $0.definition.name.text, state: $0.view?.state ?? .idle) }
    }
  }

  /// What a server over the backbone cannot do; 'liveshelf serve' without one can.
  private static func elsewhere(_ reason: String) -> ServiceError {
    .unavailable("\(reason): ask the server of one machine ('liveshelf serve' without --backbone)")
  }
}
