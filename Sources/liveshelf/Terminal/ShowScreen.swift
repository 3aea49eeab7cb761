import Hearing
import LiveshelfCore
import Wording

/// The state of a show as a person in the control room sees it, and its drawing on a terminal.
struct ShowScreen {
  private let room: RoomName
  private let products: [SKU: String]
  private let clock: ShowClock?
  private var feed: (state: FeedState, reason: String) = (.connecting, "")
  private var heardTo = StreamTime.zero
  private var said = ""
  private var saidTo = StreamTime.zero
  private var presenting: (signal: Signal, since: StreamTime)?
  private var orders: [(at: StreamTime, event: OrderEvent)] = []
  private var orderCount = 0
  private var signals: [Signal] = []
  private var warnings: [String] = []

  init(room: RoomName, catalog: Catalog, clock: ShowClock?) {
    self.room = room
    self.clock = clock
    products = Dictionary(catalog.products.map { ($0.sku, $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func take(_ event: ShowEvent) {
    switch event {
    case .feed(let change): feed = (change.state, Wording(.en).sentence(of: change.reason))
    case .heard(let time): heardTo = max(heardTo, time)
    case .utterance(let utterance):
      let isPause = utterance.start - saidTo >= 0.45
      saidTo = utterance.end
      said = String((said + (isPause ? " " : "") + utterance.text).suffix(400))
    case .mention, .marker: break
    case .order(let event, let at):
      guard event.type == .created, at >= .zero else { return }
      orderCount += 1
      orders.append((at, event))
      orders.removeAll { heardTo - $0.at > 60 }
    case .signal(let signal):
      signals.append(signal)
      if signals.count > 100 { signals.removeFirst(50) }
      switch signal.kind {
      case .presentationStarted: presenting = (signal, signal.detectedAt)
      case .presentationEnded where presenting?.signal.sku == signal.sku: presenting = nil
      default: break
      }
    case .warning(let text): warnings = Array((warnings + [text]).suffix(3))
    }
  }

  /// Lines of exactly `columns` columns, at most `rows` of them.
  func lines(columns: Int, rows: Int) -> [String] {
    var lines: [String] = []
    func add(_ label: String, _ text: String, style: String = "") {
      let head = DisplayWidth.fitted(label, to: 12)
      lines.append("\u{1B}[2m\(head)\u{1B}[0m\(style)\(DisplayWidth.fitted(text, to: max(0, columns - 12)))\u{1B}[0m")
    }
    let title = " Liveshelf  \(room)   \(heardTo)\(clock.map { "   \($0.text(of: heardTo).prefix(19))" } ?? "")"
    lines.append("\u{1B}[7m\(DisplayWidth.fitted(title, to: columns))\u{1B}[0m")
    add("stream", feed.state.rawValue + (feed.reason.isEmpty ? "" : "  \(feed.reason)"), style: color(of: feed.state))
    add("heard", DisplayWidth.tail(said, columns: max(0, columns - 12)))
    add("on stage", presentingText, style: "\u{1B}[1;32m")
    let recent = orders.filter { heardTo - $0.at <= 60 }
    let units = recent.reduce(0) { $0 + $1.event.quantity }
    add("orders", "\(recent.count) orders, \(units) units in the last minute; \(orderCount) since the start")
    for (sku, count) in top(recent.map(\.event)).prefix(4) {
      add(
        "",
        "\(DisplayWidth.fitted(products[sku] ?? sku.text, to: 26)) \(String(repeating: "▮", count: min(count, 40))) \(count)"
      )
    }
    add("signals", "")
    let room = max(0, rows - lines.count - warnings.count - 1)
    for signal in signals.suffix(room) {
      add(
        "  \(SignalPrinter.time(signal.detectedAt))",
        "\(SignalPrinter.verb(signal.kind)) \(signal.product)  \(SignalPrinter.reason(signal))",
        style: color(of: signal.kind))
    }
    for warning in warnings { add("note", warning, style: "\u{1B}[33m") }
    return Array(lines.prefix(rows))
  }

  private var presentingText: String {
    guard let (signal, since) = presenting else { return "–" }
    let seconds = Int(max(0, heardTo - since))
    return
      "\(signal.product)  \(Int((signal.confidence * 100).rounded())) %  since \(seconds) s  (\(SignalPrinter.reason(signal)))"
  }

  private func top(_ events: [OrderEvent]) -> [(SKU, Int)] {
    Dictionary(grouping: events, by: \.sku).map { ($0.key, $0.value.count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }

  private func color(of state: FeedState) -> String {
    switch state {
    case .live: "\u{1B}[32m"
    case .connecting, .ended: ""
    case .stalled, .reconnecting: "\u{1B}[31m"
    }
  }

  private func color(of kind: SignalKind) -> String {
    switch kind {
    case .presentationStarted: "\u{1B}[32m"
    case .presentationEnded: "\u{1B}[2m"
    case .stockDepleted, .oversold, .feedDegraded: "\u{1B}[31m"
    default: "\u{1B}[33m"
    }
  }
}

extension SignalPrinter {
  /// Minutes and seconds of the stream.
  static func time(_ time: StreamTime) -> String {
    let seconds = Int(time.seconds.rounded(.down))
    let (minutes, rest) = (abs(seconds) / 60, abs(seconds) % 60)
    return (seconds < 0 ? "-" : "") + "\(minutes):\(rest < 10 ? "0" : "")\(rest)"
  }
}
