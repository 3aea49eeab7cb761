internal import Delivery
internal import Foundation
public import InventoryEngine
public import LiveshelfCore
internal import RoomEngine
public import Rooms
public import Storage
internal import Synchronization
internal import Wording

/// The rooms of this process as the server's service.
public final class HostedRooms: ReadRooms {
  let registry: RoomRegistry
  let desks = ViewerDesks()
  let thresholdsFile: ThresholdsFile

  /// - Parameter thresholds: where the thresholds are kept.
  public init(registry: RoomRegistry, thresholds: ThresholdsFile) {
    self.registry = registry
    thresholdsFile = thresholds
  }

  func room(_ name: RoomName) async throws(ServiceError) -> LiveRoom {
    try await served { () async throws(RoomHostError) in try await registry.room(name) }
  }

  func frame(of name: RoomName) async throws(ServiceError) -> RoomFrame {
    guard let frame = try await room(name).frame else { throw .unavailable("the room '\(name)' is being opened") }
    return frame
  }

  func summary(of name: RoomName) async throws(ServiceError) -> RoomSummary {
    let definition = try await served { () async throws(RoomHostError) in try await registry.definition(of: name) }
    return RoomSummary(definition, try await frame(of: name))
  }

  // MARK: Rooms

  public func rooms() async -> [RoomSummary] {
    await registry.rooms.compactMap { entry in
      entry.room.frame.map { RoomSummary(entry.definition, $0) }
    }
  }

  public func createRoom(_ definition: RoomDefinition) async throws(ServiceError) -> RoomSummary {
    try await served { () async throws(RoomHostError) in
      try await registry.create(
        RoomSetup(
          name: definition.name, title: definition.title, url: definition.url, listens: definition.listens,
          headers: definition.headers,
          startTime: definition.startTime, endsAfter: definition.endsAfter, shop: definition.shop,
          columns: definition.columns),
        catalog: Catalog(definition.products))
    }
    return try await summary(of: definition.name)
  }

  public func columns(of kind: RowKind, in room: RoomName) async throws(ServiceError) -> String? {
    try await served { () async throws(RoomHostError) in try await registry.definition(of: room).columns[kind.rawValue]
    }
  }

  public func changeRoom(_ room: RoomName, _ change: RoomChange) async throws(ServiceError) -> RoomSummary {
    var setup = try await served { () async throws(RoomHostError) in try await registry.definition(of: room) }
    try change.apply(to: &setup)
    let wanted = setup
    try await served { () async throws(RoomHostError) in try await registry.change(wanted) }
    return try await summary(of: room)
  }

  public func deleteRoom(_ room: RoomName) async throws(ServiceError) {
    try await served { () async throws(RoomHostError) in try await registry.remove(room) }
  }

  public func startRoom(_ room: RoomName) async throws(ServiceError) -> RoomSummary {
    try await served { () async throws(RoomHostError) in try await registry.start(room) }
    return try await summary(of: room)
  }

  public func stopRoom(_ room: RoomName) async throws(ServiceError) -> RoomSummary {
    try await served { () async throws(RoomHostError) in try await registry.stop(room) }
    return try await summary(of: room)
  }

  public func setCatalog(_ products: [Product], in room: RoomName) async throws(ServiceError) -> RoomSummary {
    try await served { () async throws(RoomHostError) in try await registry.change(Catalog(products), in: room) }
    return try await summary(of: room)
  }

  public func markers(in room: RoomName) async throws(ServiceError) -> [String] {
    try await served { () async throws(RoomHostError) in try await registry.markers(of: room) }
  }

  public func setMarker(_ name: String, audio: [UInt8], in room: RoomName) async throws(ServiceError) {
    try await served { () async throws(RoomHostError) in try await registry.setMarker(name, audio: audio, in: room) }
  }

  public func deleteMarker(_ name: String, in room: RoomName) async throws(ServiceError) {
    try await served { () async throws(RoomHostError) in try await registry.removeMarker(name, in: room) }
  }

  public func runningOrder(of room: RoomName) async throws(ServiceError) -> RunningOrder {
    try await served { () async throws(RoomHostError) in try await registry.runningOrder(of: room) }
  }

  public func setRunningOrder(_ order: RunningOrder, in room: RoomName) async throws(ServiceError) {
    try await served { () async throws(RoomHostError) in try await registry.setRunningOrder(order, of: room) }
  }

  // MARK: Intake

  public func submit(_ batch: IntakeBatch, to name: RoomName) async throws(ServiceError) -> IntakeReceipt {
    let receipt = try await served { () async throws(RoomHostError) in
      try await registry.submit(
        RoomIntake(batch.rows, receivedAt: batch.receivedAt, unusable: batch.unusable), to: name)
    }
    return IntakeReceipt(
      accepted: receipt.accepted, repeated: receipt.repeated, setAside: receipt.setAside, durableAt: receipt.durableAt,
      notices: receipt.notices)
  }

