import Delivery
import Foundation
import InventoryEngine
import LiveshelfCore
import Storage
import Testing

/// An id never names two signals: a program with other rules, which goes on with a show, may come to an id that is taken.
@Suite struct SignalIdentityTests {
  @Test func anotherSignalUnderATakenIDIsKeptUnderItsOwn() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try RoomStore(room: .main, folder: folder)
    let time = WallTime(microseconds: 1_800_000_000_000_000)
    try store.begin(
      ShowRecord(
        id: "s1", clock: ShowClock(start: time, offset: .china), catalog: Catalog([]), settings: AdvisorSettings()),
      at: time)
    func commit(_ signal: Signal) throws -> [StoredSignal] {
      let event = CloudEvent(signal, in: .china)
      var commit = StoreCommit(show: "s1", time: time)
      commit.signals = [(event, try event.json(), 0)]
      return try store.commit(commit).signals
    }
    var first = SignalType.demandSurge.example
    first.id = "surge#1"
    var second = SignalType.stockoutPredicted.example
    second.id = "surge#1"
    #expect(try commit(first).map(\.id) == ["surge#1"])
    #expect(try commit(first).isEmpty)
    let other = try commit(second)
    #expect(other.map(\.id) == ["surge#1.2"] && other.first?.type == second.kind.type)
    #expect(try commit(second).isEmpty && commit(first).isEmpty)
    let stored = try store.signals(after: 0, limit: 10)
    #expect(stored.map(\.event.id) == ["surge#1", "surge#1.2"] && Set(stored.map(\.type)).count == 2)
    try store.close()
  }
}
