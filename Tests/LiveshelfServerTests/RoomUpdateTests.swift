import Delivery
import Foundation
import LiveshelfCore
import RoomAPI
import Testing

@Suite struct RoomUpdateTests {
  private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  @Test func anUpdateHoldsOnlyWhatChanged() throws {
    #expect(try json(RoomUpdate(room: "a", sequence: 3)) == #"{"room":"a","sequence":3}"#)
    #expect(try json(RoomUpdate(room: "a", sequence: 3, now: .some(nil))) == #"{"now":null,"room":"a","sequence":3}"#)
  }

  @Test func aViewWritesEveryKey() throws {
    let text = try json(RoomView(room: "a", state: .idle, sequence: 1))
    for key in ["\"now\":null", "\"show\":null", "\"started_at\":null", "\"last_5_minutes\":"] {
      #expect(text.contains(key))
    }
    #expect(try JSONDecoder().decode(RoomView.self, from: Data(text.utf8)).sequence == 1)
    #expect(try JSONDecoder().decode(NextProductHolder.self, from: Data("{}".utf8)).product == nil)
  }

  private struct NextProductHolder: Codable {
    @Nullable var product: String?
  }

  private static func signal(_ id: String, _ sequence: Int64) -> SignalView {
    var signal = SignalType.stockoutPredicted.example
    signal.id = id
    return SignalView(cloudevent: CloudEvent(signal, in: .china), sequence: sequence)
  }

  @Test func updatesSurviveJSON() throws {
    let update = RoomUpdate(
      room: "a", sequence: 9, state: .live, now: .some(nil), products: [ProductView(sku: "S", name: "茶")],
      signals: [Self.signal("x", 2)])
    #expect(try JSONDecoder().decode(RoomUpdate.self, from: Data(json(update).utf8)) == update)
  }

  /// Merged updates have the same effect as the single ones, in order.
  @Test(arguments: 1...20) func mergingChangesNothing(seed: UInt64) {
    var dice = Dice(seed: seed)
    var one = RoomView(
      room: "a", state: .idle, sequence: 0, products: (0..<4).map { ProductView(sku: "\($0)", name: "") })
    var other = one
    var merged = RoomUpdate(room: "a", sequence: 0)
    for sequence in 1...40 {
      var update = RoomUpdate(room: "a", sequence: Int64(sequence))
      if dice.next() % 2 == 0 { update.streamTime = Double(sequence) }
      if dice.next() % 3 == 0 {
        update.now =
          dice.next() % 2 == 0
          ? .some(nil)
          : NowPresenting(
            presentationID: "p\(sequence)", sku: "1", product: "", start: 0, confidence: 1, reason: "")
      }
      if dice.next() % 2 == 0 {
        update.products = [ProductView(sku: "\(dice.next() % 5)", name: "", units: sequence)]
      }
      if dice.next() % 2 == 0 {
        update.signals = [
          Self.signal("\(dice.next() % 6)", Int64(sequence))
        ]
      }
      one.apply(update)
      merged.merge(update)
    }
    other.apply(merged)
    #expect(one == other)
  }
}
