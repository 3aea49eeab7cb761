/// Everything that Liveshelf counts. docs/guide/operations.md lists the same for those who watch it.
extension MetricFamily {
  public static let all: [MetricFamily] = [
    requests, requestDuration, requestBytes, refusals, eventClients, eventFrames, eventClientsClosed, intakeRows,
    answers,
    answerDuration, phrasings, startTime, roomState, streamLag, streamLost, recognitionLag, watermarkDelay, roomRows,
    roomQueue, drops, signals, orderToSignal, receivedToDurable, commitDuration, commitFailures, outboxDepth,
    deliveries,
    deliveryFailures, deadLetters, deliveryLatency, outboxFailures, sinkSuspended, workerRooms, workerEvents,
    replicationLag, topicRows, connectorMessages, connectorCalls, connectorRows, connectorRowsWaiting, connectorPolled,
    refusedSeries,
  ]

  // Who calls the server.
  public static let requests = MetricFamily(
    "liveshelf_http_requests_total", .counter, ["method", "path", "status"], "Requests answered.")
  public static let requestDuration = MetricFamily(
    "liveshelf_http_request_duration_seconds", .histogram(Histogram.durations), ["method", "path"],
    "From a request's head to its answer's head.")
  public static let requestBytes = MetricFamily(
    "liveshelf_http_request_body_bytes_total", .counter, ["room"], "Bytes of intake bodies.")
  public static let refusals = MetricFamily(
    "liveshelf_http_refusals_total", .counter, ["reason"], "Requests that were refused before they did anything.")
  public static let eventClients = MetricFamily(
    "liveshelf_sse_clients", .gauge, ["room"], "Clients of the event stream.")
  public static let eventFrames = MetricFamily("liveshelf_sse_frames_total", .counter, ["event"], "Events encoded.")
  public static let eventClientsClosed = MetricFamily(
    "liveshelf_sse_clients_closed_total", .counter, ["reason"], "Event streams that the server ended or refused.")
  public static let intakeRows = MetricFamily(
    "liveshelf_intake_rows_total", .counter, ["outcome", "room"], "Rows sent to the server.")
  public static let answers = MetricFamily(
    "liveshelf_answers_total", .counter, ["kind"], "Viewers' questions answered, by kind of answer.")
  public static let answerDuration = MetricFamily(
    "liveshelf_answer_duration_seconds", .histogram(Histogram.durations), [],
    "From a question that was read to its answer from the ledger, without another model's phrasing.")
  public static let phrasings = MetricFamily(
    "liveshelf_answer_phrasings_total", .counter, ["outcome"],
    "Answers that an upstream model was to phrase: `used`, or why our own sentence went out.")
  public static let startTime = MetricFamily(
    "liveshelf_start_time_seconds", .gauge, [], "Unix time at which the program started.")

  // Rooms.
  public static let roomState = MetricFamily(
    "liveshelf_room_state", .gauge, ["room", "state"], "1 for the state in which a room is.")
  public static let streamLag = MetricFamily(
    "liveshelf_stream_lag_seconds", .gauge, ["room"], "How far the stream is behind the world's clock.")
  public static let streamLost = MetricFamily(
    "liveshelf_stream_lost_seconds_total", .counter, ["room"], "Seconds of the stream that never came.")
  public static let recognitionLag = MetricFamily(
    "liveshelf_recognition_lag_seconds", .gauge, ["room"],
    "How far the last finding of speech was behind the audio that had been received.")
  public static let watermarkDelay = MetricFamily(
    "liveshelf_watermark_delay_seconds", .gauge, ["room"], "How far the last final bin is behind the show.")
  public static let roomRows = MetricFamily(
    "liveshelf_room_rows_total", .counter, ["room", "kind"], "Rows that rooms took in.")
  public static let roomQueue = MetricFamily(
    "liveshelf_room_queue_rows", .gauge, ["room"], "Rows that wait for the room's thread.")
  public static let drops = MetricFamily(
    "liveshelf_drops_total", .counter, ["room", "reason"], "What was thrown away or not counted.")
  public static let signals = MetricFamily("liveshelf_signals_total", .counter, ["room", "type"], "Signals raised.")
  public static let orderToSignal = MetricFamily(
    "liveshelf_order_to_signal_seconds", .histogram(Histogram.durations), ["room"],
    "From an order's reception to the durability of the signal that it caused.")
  public static let receivedToDurable = MetricFamily(
    "liveshelf_received_to_durable_seconds", .histogram(Histogram.durations), ["room"],
    "From a row's reception to its durability.")
  public static let commitDuration = MetricFamily(
    "liveshelf_commit_duration_seconds", .histogram(Histogram.durations), ["room"],
    "What a transaction of a room's database took.")
  public static let commitFailures = MetricFamily(
    "liveshelf_commit_failures_total", .counter, ["room"], "Transactions of a room's database that failed.")

