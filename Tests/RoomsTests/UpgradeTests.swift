import Delivery
import Foundation
import InventoryEngine
import LiveshelfCore
import RoomEngine
import Storage
import TestSupport
import Testing

@testable import Rooms

/// Programs with other rules go on with a show that another was killed in: what was sent stays, nothing is sent twice, and
/// what stands by the new rules is what receivers know.
@Suite(.timeLimit(.minutes(2)))
struct UpgradeTests {
  private static let start = WallTime(microseconds: 1_800_000_000_000_000)
  private static let openings = ["A": 60, "B": 8, "C": 400, "D": 25]

  /// Programs that judge otherwise: as they are, near-sighted, and easily alarmed.
  private static let programs = [
    FoldRules.current,
    FoldRules(version: 102) { settings in
      var settings = settings
      settings.thresholds.stockoutHorizon = 60
      settings.thresholds.stockoutProbability = 0.99
      return settings
    },
    FoldRules(version: 103) { settings in
      var settings = settings
      settings.thresholds.stockoutHorizon = 14_400
      settings.thresholds.stockoutProbability = 0.55
      settings.thresholds.stockoutDoubt = 0.2
      settings.thresholds.stockoutSlack = 14_400
      settings.coolDown = 20
      return settings
    },
  ]

  private let root = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")

  private func open(_ folder: URL, _ rules: FoldRules, _ clock: TestClock) throws -> LiveRoom {
    try LiveRoom(
      store: RoomStore(room: .main, folder: folder), catalog: Catalog([]), clock: clock.wall, rules: rules)
  }

  private func events(of store: RoomStore) throws -> [CloudEvent] {
    try store.signals(of: "show", after: 0, limit: 100_000).map(\.event)
  }

