public import Foundation
public import InventoryEngine
public import LiveshelfCore
internal import Concurrency
internal import RoomEngine
public import Rooms
internal import Storage

/// What is read from a room's log and engine, in the units of the API.
public struct RoomReading: Sendable {
  private let room: any ReadableRoom
  /// The show of which the room keeps the engine; nil: it is not known without asking.
  private let current: String?

  public init(_ room: any ReadableRoom, runs current: String?) {
    self.room = room
    self.current = current
  }

  private var name: RoomName { room.store.room }

  /// The folder that holds the rooms' folders.
  var roomsFolder: URL { URL(filePath: room.store.path).deletingLastPathComponent().deletingLastPathComponent() }

  /// The folder with the files of a show that is over.
  public func files(of show: String) async throws(ServiceError) -> URL {
    guard try await stored({ try room.store.shows() }).contains(where: { $0.id == show }) else {
      throw .notFound(what: "show", id: show)
    }
    do {
      return try await ShowArchive(store: room.store).folder(of: show)
    } catch let error as RoomHostError {
      throw ServiceError(error)
    } catch {
      throw .unavailable("\(error)")
    }
  }

  /// The folders of all shows that are over, oldest first.
  func pastShows() async throws(ServiceError) -> [URL] {
    var folders: [URL] = []
    for show in try await stored({ try room.store.shows() }) where show.end != nil {
      folders.append(try await files(of: show.id))
    }
    return folders
  }

  public func presentations() async throws(ServiceError) -> [PresentationView] {
    guard let (_, engine) = try await engine() else { return [] }
    return engine.presentations.map { PresentationView($0, catalog: engine.catalog) }
  }

  public func inventory() async throws(ServiceError) -> [InventoryRow] {
    guard let (show, engine) = try await engine() else { return [] }
    return engine.stockTable.map { InventoryRow($0, catalog: engine.catalog, offset: show.clock.offset) }
  }

  public func turnover(by grouping: TurnoverGrouping) async throws(ServiceError) -> [TurnoverRow] {
    guard let (show, engine) = try await engine() else { return [] }
    let histories = try await served { () async throws(RoomHostError) in
      try room.stockHistories(of: show.id, stock: engine.stockTable)
    }
    let end = show.clock.wallTime(of: max(engine.overview(of: []).at, .zero))
    let start = min(show.clock.start, histories.compactMap { $0.levels.first?.time }.min() ?? show.clock.start)
    return Turnover.measure(histories, from: start, to: end + 0.001, by: grouping, catalog: engine.catalog)
      .map { TurnoverRow($0) }
  }

  public func timeline(of sku: SKU, binSeconds: Int) async throws(ServiceError) -> ProductTimeline {
    guard let (show, engine) = try await engine() else {
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

  /// Newest first.
  public func shows() async throws(ServiceError) -> [ShowRow] {
    let shows = try await stored { try room.store.shows() }
    var summaries: [ShowRow] = []
    for show in shows.reversed() {
      if let summary = try await summary(of: show) { summaries.append(summary) }
    }
    return summaries
  }

  /// A show that has ended does not change: its summary is computed once and kept in the room's store.
  private func summary(of show: ShowRecord) async throws(ServiceError) -> ShowRow? {
    if show.end != nil, let bytes = try await stored({ try room.store.summary(of: show.id) }),
      // One of another version, which has other members, is computed anew.
      let kept = try? JSONDecoder().decode(ShowRow.self, from: Data(bytes))
    {
      return kept
    }
    guard let (record, engine) = try await engine(of: show.id) else { return nil }
    let summary = await ShowRow(
      record, engine, presentations: Self.conclusion(of: record, engine).presentations.count,
      signals: try await signalCount(of: show.id))
    if record.end != nil {
      try await stored { try room.store.setSummary(Array(JSONEncoder().encode(summary)), of: show.id) }
    }
    return summary
  }

  public func show(_ show: String, binSeconds: Int) async throws(ServiceError) -> ShowTimelineView {
    guard let (record, engine) = try await engine(of: show) else { throw .notFound(what: "show", id: show) }
    let conclusion = await Self.conclusion(of: record, engine)
    var rows: [SKU: [TimelineRow]] = [:]
    for row in conclusion.timeline { rows[row.sku, default: []].append(row) }
    let signals = try await stored { try room.store.newestSignals(of: show, limit: 1000) }
    return ShowTimelineView(
      summary: ShowRow(
        record, engine, presentations: conclusion.presentations.count, signals: try await signalCount(of: show)),
      presentations: conclusion.presentations.map { PresentationView($0, catalog: engine.catalog) },
      products: engine.catalog.products.compactMap { product in
        rows[product.sku].map { ProductTimeline($0, room: name, sku: product.sku, binSeconds: binSeconds) }
      },
      signals: SignalView.list(signals, now: WallClock.system.now, offset: record.clock.offset))
  }

  /// Signals with a sequence number above `sequence`, oldest first.
  public func signals(after sequence: Int64, limit: Int) async throws(ServiceError) -> SignalPage {
    let offset = try await stored { try room.store.shows().last?.clock.offset ?? .china }
    let stored = try await stored { try room.store.signals(after: sequence, limit: limit + 1) }
    let page = Array(stored.prefix(limit))
    return SignalPage(
      signals: SignalView.list(page, now: WallClock.system.now, offset: offset),
      next: stored.count > limit ? page.last?.sequence : nil)
  }

  /// Rows that were set aside, newest first.
  public func setAsideRows(before: Int64, limit: Int) async throws(ServiceError) -> [SetAsideView] {
    try await stored { try room.store.setAsideRows(limit: limit, before: before).map { SetAsideView($0) } }
  }

  public func setAsideRow(_ id: Int64) async throws(ServiceError) -> SetAsideView? {
    try await stored { try room.store.setAsideRow(at: id).map { SetAsideView($0) } }
  }

  /// What a show comes to: as its files tell it when it is over, as it is known by now while it goes on.
  static func conclusion(of record: ShowRecord, _ engine: RoomEngine) async -> ShowConclusion {
    guard let end = record.end else { return engine.interimConclusion(until: max(engine.overview(of: []).at, .zero)) }
    // Seconds of work with a long show.
    return await WorkerThread.run("conclusion") { engine.conclusion(until: engine.length(until: end)) }
  }

  private func engine() async throws(ServiceError) -> (show: ShowRecord, engine: RoomEngine)? {
    try await served { () async throws(RoomHostError) in try await room.engine() }
  }

  private func engine(of show: String) async throws(ServiceError) -> (show: ShowRecord, engine: RoomEngine)? {
    if current == show { return try await engine() }
    return try await served { () async throws(RoomHostError) in try room.pastEngine(of: show) }
  }

  private func signalCount(of show: String) async throws(ServiceError) -> Int {
    try await stored { try room.store.signalCount(of: show) }
  }

  private func stored<Value>(_ body: () throws -> Value) async throws(ServiceError) -> Value {
    try await served { () async throws(RoomHostError) in
      do {
        return try body()
      } catch {
        throw .storage("\(error)")
      }
    }
  }
}

extension ShowRow {
  init(_ record: ShowRecord, _ engine: RoomEngine, presentations: Int, signals: Int) {
    let overview = engine.overview(of: [])
    let end = record.end ?? max(overview.at, .zero)
    self.init(
      show: record.id, startedAt: record.clock.text(of: .zero), endedAt: record.end.map { record.clock.text(of: $0) },
      duration: engine.length(until: end).seconds, totals: ShowTotals(overview),
      presentations: presentations,
      signals: signals)
  }
}