  public func settle(_ settlement: RowSettlement, in name: RoomName) async throws(ServiceError) {
    try await check(settlement, in: name)
    let room = try await room(name)
    _ = try await served { () async throws(RoomHostError) in
      try await room.submit(RoomIntake([], receivedAt: WallClock.system.now, settlements: [settlement]))
    }
  }

  public func correctPresentation(
    to sku: SKU?, in name: RoomName, by operatorName: String
  ) async throws(ServiceError) -> PresentationView? {
    let room = try await room(name)
    let frame = try await frame(of: name)
    if let sku, frame.catalog[sku] == nil {
      throw .invalid(field: "sku", message: "the catalog has no '\(sku)': use a SKU of the room's catalog")
    }
    guard let show = frame.show, frame.isRunning else {
      throw .conflict("the room '\(name)' runs no show: start it first")
    }
    let now = WallClock.system.now
    let shown = WallTime(microseconds: now.microseconds + show.clockShift)
    let said = sku.map { [$0] } ?? frame.overview.presentations.map(\.sku)
    let rows = said.map {
      Row.click(ExplainEvent(sku: $0, starts: sku != nil, time: shown, isOperators: true))
    }
    if !rows.isEmpty {
      _ = try await served { () async throws(RoomHostError) in
        try await room.submit(RoomIntake(rows, receivedAt: now))
      }
    }
    let engine = try await served { () async throws(RoomHostError) in try await room.engine() }
    return engine?.engine.overview(of: []).presentations.last { $0.sku == sku }
      .map { PresentationView($0, catalog: frame.catalog, corrected: true) }
  }

  // MARK: Signals

  public func changeSignal(
    _ id: String, _ change: SignalChange, in name: RoomName, by operatorName: String
  ) async throws(ServiceError) -> SignalView {
    let room = try await room(name)
    let now = WallClock.system.now
    let signal = try await served { () async throws(RoomHostError) in
      try room.attend(to: id) { change.apply(to: &$0, by: operatorName, at: now) }
    }
    guard let signal else { throw .notFound(what: "signal", id: id) }
    let offset = room.frame?.show?.clock.offset ?? .china
    guard let view = SignalView.list([signal], now: now, offset: offset).first else {
      throw .unavailable("the signal '\(id)' cannot be read")
    }
    return view
  }

  // MARK: Settings and state

  public func thresholds() async -> AdvisorSettings { thresholdsFile.settings }

  public func setThresholds(_ settings: AdvisorSettings) async throws(ServiceError) {
    do {
      try thresholdsFile.replace(with: settings)
    } catch {
      throw .unavailable("the thresholds cannot be written: \(error)")
    }
    await registry.apply(settings)
  }

  /// Takes the thresholds of a configuration that was read anew.
  ///
  /// - Returns: false when others, which were set over the API, go on to hold.
  public func applyConfigured(_ settings: AdvisorSettings) async -> Bool {
    guard thresholdsFile.replaceDefault(with: settings) else { return false }
    await registry.apply(settings)
    return true
  }

  public func status() async -> ServiceStatus {
    var status = ServiceStatus()
    for entry in await registry.rooms {
      if let problem = entry.room.frame?.storageProblem {
        status.warnings.append(ServiceStatus.Problem(part: "room:\(entry.definition.name)", message: problem))
      }
    }
    return status
  }
}

extension PresentationView {
  init(_ presentation: Presentation, catalog: Catalog, corrected: Bool = false) {
    self.init(
      id: presentation.id, sku: presentation.sku.text,
      product: catalog[presentation.sku]?.name ?? presentation.sku.text, start: presentation.start.seconds,
      end: presentation.end?.seconds, confidence: presentation.confidence,
      announcedAt: presentation.announcedAt.seconds, reason: Wording(.en).sentence(of: presentation.reasons),
      reasonZh: Wording(.zh).sentence(of: presentation.reasons),
      corrected: corrected || presentation.reasons.contains(.click))
  }
}

extension SignalChange {
  /// Notes what an operator did.
  public func apply(to attention: inout SignalAttention, by operatorName: String, at now: WallTime) {
    switch self {
    case .acknowledge:
      attention.acknowledgedBy = operatorName
      attention.acknowledgedAt = now
    case .reopen:
      attention.acknowledgedBy = nil
      attention.acknowledgedAt = nil
      attention.mutedUntil = nil
    case .mute(let minutes): attention.mutedUntil = minutes > 0 ? now + Double(minutes) * 60 : nil
    case .assign(let to): attention.assignedTo = to
    }
  }
}
