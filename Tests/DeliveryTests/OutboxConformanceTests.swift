import DeliveryTestSupport
import Testing

@Suite struct OutboxConformanceTests {
  @Test("The outbox in memory does what every outbox must do")
  func memory() throws {
    var conformance = OutboxConformance(make: { MemoryOutbox(room: $0, entries: $1) })
    #expect(try conformance.check() == [])
  }
}
