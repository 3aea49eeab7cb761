internal import RoomAPI

/// A metric that the server exposes: its name, what it means and how it is counted (Prometheus naming: base units, `_total`).
struct MetricFamily: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case counter
    case gauge
    /// Upper bounds of the buckets, rising.
    case histogram([Double])

    var word: String {
      switch self {
      case .counter: "counter"
      case .gauge: "gauge"
      case .histogram: "histogram"
      }
    }
  }

  let name: String
  let kind: Kind
  let help: String

  init(_ name: String, _ kind: Kind, _ help: String) {
    self.name = name
    self.kind = kind
    self.help = help
  }
}

extension MetricFamily {
  // What the server counts itself.
  static let requests = MetricFamily("liveshelf_http_requests_total", .counter, "Requests answered.")
  static let requestDuration = MetricFamily(
    "liveshelf_http_request_duration_seconds", .histogram(DistributionCounts.durationBounds),
    "From a request's head to its answer's head.")
  static let requestBytes = MetricFamily("liveshelf_http_request_body_bytes_total", .counter, "Bytes of intake bodies.")
  static let eventClients = MetricFamily("liveshelf_sse_clients", .gauge, "Clients of the event stream.")
  static let eventFrames = MetricFamily("liveshelf_sse_frames_total", .counter, "Events encoded, by kind.")
  static let eventClientsClosed = MetricFamily(
    "liveshelf_sse_clients_closed_total", .counter, "Event streams that the server ended or refused, by reason.")
  static let intakeRows = MetricFamily("liveshelf_intake_rows_total", .counter, "Rows taken in, by outcome.")
  static let refusals = MetricFamily(
    "liveshelf_http_refusals_total", .counter, "Requests that were refused before they did anything, by reason.")
  static let startTime = MetricFamily("liveshelf_start_time_seconds", .gauge, "Unix time at which the server started.")

  // What the rooms report.
  static let roomState = MetricFamily("liveshelf_room_state", .gauge, "1 for the state in which a room is.")
  static let streamLag = MetricFamily(
    "liveshelf_stream_lag_seconds", .gauge, "How far the stream is behind the world's clock.")
  static let recognitionLag = MetricFamily(
    "liveshelf_recognition_lag_seconds", .gauge, "How far recognition is behind the stream.")
  static let watermarkDelay = MetricFamily(
    "liveshelf_watermark_delay_seconds", .gauge, "How far the last final bin is behind the stream.")
  static let outboxDepth = MetricFamily("liveshelf_outbox_depth", .gauge, "Signals that wait for delivery, by sink.")
  static let roomRows = MetricFamily("liveshelf_room_rows_total", .counter, "Rows that rooms took in, by kind.")
  static let drops = MetricFamily("liveshelf_drops_total", .counter, "What was thrown away or not counted, by reason.")
  static let signals = MetricFamily("liveshelf_signals_total", .counter, "Signals raised, by type.")
  static let orderToSignal = MetricFamily(
    "liveshelf_order_to_signal_seconds", .histogram(DistributionCounts.durationBounds),
    "From an order's reception to the signal that it caused.")
  static let receivedToDurable = MetricFamily(
    "liveshelf_received_to_durable_seconds", .histogram(DistributionCounts.durationBounds),
    "From a row's reception to its durability.")
}
