import LiveshelfCore
@testable import RoomEngine
import Testing

@Suite("Announcements of final presentations") struct PresentationMatchTests {
  private func presentation(
    _ id: String, _ sku: SKU, _ start: Double, _ end: Double, announced: Double = 0
  ) -> Presentation {
    Presentation(
      id: id, sku: sku, start: StreamTime(seconds: start), end: StreamTime(seconds: end), confidence: 0.9,
      announcedAt: StreamTime(seconds: announced), reasons: [])
  }

  private func match(_ smoothed: [Presentation], _ announced: [Presentation]) -> [Presentation] {
    PresentationMatch.identify(smoothed, announced: announced, idPrefix: "p", end: StreamTime(seconds: 600))
  }

  @Test("The first of several announcements counts, also when a later one lasted longer")
  func first() {
    let result = match(
      [presentation("", "A", 10, 90)],
      [presentation("p1", "A", 10, 30, announced: 15), presentation("p2", "A", 40, 90, announced: 60)])
    #expect(result.map(\.id) == ["p1"])
    #expect(result.map(\.announcedAt) == [StreamTime(seconds: 15)])
  }

  @Test("Each announcement belongs to the presentation that it shares most time with")
  func most() {
    let result = match(
      [presentation("", "A", 10, 50), presentation("", "B", 50, 100), presentation("", "A", 100, 200)],
      [
        presentation("p1", "A", 10, 52, announced: 15), presentation("p2", "B", 52, 101, announced: 60),
        presentation("p3", "A", 45, 190, announced: 105),
      ])
    #expect(result.map(\.id) == ["p1", "p2", "p3"])
  }

  @Test("What was withdrawn, or is of another product, is no announcement; what has none gets an id of its own")
  func none() {
    let result = match(
      [presentation("", "A", 10, 50), presentation("", "B", 60, 100)],
      [presentation("p1", "A", 20, 20, announced: 25), presentation("p2", "A", 60, 100, announced: 65)])
    #expect(result.map(\.id) == ["p3", "p4"])
    #expect(result.allSatisfy { $0.announcedAt == .zero })
  }
}
