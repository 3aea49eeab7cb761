import LiveshelfCore
import RoomEngine
import Testing

/// Whole shows in which something was presented that nothing told of but its orders.
@Suite struct UnheardPresentationTests {
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func ordersTellOfIt(seed: UInt64) throws {
    let result = MadeUpShow(unheard: [4], seed: seed).run()
    let conclusion = result.engine.conclusion(until: StreamTime(seconds: result.end))
    let lost = result.shown[4]
    let found = conclusion.presentations.filter {
      $0.sku == lost.sku && $0.start.seconds < lost.end && ($0.end?.seconds ?? 0) > lost.start
    }
    // What hardly anybody bought, nobody can tell.
    if result.asked(of: lost.sku) > 40 {
      #expect(found.count == 1)
      #expect(found.first?.reasons.contains(.ordersRose) == true)
    }
    for (one, next) in zip(conclusion.presentations, conclusion.presentations.dropFirst()) {
      #expect(one.end.map { $0 <= next.start } == true)
    }
    // Every cause of an order is a presentation that the show tells of.
    let ids = Set(conclusion.presentations.map(\.id))
    let orders = try #require(conclusion.orders)
    #expect(orders.attributions.allSatisfy { row in row.causes.allSatisfy { ids.contains($0.presentationID) } })
    #expect(orders.uplift.allSatisfy { ids.contains($0.presentationID) })
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func whatSellsAlongWithOthersWasNotPresented(seed: UInt64) {
    let result = MadeUpShow(presentations: 9, alongside: 3, seed: seed).run()
    let conclusion = result.engine.conclusion(until: StreamTime(seconds: result.end))
    #expect(conclusion.presentations.filter { $0.sku == "P9" } == [])
  }
}
