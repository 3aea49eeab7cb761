import CoreMetrics
import Metering
import Testing

@Suite struct PrometheusRegistryTests {
  private let registry = PrometheusRegistry()

  private var lines: [Substring] { registry.text.split(separator: "\n") }

  @Test func eachKindHasItsTypeItsHelpAndItsSamples() {
    MetricFamily.roomRows.counter("main", "orders", in: registry).increment(by: 3)
    MetricFamily.streamLost.floatingPointCounter("main", in: registry).increment(by: 0.25)
    MetricFamily.outboxDepth.gauge("main", "erp", in: registry).set(7)
    let latency = MetricFamily.receivedToDurable.histogram("main", in: registry)
    latency.record(0.004)
    latency.record(0.004)
    latency.record(99.5)
    for line in [
      "# TYPE liveshelf_room_rows_total counter", #"liveshelf_room_rows_total{kind="orders",room="main"} 3"#,
      #"liveshelf_stream_lost_seconds_total{room="main"} 0.25"#, "# TYPE liveshelf_outbox_depth gauge",
      "# HELP liveshelf_outbox_depth Signals that wait for delivery.",
      #"liveshelf_outbox_depth{room="main",sink="erp"} 7"#, "# TYPE liveshelf_received_to_durable_seconds histogram",
      #"liveshelf_received_to_durable_seconds_bucket{room="main",le="0.0025"} 0"#,
      #"liveshelf_received_to_durable_seconds_bucket{room="main",le="0.005"} 2"#,
      #"liveshelf_received_to_durable_seconds_bucket{room="main",le="60"} 2"#,
      #"liveshelf_received_to_durable_seconds_bucket{room="main",le="+Inf"} 3"#,
      #"liveshelf_received_to_durable_seconds_sum{room="main"} 99.508"#,
      #"liveshelf_received_to_durable_seconds_count{room="main"} 3"#,
    ] {
      #expect(lines.contains { $0 == line }, "\(line)")
    }
  }

  @Test func whatLibrariesCountGetsNamesThatPrometheusTakes() {
    Counter(label: "http.requests", dimensions: [("le", "x"), ("9way", "y")], factory: registry).increment()
    Timer(label: "db-call", factory: registry).recordSeconds(1.5)
    Recorder(label: "pool", aggregate: false, factory: registry).record(4)
    for line in [
      #"http_requests_total{_9way="y",le_="x"} 1"#, "# TYPE db_call histogram", "db_call_sum 1.5", "pool 4",
      #"db_call_bucket{le="1"} 0"#, #"db_call_bucket{le="2.5"} 1"#, "# TYPE pool gauge",
    ] {
      #expect(lines.contains { $0 == line }, "\(line)")
    }
  }

  @Test func valuesAreEscaped() {
    Counter(label: "odd", dimensions: [("v", "a\\b\"c\nd")], factory: registry).increment()
    #expect(lines.contains { $0 == #"odd_total{v="a\\b\"c\nd"} 1"# })
  }

  @Test func aCounterNeverFallsAndNothingBreaksIt() {
    let counter = MetricFamily.streamLost.floatingPointCounter("main", in: registry)
    counter.increment(by: 2.0)
    counter.increment(by: -1.0)
    counter.increment(by: Double.nan)
    counter.increment(by: Double.infinity)
    #expect(lines.contains { $0 == #"liveshelf_stream_lost_seconds_total{room="main"} 2"# })
  }

  @Test func aGaugeIsSilentUntilItIsSetAndAfterItIsDestroyed() {
    let gauge = MetricFamily.streamLag.gauge("main", in: registry)
    #expect(!registry.text.contains("liveshelf_stream_lag_seconds"))
    gauge.set(0.5)
    #expect(lines.contains { $0 == #"liveshelf_stream_lag_seconds{room="main"} 0.5"# })
    gauge.set(Double.nan)
    #expect(!registry.text.contains("liveshelf_stream_lag_seconds"))
    gauge.increment(by: 2.0)
    #expect(lines.contains { $0 == #"liveshelf_stream_lag_seconds{room="main"} 2"# })
    gauge.destroy()
    #expect(!registry.text.contains("liveshelf_stream_lag_seconds"))
  }

  @Test func oneSetOfLabelsIsOneSeries() {
    Counter(label: "x", dimensions: [("a", "1"), ("b", "2")], factory: registry).increment()
    Counter(label: "x_total", dimensions: [("b", "2"), ("a", "1")], factory: registry).increment()
    #expect(lines.filter { $0.hasPrefix("x_total{") } == [#"x_total{a="1",b="2"} 2"#])
  }

  @Test func moreSeriesThanAllowedAndNamesOfAnotherTypeAreRefusedAndCounted() {
    let registry = PrometheusRegistry(maximumSeries: 2)
    for value in ["1", "2", "3", "4"] {
      Counter(label: "x", dimensions: [("v", value)], factory: registry).increment()
    }
    Meter(label: "x_total", factory: registry).set(9)
    let text = registry.text
    #expect(text.contains(#"x_total{v="2"} 1"#))
    #expect(!text.contains(#"x_total{v="3"}"#))
    #expect(text.contains("liveshelf_metric_series_refused_total 3\n"))
    #expect(text.split(separator: "\n").filter { $0.hasPrefix("# TYPE x_total ") }.count == 1)
  }

  @Test func manyThreadsCountTogether() async {
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask { [registry] in
          for _ in 0..<1000 {
            MetricFamily.signals.counter("main", "demand", in: registry).increment()
            MetricFamily.orderToSignal.histogram("main", in: registry).record(0.5)
          }
        }
      }
    }
    #expect(lines.contains { $0 == #"liveshelf_signals_total{room="main",type="demand"} 8000"# })
    #expect(lines.contains { $0 == #"liveshelf_order_to_signal_seconds_count{room="main"} 8000"# })
  }
}