  @Test("three programs take a show over from each other, killed at random", arguments: 1...4 as ClosedRange<UInt64>)
  func threeProgramsTellOneShow(seed: UInt64) async throws {
    defer { try? FileManager.default.removeItem(at: root) }
    var dice = Mutator(seed: seed)
    let clock = TestClock(Self.start)
    let skus = Self.openings.keys.sorted()
    let catalog = Catalog(skus.map { Product(sku: SKU($0), name: "商品\($0)", livePrice: Money("99")) })
    var (folder, program) = (root.appending(path: "0"), Self.programs[0])
    var room = try open(folder, program, clock)
    try await room.begin(
      ShowRecord(id: "show", clock: ShowClock(start: Self.start, offset: .china), catalog: catalog))
    let stock = skus.map { sku in
      Row.stock(StockSnapshot(time: Self.start, sku: SKU(sku), warehouse: "GZ", onHand: Self.openings[sku] ?? 0))
    }
    _ = try await room.submit(RoomIntake(stock, receivedAt: clock.now))
    var (left, sent, kills) = (Self.openings, [CloudEvent](), 0)
    for step in 1...160 {
      clock.advance(by: Double.random(in: 1...8, using: &dice))
      var rows: [Row] = []
      if step % 20 == 1 {
        let sku = skus[Int.random(in: 0..<skus.count, using: &dice)]
        rows.append(.click(ExplainEvent(sku: SKU(sku), starts: true, time: clock.now)))
      }
      let sku = skus[Int.random(in: 0..<skus.count, using: &dice)]
      let quantity = Int.random(in: 1...3, using: &dice)
      left[sku, default: 0] -= quantity
      rows.append(
        .order(
          OrderEvent(
            eventID: "e\(step)", orderID: "o\(step)", type: .created, sku: SKU(sku), quantity: quantity,
            unitPrice: Money(hundredths: 9900), warehouse: "GZ", eventTime: clock.now)))
      _ = try await room.submit(RoomIntake(rows, receivedAt: clock.now))
      guard Int.random(in: 0..<12, using: &dice) == 0 else { continue }
      // What lies on the disk when everything that was accepted is durable is what a process that is killed leaves.
      kills += 1
      let copy = root.appending(path: "\(kills)")
      try FileManager.default.copyItem(at: folder, to: copy)
      await room.close()
      folder = copy
      program = Self.programs[Int.random(in: 0..<3, using: &dice)]
      room = try open(folder, program, clock)
      try await settle(room, by: clock)
      let now = try events(of: room.store)
      #expect(now.count >= sent.count && Array(now.prefix(sent.count)) == sent, "what was sent stays as it was")
      sent = now
      try check(room.store, program)
    }
    #expect(kills > 3)
    try check(room.store, program)
    let told = try events(of: room.store)
    #expect(told.count > 10 && Set(told.map(\.id)).count == told.count)
    try followsEachSituation(told)
    for row in try room.store.stock(of: "show") { #expect(row.balance.available == left[row.cell.sku.text]) }
    await room.close()
  }

  /// Waits until the room has said what its beginning calls for.
  private func settle(_ room: LiveRoom, by clock: TestClock) async throws {
    _ = try await room.submit(
      RoomIntake(
        [.comment(ViewerComment(id: "c\(clock.now.microseconds)", time: clock.now, text: "好"))],
        receivedAt: clock.now))
  }

  /// What receivers know is what stands by the program's rules.
  private func check(_ store: RoomStore, _ program: FoldRules) throws {
    let show = try #require(try store.shows().first)
    let fold = try RoomFold(replaying: show, of: store, rules: program)
    #expect(fold.isReconciled)
    let sent = try store.sent(of: "show")
    var engine = fold.engine
    for situation in sent.situations { #expect(engine.isOpen(situation.told) == situation.told.isOpen) }
    for presentation in sent.presentations { #expect(engine.isOnStage(presentation.told)) }
    let untold = engine.adopt(
      Retelling(
        rules: program.version, situations: sent.situations.map(\.told),
        presentations: sent.presentations.map(\.told)), at: fold.position)
    #expect(untold.isEmpty)
  }

  /// A situation is raised before it is updated or resolved, and once; a presentation begins once before it ends.
  private func followsEachSituation(_ events: [CloudEvent]) throws {
    var open: Set<String> = []
    var over: Set<String> = []
    for event in events {
      if event.type == SignalType.presentationStarted.rawValue || event.type == SignalType.presentationEnded.rawValue {
        let id = "\(event.text("presentation_id") ?? "") \(event.text("sku") ?? "")"
        let isStart = event.type == SignalType.presentationStarted.rawValue
        #expect(isStart ? open.insert(id).inserted : open.remove(id) != nil)
      } else if let name = event.text("situation"), let phase = event.phase {
        switch phase {
        case .raised: #expect(open.insert(name).inserted && !over.contains(name), "\(name)")
        case .updated: #expect(open.contains(name), "\(name)")
        case .resolved:
          #expect(open.remove(name) != nil, "\(name)")
          over.insert(name)
        }
      }
    }
  }

  @Test func aShowOfOtherRulesThatChangedNothingSaysNothing() async throws {
    defer { try? FileManager.default.removeItem(at: root) }
    let clock = TestClock(Self.start)
    var room = try open(root, .current, clock)
    try await room.begin(
      ShowRecord(id: "show", clock: ShowClock(start: Self.start, offset: .china), catalog: Catalog([])))
    try await settle(room, by: clock)
    await room.close()
    room = try open(root, FoldRules(version: 109), clock)
    try await settle(room, by: clock)
    #expect(try events(of: room.store).isEmpty)
    #expect(try retellings(in: room.store) == 1, "that the rules are others")
    await room.close()
    room = try open(root, FoldRules(version: 109), clock)
    try await settle(room, by: clock)
    #expect(try retellings(in: room.store) == 1)
    await room.close()
  }

  private func retellings(in store: RoomStore) throws -> Int {
    try store.changes(of: "show").count { if case .retold = $0 { true } else { false } }
  }
}
