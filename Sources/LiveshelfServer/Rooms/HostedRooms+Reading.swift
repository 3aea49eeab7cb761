internal import Foundation
public import InventoryEngine
public import LiveshelfCore
internal import RoomEngine
internal import RoomHost
internal import Storage

extension HostedRooms {
  public func view(of room: RoomName) async throws(ServiceError) -> RoomView {
    RoomView(try await frame(of: room), room: room, events: events)
  }

  /// The first update tells everything when anything has changed since `sequence`.
  public func updates(of name: RoomName, after sequence: Int64) async throws(ServiceError) -> AsyncStream<RoomUpdate> {
    let room = try await room(name)
    let events = events
    return AsyncStream { continuation in
      let task = Task {
        var last: RoomView?
        for await frame in room.frames() {
          let view = RoomView(frame, room: name, events: events)
          let update = last.map { view.update(since: $0) } ?? RoomUpdate(whole: view)
          last = view
          if let update, update.sequence > sequence { continuation.yield(update) }
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  public func presentations(in name: RoomName) async throws(ServiceError) -> [PresentationView] {
    guard let (_, engine) = try await engine(of: name) else { return [] }
    return engine.presentations.map { PresentationView($0, catalog: engine.catalog) }
  }

  public func products(in room: RoomName) async throws(ServiceError) -> [ProductView] {
    try await view(of: room).products
  }

  public func inventory(in name: RoomName) async throws(ServiceError) -> [InventoryRow] {
    guard let (show, engine) = try await engine(of: name) else { return [] }
    return engine.stockTable.map { InventoryRow($0, catalog: engine.catalog, offset: show.clock.offset) }
  }

  public func turnover(
    in name: RoomName, by grouping: TurnoverGrouping
  ) async throws(ServiceError) -> [TurnoverRow] {
    let room = try await room(name)
    guard let (show, engine) = try await engine(of: name) else { return [] }
    let histories = try await served { () async throws(RoomHostError) in try room.stockHistories(of: show.id) }
    let end = show.clock.wallTime(of: max(engine.overview(of: []).at, .zero))
    let start = min(show.clock.start, histories.compactMap { $0.levels.first?.time }.min() ?? show.clock.start)
    return Turnover.measure(histories, from: start, to: end + 0.001, by: grouping, catalog: engine.catalog)
      .map { TurnoverRow($0) }
  }

  public func timeline(
    of sku: SKU, in name: RoomName, binSeconds: Int
  ) async throws(ServiceError) -> ProductTimeline {
    guard let (show, engine) = try await engine(of: name) else {
      return ProductTimeline(room: name.text, sku: sku.text, binSeconds: Double(binSeconds))
    }
    let now = show.end ?? engine.overview(of: []).at
    guard engine.catalog[sku] != nil || engine.overview(of: [sku]).products.first != nil else {
      throw .notFound(what: "product", id: sku.text)
    }
    let rows = engine.interimConclusion(until: max(now, .zero)).timeline.filter { $0.sku == sku }
    var timeline = ProductTimeline(rows, room: name, sku: sku, binSeconds: binSeconds)
    if show.end == nil { timeline.look(ahead: engine, at: now) }
    return timeline
  }

  public func shows(in name: RoomName) async throws(ServiceError) -> [ShowSummary] {
    let room = try await room(name)
    let shows = try await served { () async throws(RoomHostError) in
      do {
        return try room.store.shows()
      } catch {
        throw .storage("\(error)")
      }
    }
    var summaries: [ShowSummary] = []
    for show in shows.reversed() {
      if let summary = try await summary(of: show, in: room) { summaries.append(summary) }
    }
    return summaries
  }

  public func show(
    _ show: String, in name: RoomName, binSeconds: Int
  ) async throws(ServiceError) -> ShowTimelineView {
    let room = try await room(name)
    guard let (record, engine) = try await engine(of: name, show: show) else {
      throw .notFound(what: "show", id: show)
    }
    let conclusion = engine.interimConclusion(until: max(record.end ?? engine.overview(of: []).at, .zero))
    var rows: [SKU: [TimelineRow]] = [:]
    for row in conclusion.timeline { rows[row.sku, default: []].append(row) }
    let stored = try await served { () async throws(RoomHostError) in
      do {
        return try room.store.newestSignals(of: show, limit: 1000)
      } catch {
        throw .storage("\(error)")
      }
    }
    return ShowTimelineView(
      summary: try Self.summary(record, engine, in: room),
      presentations: engine.presentations.map { PresentationView($0, catalog: engine.catalog) },
      products: engine.catalog.products.compactMap { product in
        rows[product.sku].map { ProductTimeline($0, room: name, sku: product.sku, binSeconds: binSeconds) }
      },
      signals: SignalView.list(stored, now: WallClock.system.now, offset: record.clock.offset, events: events))
  }

  func engine(of name: RoomName) async throws(ServiceError) -> (show: ShowRecord, engine: RoomEngine)? {
    let room = try await room(name)
    return try await served { () async throws(RoomHostError) in try await room.engine() }
  }

  func engine(
    of name: RoomName, show: String
  ) async throws(ServiceError) -> (show: ShowRecord, engine: RoomEngine)? {
    let room = try await room(name)
    if room.frame?.show?.id == show { return try await engine(of: name) }
    return try await served { () async throws(RoomHostError) in try await room.pastEngine(of: show) }
  }
}
