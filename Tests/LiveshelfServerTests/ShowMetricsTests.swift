import AsyncHTTPClient
import CoreMetrics
import Delivery
import DeliveryTestSupport
import Foundation
import LiveshelfCore
import LiveshelfServer
import Logging
import Metering
import NIOHTTP1
import RoomAPI
import RoomEngine
import Rooms
import ServerTestSupport
import Storage
import Synchronization
import TestSupport
import Testing

/// What is watched is there and true: the metrics of a show with real rooms, a real outbox and a receiver that is down at first.
@Suite(.timeLimit(.minutes(3))) struct ShowMetricsTests {
  /// A receiver that answers 503 until it is up.
  private final class Receiver: Sendable {
    private let isUp = Atomic(false)
    private let receiver = Mutex<WebhookReceiver?>(nil)

    func start() async throws -> WebhookSink {
      let receiver = WebhookReceiver { [self] _ in .status(isUp.load(ordering: .acquiring) ? 200 : 503) }
      self.receiver.withLock { $0 = receiver }
      try await receiver.start()
      let networks = [IPNetwork("127.0.0.0/8")].compactMap(\.self)
      return try WebhookSink(
        WebhookSettings(
          name: "erp", url: receiver.url,
          secrets: [try WebhookSecret("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")],
          rules: TargetRules(allowsPlainHTTP: true, allowedNetworks: networks),
          retry: RetrySchedule(delays: [0.2], whenExhausted: .hold)))
    }

    func comeUp() { isUp.store(true, ordering: .releasing) }
  }

  /// A show: a stream that is heard, stock, an order for more than there is, a repeated one, a comment and a question.
  private func play(_ server: TestServer) async throws {
    try await server.stock([("A1", "GZ", 1)])
    let registry = try #require(server.registry)
    let room = try await registry.room(.main)
    let heard = Utterance(
      start: .zero, end: .zero, detectedAt: StreamTime(microseconds: 500_000), hypotheses: [])
    room.hear([
      RoomInput(
        at: .zero,
        .feed(
          FeedChange(
            feed: "audio", state: .live, at: .zero, lagSeconds: 0.5, reason: .receiving(address: "rtmp://host/app")))),
      RoomInput(at: .zero, .utterance(heard)),
    ])
    try await server.order("A1", "GZ", pieces: 3, id: "o1")
    try await server.order("A1", "GZ", pieces: 3, id: "o1")
    for index in 2...9 { try await server.order("B2", "GZ", pieces: 1, id: "o\(index)") }
    let comment = #"{"id":"c1","ts":"2026-04-10T20:00:02+08:00","text":"衬衫还有吗"}"#
    _ = try await server.call(.POST, "/v1/rooms/main/comments", json: comment)
    _ = try await server.ask("衬衫红色还有吗")
  }

  /// Samples by name, as `name{labels}`.
  private func samples(_ server: TestServer) async throws -> [String: Double] {
    let lines = try await server.metrics().split(separator: "\n").filter { !$0.hasPrefix("#") }
    return Dictionary(
      lines.compactMap { line in
        line.lastIndex(of: " ").flatMap { space in
          Double(line[line.index(after: space)...]).map { (String(line[..<space]), $0) }
        }
      }
    ) { $1 }
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOf: TestData.checkout.appending(path: path), encoding: .utf8)
  }

  @Test func everySeriesOfTheDashboardAndTheManualHasAValueAfterAShow() async throws {
    let receiver = Receiver()
    let sink = try await receiver.start()
    receiver.comeUp()
    try await TestServer.runRooms(sinks: [sink]) { server in
      try await play(server)
      let events = try await EventStreamTests.open(server)
      let dashboard = try text("Deploy/grafana-dashboard.json").matches(of: /liveshelf_[a-z_]+/).map {
        String($0.output)
      }
      // The manual's table: name, labels, who tells of it.
      let manual = try text("docs/guide/operations.md").matches(
        of: /\n\| `(liveshelf_[a-z_]+)` \| ([^|]*) \| ([^|]*) \|/)
      #expect(manual.count == MetricFamily.all.count)
      #expect(Set(manual.map { String($0.1) }) == Set(MetricFamily.all.map(\.name)))
      for family in MetricFamily.all {
        let row = manual.first { $0.1 == family.name }
        #expect(row.map { $0.2 == family.labels.joined(separator: ", ") } ?? false, "the labels of \(family.name)")
      }
      // These have tests of their own.
      let elsewhere = Set(
        manual.filter { ["a worker", "a topic", "a connector", "an upstream model"].contains($0.3) }.map {
          String($0.1)
        })
      let expected = Set(dashboard + manual.map { String($0.1) }).subtracting(elsewhere)
      #expect(expected.count > 25)
      var missing = expected
      for _ in 0..<600 where !missing.isEmpty {
        let names = Set(try await samples(server).keys.map { String($0.prefix { $0 != "{" }) })
        missing = expected.filter { !names.contains($0) && !names.contains($0 + "_bucket") }
        if !missing.isEmpty { try await Task.sleep(for: .milliseconds(50)) }
      }
      #expect(missing == [])
      let values = try await samples(server)
      // Not only there: what the show did is in them.
      let watermark = try #require(values[#"liveshelf_watermark_delay_seconds{room="main"}"#])
      #expect(watermark >= 0)
      for (name, value) in [
        (#"liveshelf_room_rows_total{kind="orders",room="main"}"#, 10),
        (#"liveshelf_room_rows_total{kind="comments",room="main"}"#, 1),
        (#"liveshelf_drops_total{reason="repeated",room="main"}"#, 1),
        (#"liveshelf_room_state{room="main",state="live"}"#, 1),
        (#"liveshelf_room_state{room="main",state="idle"}"#, 0),
        (#"liveshelf_stream_lag_seconds{room="main"}"#, 0.5),
        (#"liveshelf_recognition_lag_seconds{room="main"}"#, 0.5),
        (#"liveshelf_sse_clients{room="main"}"#, 1),
        (#"liveshelf_received_to_durable_seconds_count{room="main"}"#, 12),
      ] as [(String, Double)] {
        #expect(values[name] == value, "\(name)")
      }
      #expect(values[#"liveshelf_order_to_signal_seconds_count{room="main"}"#] ?? 0 > 0)
      #expect(events.status == .ok)
    }
  }

  @Test func whatWaitsForAReceiverThatIsDownIsTheSameEverywhere() async throws {
    let receiver = Receiver()
    let sink = try await receiver.start()
    try await TestServer.runRooms(sinks: [sink]) { server in
      try await play(server)
      let registry = try #require(server.registry)
      let store = try await registry.room(.main).store
      func depth() throws -> Int { try store.depth(for: "erp") }
      #expect(try depth() > 0)

      func agree() async throws -> Bool {
        let stored = try depth()
        let metric = try await samples(server)[#"liveshelf_outbox_depth{room="main",sink="erp"}"#]
        let room = try await server.call(.GET, "/v1/rooms/main").decode(RoomView.self)
        return metric == Double(stored) && room.links.outboxDepth == stored
      }
      try await eventually { try await agree() }
      let waiting = try depth()
      // A screen that is opened now; more signals may have come since.
      var screen = EventStreamTests.Client(try await EventStreamTests.open(server))
      let shown = try await screen.view { $0.links.outboxDepth >= waiting }
      #expect(shown?.links.outboxDepth ?? 0 >= waiting && waiting > 0)
      try await eventually {
        try await samples(server)[#"liveshelf_delivery_failures_total{room="main",sink="erp"}"#] ?? 0 >= 2
      }
      #expect(try await samples(server)[#"liveshelf_deliveries_total{room="main",sink="erp"}"#] == 0)

      receiver.comeUp()
      try await eventually { try depth() == 0 }
      try await eventually { try await agree() }
      screen = EventStreamTests.Client(try await EventStreamTests.open(server))
      let emptied = try await screen.view { $0.links.outboxDepth == 0 }
      #expect(emptied?.links.outboxDepth == 0)
      let values = try await samples(server)
      #expect(values[#"liveshelf_deliveries_total{room="main",sink="erp"}"#] ?? 0 >= Double(waiting))
      #expect(values[#"liveshelf_delivery_latency_seconds_count{room="main",sink="erp"}"#] ?? 0 >= Double(waiting))
    }
  }

  /// Looks again and again; records an issue after a time that only a hang can reach.
  private func eventually(_ condition: () async throws -> Bool) async throws {
    for _ in 0..<1200 {
      if try await condition() { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("it never came true")
  }

  @Test func anExporterServesThemOnItsOwn() async throws {
    let metrics = PrometheusRegistry()
    MetricFamily.workerRooms.gauge("w1", in: metrics).set(3)
    var settings = MetricsSettings()
    #expect(MetricsExporter(metrics, settings, logger: Logger(label: "test")) == nil)
    settings.port = 0
    let (ports, started) = AsyncStream.makeStream(of: Int.self)
    let made = MetricsExporter(metrics, settings, logger: Logger(label: "test"), started: { started.yield($0) })
    let exporter = try #require(made)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await exporter.run() }
      let port = try #require(await ports.first(where: { _ in true }))
      let text = try await TestServer.get("http://127.0.0.1:\(port)/metrics")
      #expect(text.contains("liveshelf_worker_rooms{worker=\"w1\"} 3\n"))
      tasks.cancelAll()
    }
  }
}