  // The way out.
  public static let outboxDepth = MetricFamily(
    "liveshelf_outbox_depth", .gauge, ["room", "sink"], "Signals that wait for delivery.")
  public static let deliveries = MetricFamily(
    "liveshelf_deliveries_total", .counter, ["room", "sink"], "Signals that the receiver has.")
  public static let deliveryFailures = MetricFamily(
    "liveshelf_delivery_failures_total", .counter, ["room", "sink"], "Attempts to deliver that failed.")
  public static let deadLetters = MetricFamily(
    "liveshelf_dead_letters_total", .counter, ["room", "sink"], "Signals that were given up.")
  public static let deliveryLatency = MetricFamily(
    "liveshelf_delivery_latency_seconds", .histogram(Histogram.longDurations), ["room", "sink"],
    "From a signal's durability to its acknowledgement by the receiver.")
  public static let outboxFailures = MetricFamily(
    "liveshelf_outbox_failures_total", .counter, ["room", "sink"], "Calls of an outbox that failed.")
  public static let sinkSuspended = MetricFamily(
    "liveshelf_sink_suspended", .gauge, ["sink"], "1 while a sink rests because its receiver wants no more.")

  // Many machines.
  public static let workerRooms = MetricFamily(
    "liveshelf_worker_rooms", .gauge, ["worker"], "Rooms that the worker runs.")
  public static let workerEvents = MetricFamily(
    "liveshelf_worker_events_total", .counter, ["worker", "event"], "What happened to a worker's rooms.")
  public static let replicationLag = MetricFamily(
    "liveshelf_replication_lag_rows", .gauge, ["room"], "Rows of a room's log that the backbone has not acknowledged.")
  public static let topicRows = MetricFamily(
    "liveshelf_topic_rows_total", .counter, ["topic", "outcome"], "Rows read from Kafka topics.")

  // Connectors of platforms.
  public static let connectorMessages = MetricFamily(
    "liveshelf_connector_messages_total", .counter, ["connector", "outcome"], "Messages of platforms.")
  public static let connectorCalls = MetricFamily(
    "liveshelf_connector_calls_total", .counter, ["connector", "status"], "Calls of platforms, by what they answered.")
  public static let connectorRows = MetricFamily(
    "liveshelf_connector_rows_total", .counter, ["connector", "outcome"], "Rows that connectors gave to rooms.")
  public static let connectorRowsWaiting = MetricFamily(
    "liveshelf_connector_rows_waiting", .gauge, ["connector"], "Rows of a connector that wait for their room.")
  public static let connectorPolled = MetricFamily(
    "liveshelf_connector_polled_timestamp_seconds", .gauge, ["connector"],
    "When all changes until then were last taken over from the platform.")

  static let refusedSeries = MetricFamily(
    "liveshelf_metric_series_refused_total", .counter, [],
    "Instruments that count for nothing: one series too many, or a name of another type.")
}
