import ArgumentParser
import Foundation
import LiveshelfCore
import RoomEngine

/// Many order events through the whole room: order book, clocks, watermark, live attribution, ledger and advice.
struct SpeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "speed", abstract: "Order events a second through the room, with and without counted stock.")

  @Option(help: "How many events; every second one is a payment.")
  var events = 1_000_000
  @Option(help: "How many products.")
  var products = 60
  @Flag(help: "Open a ledger cell for each product.")
  var stock = false

  private static let showLength = 14_400.0
  private static let talkLength = 48.0

  func run() throws {
    let start = WallTime(microseconds: 1_772_971_200_000_000)
    let clock = ShowClock(start: start, offset: .china)
    let catalog = Catalog((0..<products).map { Product(sku: SKU("SKU\($0)"), name: "product \($0)") })
    var engine = RoomEngine(room: .main, catalog: catalog, clock: clock)
    if stock {
      for product in catalog.products {
        let count = StockSnapshot(time: start, sku: product.sku, warehouse: "WH-GZ", onHand: 1_000_000)
        _ = engine.consume(RoomInput(at: .zero, .row(.stock(count))))
      }
    }
    var state: UInt64 = 1
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    var talk = -1
    var second = -1
    let watch = ContinuousClock()
    let began = watch.now
    var longest = 0.0
    var ordersTook = Duration.zero
    for index in 0..<(events / 2) {
      let t = Self.showLength * Double(index) / Double(events / 2)
      if Int(t) > second {
        second = Int(t)
        let from = watch.now
        _ = engine.consume(RoomInput(at: StreamTime(seconds: t), .heard))
        longest = max(longest, (watch.now - from) / .milliseconds(1))
      }
      if Int(t / Self.talkLength) > talk {
        talk = Int(t / Self.talkLength)
        let at = StreamTime(seconds: t)
        let sku = catalog.products[talk % products].sku
        _ = engine.consume(
          RoomInput(at: at, .row(.click(ExplainEvent(sku: sku, starts: true, time: clock.wallTime(of: at))))))
      }
      let sku = random() < 0.4 ? catalog.products[talk % products].sku : SKU("SKU\(Int(random() * Double(products)))")
      for (type, delay) in [(OrderEventType.created, 0.0), (.paid, 4)] {
        let event = OrderEvent(
          eventID: "E\(index)\(type.rawValue)", orderID: "O2026030806981\(index)", type: type, sku: sku, quantity: 1,
          unitPrice: Money(hundredths: 2990), warehouse: "WH-GZ", source: "search",
          eventTime: start + (t + delay - 1.5),
          ingestTime: start + (t + delay + random()))
        let from = watch.now
        _ = engine.consume(RoomInput(at: StreamTime(seconds: t), .row(.order(event))))
        let took = watch.now - from
        ordersTook += took
        longest = max(longest, took / .milliseconds(1))
      }
    }
    let seconds = (watch.now - began) / .seconds(1)
    print(
      "\(events) order events: \(Int(Double(events) / (ordersTook / .seconds(1)))) a second; with the tracker and four "
        + "hours of ticks \(seconds) s in all; the longest step took "
        + "\(longest) ms; \(engine.revisions.count) revisions; peak memory \(peakMemory()) MB")
  }

  /// Megabytes, as the system counts them.
  private func peakMemory() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
    return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1024
  }
}
