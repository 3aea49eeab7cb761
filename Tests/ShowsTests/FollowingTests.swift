import Foundation
import Hearing
import LiveshelfCore
import MediaIngest
import Shows
import Synchronization
import TestSupport
import Testing

/// Orders that come while the show runs.
@Suite(.serialized, .enabled(if: TestData.hasModels, "the speech models are not built: make setup"))
struct FollowingTests {
  private static let header =
    "event_id,order_id,event_type,sku,qty,unit_price,warehouse,event_time\n"

  private static func row(_ number: Int) -> String {
    "E\(number),O\(number),created,SKU007,1,59,WH-HZ,2026-04-10T20:00:0\(number % 10).000+08:00\n"
  }

  @Test func anOrderFileThatGrowsIsFollowed() async throws {
    let folder = try TestData.temporaryFolder()
    let orders = folder.appending(path: "orders.csv")
    try Data((Self.header + Self.row(1)).utf8).write(to: orders)
    let start = SampleShow.start
    let settings = ShowSettings(
      room: .main, catalog: TestData.sampleFile("catalog.csv"), orders: orders, startTime: start,
      output: folder.appending(path: "out"), models: TestData.models)
    let seen = Mutex<[String]>([])
    let runner = try ShowRunner(settings, followsOrders: true) { event in
      if case .order(let order, _) = event { seen.withLock { $0.append(order.eventID) } }
    }
    let address = "rtmp://127.0.0.1:\(try LoopbackPort.free())/live/sample"
    let publisher = LoopbackPublisher(TestData.sampleFile("broadcast.flv"), to: address, speed: 3)
    defer { publisher.stop() }
    let show = Task { try await runner.attach(.listening(at: address)) }
    // The first row was there before the show; the others are appended once the show has taken it in.
    for _ in 0..<6000 where !seen.withLock({ $0.contains("E1") }) { try await Task.sleep(for: .milliseconds(50)) }
    let file = try FileHandle(forWritingTo: orders)
    try file.seekToEnd()
    try file.write(contentsOf: Data((Self.row(2) + Self.row(2) + "broken row\n" + Self.row(3)).utf8))
    for _ in 0..<6000 where !seen.withLock({ $0.contains("E3") }) { try await Task.sleep(for: .milliseconds(50)) }
    // The last row has no line end when the show stops, and counts all the same.
    try file.write(contentsOf: Data(Self.row(4).dropLast().utf8))
    try file.close()
    show.cancel()
    let summary = try await show.value
    #expect(seen.withLock { $0 } == ["E1", "E2", "E2", "E3", "E4"])
    #expect(summary.orderEvents == 4)
    #expect(summary.repeatedOrderEvents == 1)
  }
}
