import Delivery
import Foundation
import GRDB
import InventoryEngine
import LiveshelfCore
import RoomEngine
import Storage
import TestSupport
import Testing

/// A room's database: what is committed is there, whole and in order, and damage is told.
struct RoomStoreTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")
  private let room = RoomName("test") ?? .main
  private let start = WallTime(microseconds: 1_800_000_000_000_000)

  private var show: ShowRecord {
    ShowRecord(
      id: "s1", clock: ShowClock(start: start, offset: .china), clockShift: -5,
      catalog: Catalog([
        Product(
          sku: "A", name: "羽绒服", aliases: ["羽绒", "大鹅"], category: "服饰", listPrice: Money("199.9"),
          livePrice: Money("99"), linkNumber: 3, options: ["红", "黑"]), Product(sku: "B", name: "杯子"),
      ]), source: "rtmp://host/live", host: "小王")
  }

  /// One input of every kind, with all fields filled.
  private var inputs: [RoomInput] {
    func at(_ seconds: Double) -> StreamTime { StreamTime(seconds: seconds) }
    let token = SpokenToken(text: "羽", start: at(1.5), end: at(1.7))
    return [
      RoomInput(at: at(-3.25), .heard),
      RoomInput(
        at: at(2),
        .utterance(
          Utterance(
            start: at(1), end: at(2), detectedAt: at(2.5),
            hypotheses: [
              Hypothesis(tokens: [token, token], logProbability: -1.25), Hypothesis(tokens: [], logProbability: -9),
            ]))),
      RoomInput(
        at: at(3),
        .mention(
          Mention(
            sku: "A", heard: "羽绒", name: "羽绒服", basis: .linkNumber, kind: .countdown, start: at(1), end: at(2),
            confidence: 0.875, detectedAt: at(3)))),
      RoomInput(
        at: at(4), .marker(MarkerHit(marker: "next", start: at(3), end: at(5), score: 0.5, detectedAt: at(4)))),
      RoomInput(
        at: at(4.5),
        .boundary(AudioBoundary(kind: .musicOff, at: at(4), strength: 0.5, detectedAt: at(4.5)))),
      RoomInput(at: at(5), .cue(CuePoint(name: "cue", at: at(5), parameters: ["b": "2", "a": "1"]))),
      row(at(6), .click(ExplainEvent(sku: "B", starts: false, time: start + 5, ingestTime: start + 6))),
      row(
        at(7),
        .order(
          OrderEvent(
            eventID: "e1", orderID: "o1", type: .rejectedOutOfStock, sku: "A", option: "红", quantity: 2,
            unitPrice: Money(hundredths: -9900), region: "广东", warehouse: "GZ", source: "live_mini", eventTime: start,
            ingestTime: start + 1.5))),
      row(
        at(8),
        .stock(
          StockSnapshot(
            time: start, sku: "A", warehouse: "GZ", onHand: -5, reserved: 2, inTransit: 9, arrival: start + 60,
            safetyStock: 4, owed: 2))),
      row(
        at(8), .transaction(StockTransaction(id: "R", time: start, sku: "A", .receipt(warehouse: "GZ", quantity: 5)))),
      row(
        at(8),
        .transaction(StockTransaction(id: "T", time: start, sku: "A", .transfer(from: "", to: "华东", quantity: 6)))),
      row(
        at(8), .transaction(StockTransaction(id: "C", time: start, sku: "A", .count(warehouse: "华东", units: 0)))),
      row(at(9), .comment(ViewerComment(id: "c", time: start, text: "还有货吗🙏"))),
      RoomInput(
        at: at(10),
        .feed(
          FeedChange(
            feed: "audio", state: .stalled, at: at(9), lagSeconds: 2.5,
            reason: .silent(address: "rtmp://studio/live", seconds: 2.5)))),
    ]
  }

  private func row(_ at: StreamTime, _ row: LiveshelfCore.Row) -> RoomInput { RoomInput(at: at, .row(row)) }

  private func filled() throws -> RoomStore {
    let store = try RoomStore(room: room, folder: folder)
    try store.begin(show, at: start)
    var commit = StoreCommit(show: "s1", time: start)
    commit.entries = inputs.map { (.input($0), start) }
    commit.entries.append((.catalog(Catalog([Product(sku: "C", name: "新")]), at: StreamTime(seconds: 11)), start))
    commit.entries.append((.settings(AdvisorSettings(), at: StreamTime(seconds: 12)), start))
    try store.commit(commit)
    return store
  }

  private func replayed(_ store: RoomStore) throws -> [LoggedEntry] {
    var entries: [LoggedEntry] = []
    try store.replay("s1") { entries.append($0) }
    return entries
  }

  @Test func everyKindOfEntryComesBackAsItWas() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var store = try filled()
    try store.close()
    store = try RoomStore(room: room, folder: folder)
    let entries = try replayed(store)
    let read = entries.compactMap { if case .input(let input) = $0.entry { input } else { nil } }
    #expect(read == inputs)
    #expect(entries.map(\.sequence) == Array(1...17))
    guard case .catalog(let catalog, _) = entries[15].entry, case .settings(let settings, _) = entries[16].entry else {
      Issue.record("the catalog and the thresholds are missing")
      return
    }
    #expect(catalog.products.map(\.name) == ["新"])
    #expect(settings == AdvisorSettings())
    let open = try #require(try store.openShow())
    #expect(open.catalog.products == show.catalog.products)
    #expect(open.clock == show.clock && open.clockShift == -5 && open.host == "小王" && open.source == show.source)
    #expect(try store.changes(of: "s1").count == 2)
  }

  @Test func aFinishedShowIsNotOpen() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try filled()
    var commit = StoreCommit(show: "s1", time: start)
    commit.entries = [(.finished(at: StreamTime(seconds: 99)), start)]
    try store.commit(commit)
    #expect(try store.openShow() == nil)
    #expect(try store.shows().first?.end == StreamTime(seconds: 99))
  }

  @Test func damagedRowsAreToldAndNeverTrap() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try filled()
    let raw = try DatabaseQueue(path: store.path)
    let bodies = try raw.read {
      try Data.fetchAll($0, sql: "SELECT body FROM log WHERE sequence > 1 ORDER BY sequence")
    }
    var random = SystemSeed(state: 7)
    for round in 0..<4000 {
      var bytes = Array(bodies[round % bodies.count])
      for _ in 0...(random.next() % 4) {
        switch random.next() % 3 {
        case 0: bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.removeLast(Int(random.next() % UInt64(bytes.count)))
        default: bytes.append(UInt8(truncatingIfNeeded: random.next()))
        }
        if bytes.isEmpty { bytes = [1] }
      }
      try raw.write { try $0.execute(sql: "UPDATE log SET body = ? WHERE sequence = 4", arguments: [Data(bytes)]) }
      do {
        _ = try replayed(store)
      } catch {
        guard case .record(let sequence, _)? = error as? StoreError else { throw error }
        #expect(sequence == 4)
      }
    }
  }

  @Test func aFileThatIsNoDatabaseIsToldApart() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(repeating: 65, count: 8192).write(to: folder.appending(path: "room.sqlite"))
    let error = #expect(throws: StoreError.self) { try RoomStore(room: room, folder: folder) }
    guard case .damaged(let path, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(path.hasSuffix("room.sqlite"))
  }

  @Test(arguments: [(version: UInt8(1), isOlder: true), (2, true), (4, false)])
  func aLogOfAnotherFormatIsRefusedWithTheRemedy(version: UInt8, isOlder: Bool) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try filled()
    try store.close()
    // What version 1 wrote of a moment in which nothing but time went on: the version, and the kind.
    let raw = try DatabaseQueue(path: store.path)
    try raw.write { try $0.execute(sql: "UPDATE log SET body = ?", arguments: [Data([version, 0])]) }
    try raw.close()
    let error = #expect(throws: StoreError.self) { try RoomStore(room: room, folder: folder) }
    #expect(error == (isOlder ? .older(path: store.path) : .newer(path: store.path)))
    #expect(error?.description.contains(isOlder ? "liveshelf export" : "use that version") == true)
  }

  @Test func aNewerDatabaseIsRefused() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try filled()
    try store.close()
    let raw = try DatabaseQueue(path: folder.appending(path: "room.sqlite").path)
    try raw.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 from the future')") }
    try raw.close()
    #expect(throws: StoreError.newer(path: store.path)) { try RoomStore(room: room, folder: folder) }
  }

  @Test func signalsKeepWhatOperatorsDid() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try filled()
    let signal = Signal(
      id: "id1", room: room, kind: .oversold(available: -3), sku: "A", product: "羽绒服", time: start,
      detectedAt: .zero, confidence: 1, reason: .stock(.nothingOwed),
      situation: SignalSituation(name: "oversold/A", phase: .raised))
    var commit = StoreCommit(show: "s1", time: start)
    let event = CloudEvent(signal, in: .china)
    commit.signals = [(event, try event.json(), 0), (event, try event.json(), 0)]
    let outcome = try store.commit(commit)
    #expect(outcome.signals.map(\.event) == [event])
    #expect(try store.commit(commit).signals.isEmpty)
    let attended = try store.attend(to: "id1") { attention in
      attention.acknowledgedBy = "王"
      attention.mutedUntil = start + 60
    }
    #expect(attended?.attention.acknowledgedBy == "王")
    let read = try #require(try store.newestSignals(of: "s1", limit: 10).first)
    #expect(read.attention.mutedUntil == start + 60)
    #expect(read.situation == "oversold/A" && read.event == event && read.type == "liveshelf.stock.oversold")
    #expect(try store.attend(to: "nothing") { _ in } == nil)
  }

  @Test func rowsAreHandedOnInPages() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try filled()
    let first = try store.rows(after: 0, limit: 5)
    let rest = try store.rows(after: 5, limit: 100)
    #expect(first.map(\.sequence) == Array(1...5) && rest.map(\.sequence) == Array(6...17))
    #expect(try store.problems().isEmpty)
  }

  @Test func summariesAreKeptAndReplaced() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var store = try RoomStore(room: room, folder: folder)
    #expect(try store.summary(of: "s1") == nil)
    try store.setSummary([1, 2, 3], of: "s1")
    try store.setSummary([4], of: "s1")
    try store.setSummary([5], of: "s2")
    try store.close()
    store = try RoomStore(room: room, folder: folder)
    #expect(try store.summary(of: "s1") == [4])
    try store.close()
  }
}

/// The same numbers in every run.
private struct SystemSeed {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }
}
