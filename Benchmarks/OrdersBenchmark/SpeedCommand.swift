import ArgumentParser
import Foundation
import Intake
import InventoryEngine
import LiveshelfCore
import RoomEngine

/// Many events through intake, order book and live attribution.
struct SpeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "speed", abstract: "Events a second from a file to live attribution, and the time of a full fit.")

  @Option(help: "How many events.")
  var events = 1_000_000
  @Option(help: "How many orders the full fit gets.")
  var orders = 200_000
  @Option(help: "How many presentations.")
  var presentations = 300

  /// Four hours of a show with twice as many quiet minutes around it.
  private var showLength: Double { 14_400 }

  func run() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "liveshelf-orders-\(UUID().uuidString).csv")
    try write(to: file)
    let shown = made()
    let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0
    print("\(events) events, \(size / 1_000_000) MB")
    let clock = ContinuousClock()
    let began = clock.now
    let start = WallTime(microseconds: 1_772_971_200_000_000)
    let show = ShowClock(start: start, offset: .china)
    var reader = try OrderReader(file)
    var rules = LedgerRules()
    rules.waitingRoom = 10_000_000
    var ledger = StockLedger(rules: rules)
    var tracker = ClockTracker()
    var alignment = ClockAlignment()
    var live = LiveAttribution(catalog: Catalog([]))
    var timeline = OrderTimeline()
    var waiting = shown[...]
    var (count, attributed) = (0, 0.0)
    while let row = try reader.next() {
      guard case .event(let event) = row else { continue }
      count += 1
      let result = ledger.apply(event)
      guard !result.isRepeat, !result.isRefused else { continue }
      tracker.observe(event)
      if count == 10_000 { alignment = tracker.alignment(at: event.eventTime) }
      let time = show.streamTime(of: alignment.trueTime(of: event))
      while let next = waiting.first, next.start <= time {
        live.update(next)
        waiting.removeFirst()
      }
      timeline.add(event, at: time)
      if let demand = DemandEvent(event, at: time), let result = live.observe(demand) { attributed += result.presented }
    }
    let seconds = (clock.now - began) / .seconds(1)
    print("read, deduplicated, aligned, binned, attributed: \(Int(Double(count) / seconds)) events/s (\(seconds) s)")
    print("\(Int(attributed)) orders came from a presentation; peak memory \(peakMemory()) MB")
    try FileManager.default.removeItem(at: file)

    var random = Scatter(state: 5)
    let demand = (0..<orders).map { index in
      order(index, of: orders, shown, &random)
    }
    let fitBegan = clock.now
    let fit = AttributionFit(
      AttributionInput(
        presentations: shown, showEnd: StreamTime(seconds: showLength), demand: demand, catalog: Catalog([])))
    print("full fit of \(orders) orders, \(presentations) presentations: \((clock.now - fitBegan) / .seconds(1)) s")
    let upliftBegan = clock.now
    let rows = fit.uplift
    print("uplift of \(rows.count) presentations with intervals: \((clock.now - upliftBegan) / .seconds(1)) s")
  }

  private func made() -> [Presentation] {
    (0..<presentations).map { index in
      let step = showLength / Double(presentations)
      return Presentation(
        id: "P\(index)", sku: SKU("SKU\(index % 60)"), start: StreamTime(seconds: Double(index) * step),
        end: StreamTime(seconds: Double(index + 1) * step - 2), confidence: 1,
        announcedAt: StreamTime(seconds: Double(index) * step + 5), reasons: [])
    }
  }

  private struct Scatter {
    var state: UInt64
    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
  }

  /// In order of time: every third one of a presentation.
  private func order(_ index: Int, of count: Int, _ shown: [Presentation], _ random: inout Scatter) -> DemandEvent {
    let t = -1800 + (showLength + 3600) * (Double(index) + random.next()) / Double(count)
    var sku = SKU("SKU\(Int(random.next() * 60))")
    if random.next() < 0.3 {
      let touch = t - 8 + 30 * log(max(random.next(), 1e-9))
      let place = Int(touch / (showLength / Double(presentations)))
      if touch > 0, shown.indices.contains(place) { sku = shown[place].sku }
    }
    return DemandEvent(orderID: "O2026030806981\(index)", sku: sku, time: StreamTime(seconds: t))
  }

  private func write(to file: URL) throws {
    try Data().write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    let shown = made()
    var random = Scatter(state: 1)
    var text =
      "event_id,order_id,event_type,sku,option,qty,unit_price,region,warehouse,source,user,event_time,ingest_time\n"
    let start = WallTime(microseconds: 1_772_971_200_000_000)
    for index in 0..<(events / 2) {
      let order = order(index, of: events / 2, shown, &random)
      let time = start + order.time.seconds
      for (kind, later) in [("created", 0.0), ("paid", 4.0)] {
        let event = (time + (later - 1.5)).formatted(in: .china)
        let ingest = (time + (later + random.next())).formatted(in: .china)
        text +=
          "E\(index)\(kind)59a7,\(order.orderID),\(kind),\(order.sku),白色,1,29.9,华南,WH-GZ,search,u1,\(event),\(ingest)\n"
      }
      if text.utf8.count > 1 << 20 {
        try handle.write(contentsOf: Data(text.utf8))
        text = ""
      }
    }
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }

  /// Megabytes, as the system counts them.
  private func peakMemory() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
    return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1024
  }
}
