import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import RoomAPI
import ServerTestSupport

/// The two measurements.
struct LoadRun: Sendable {
  private let port: Int
  private let products: Int
  /// The server's process; nil: this one, or one that is not known.
  private let server: pid_t?

  init(port: Int, products: Int, server: pid_t? = nil) {
    self.port = port
    self.products = products
    self.server = server
  }

  private var room: String { "http://127.0.0.1:\(port)/v1/rooms/main" }

  /// Events of one run are new to a server that has seen another.
  private let run = UInt32.random(in: 0...UInt32.max)

  /// Rooms count orders of the show that runs: they were placed just now.
  private let time = Date.now.formatted(.iso8601)

  private func line(_ number: Int) -> String {
    #"{"event_id":"e\#(run)-\#(number)","order_id":"o\#(run)-\#(number)","event_type":"created","sku":""#
      + InMemoryRooms.sku(number % products)
      + #"","qty":1,"unit_price":59.9,"region":"广东","warehouse":"GZ","source":"live","#
      + #""event_time":""# + time + #""}"# + "\n"
  }

  private func post(_ body: String) async throws -> Int {
    var request = HTTPClientRequest(url: room + "/orders")
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/x-ndjson")
    request.body = .bytes(ByteBuffer(string: body))
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    let answer = try await response.body.collect(upTo: 1 << 20)
    let json = try JSONDecoder().decode(JSONValue.self, from: Data(answer.readableBytesView))
    if case .integer(let accepted)? = json["accepted"] { return Int(accepted) }
    throw HTTPClientError.invalidHeaderFieldValues([String(buffer: answer)])
  }

  /// - Parameter clients: those that follow the event stream meanwhile.
  func measureThroughput(events: Int, batch: Int, senders: Int, clients: Int = 0) async throws {
    let client = Self.client(for: clients)
    let received = Shared(0)
    let connected = Shared(0)
    let followers = (0..<clients).map { _ in
      Task { try await listen(client, connected, received) }
    }
    while connected.change({ $0 }) < clients { try await Task.sleep(for: .milliseconds(20)) }
    try await send(events: events, batch: batch, senders: senders)
    if clients > 0 {
      print("  \(clients) clients followed, and got \(received.change { $0 } / 1_000_000) MB of events")
    }
    for follower in followers { follower.cancel() }
    for follower in followers { _ = await follower.result }
    try await client.shutdown()
  }

  private static func client(for clients: Int) -> HTTPClient {
    HTTPClient(
      eventLoopGroupProvider: .singleton,
      configuration: HTTPClient.Configuration(
        connectionPool: .init(idleTimeout: .seconds(60), concurrentHTTP1ConnectionsPerHostSoftLimit: clients + 8)))
  }

  /// Reads the event stream until it is cancelled.
  private func listen(_ client: HTTPClient, _ connected: Shared<Int>, _ received: Shared<Int>) async throws {
    let response = try await client.execute(HTTPClientRequest(url: room + "/events"), timeout: .seconds(3600))
    connected.change { $0 += 1 }
    for try await buffer in response.body { received.change { $0 += buffer.readableBytes } }
  }

  private func send(events: Int, batch: Int, senders: Int) async throws {
    let bodies = stride(from: 0, to: events, by: batch).map { first in
      (first..<min(events, first + batch)).map(line).joined()
    }
    let next = Shared(0)
    let start = ContinuousClock.now
    let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<senders {
        group.addTask {
          var sum = 0
          while true {
            let index = next.change { index in
              index += 1
              return index - 1
            }
            guard index < bodies.count else { return sum }
            sum += try await post(bodies[index])
          }
        }
      }
      return try await group.reduce(0, +)
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let bytes = bodies.reduce(0) { $0 + $1.utf8.count }
    print(
      "throughput: \(accepted) of \(events) order events accepted in \(Self.text(seconds)) s:",
      "\(Int(Double(accepted) / seconds)) a second, \(Self.text(Double(bytes) / seconds / 1e6)) MB/s,",
      "batches of \(batch), \(senders) senders; resident \(residentMegabytes()) MB")
  }

  /// Each order carries its number in the room's total of orders: a client has seen it when the total has reached it.
  func measureLatency(clients: Int, rate: Int, seconds: Int) async throws {
    let sent = Shared<[Int: ContinuousClock.Instant]>([:])
    let seen = Shared<[Double]>([])
    let before = try await currentOrders()
    let count = rate * seconds
    let connected = Shared(0)
    let client = Self.client(for: clients)
    let usage = processorSeconds()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<clients {
        group.addTask {
          try await follow(client, until: before + count) { orders, connectedNow in
            if connectedNow { connected.change { $0 += 1 } }
            let now = ContinuousClock.now
            let latencies = sent.change { sent -> [Double] in
              orders.compactMap { number in sent[number].map { (now - $0) / .milliseconds(1) } }
            }
            seen.change { $0 += latencies }
          }
        }
      }
      while connected.change({ $0 }) < clients { try await Task.sleep(for: .milliseconds(20)) }
      let start = ContinuousClock.now
      for number in 1...count {
        let due = start + .seconds(Double(number) / Double(rate))
        let wait = due - .now
        if wait > .zero { try await Task.sleep(for: wait) }
        sent.change { $0[before + number] = .now }
        _ = try await post(line(10_000_000 + number))
      }
      try await group.waitForAll()
    }
    try await client.shutdown()
    let sorted = seen.change { $0.sorted() }
    func quantile(_ share: Double) -> String {
      sorted.isEmpty ? "-" : Self.text(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))])
    }
    print(
      "latency: order POST to event, \(rate) orders/s, \(clients) clients, \(sorted.count) of \(count * clients) seen:",
      "p50 \(quantile(0.5)) ms, p95 \(quantile(0.95)) ms, p99 \(quantile(0.99)) ms;",
      "processor \(Self.text((processorSeconds() - usage) / Double(seconds))) cores,",
      "resident \(residentMegabytes()) MB")
  }

  private func currentOrders() async throws -> Int {
    let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: room), timeout: .seconds(30))
    let view = try JSONDecoder().decode(
      RoomView.self, from: Data(try await response.body.collect(upTo: 64 << 20).readableBytesView))
    return view.totals.orders
  }

  /// Follows the event stream, and tells which totals of orders became visible with each event.
  private func follow(
    _ client: HTTPClient, until last: Int, _ tell: ([Int], _ isFirst: Bool) -> Void
  ) async throws {
    let response = try await client.execute(HTTPClientRequest(url: room + "/events"), timeout: .seconds(3600))
    var total: Int?
    var tail: [UInt8] = []
    for try await buffer in response.body {
      tail += buffer.readableBytesView
      tail = tail.suffix(1024)
      guard tail.suffix(2).elementsEqual([0x0A, 0x0A]), let orders = Self.orders(tail) else { continue }
      if let known = total {
        if orders > known { tell(Array((known + 1)...orders), false) }
      } else {
        tell([], true)
      }
      total = orders
      if orders >= last { return }
    }
  }

  /// The total of orders at the end of an event, found without decoding all of it: keys are sorted, so `totals` is the last
  /// member, and its own `orders` stands behind those of the last minutes.
  private static func orders(_ tail: [UInt8]) -> Int? {
    let text = String(decoding: tail, as: UTF8.self)
    guard let totals = text.range(of: "\"totals\":", options: .backwards),
      let orders = text[totals.upperBound...].range(of: "\"orders\":", options: .backwards)
    else { return nil }
    return Int(text[orders.upperBound...].prefix { $0.isNumber })
  }

  private static func text(_ value: Double) -> String { String(format: "%.1f", value) }

  /// Of the server, where its process is known; else of this one, which holds both.
  private func processorSeconds() -> Double {
    let stat = FileManager.default.contents(atPath: "\(process)/stat").map { String(decoding: $0, as: UTF8.self) } ?? ""
    // The fields after the program's name, which stands in parentheses: user and system time are the 12th and 13th.
    let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  private func residentMegabytes() -> Int {
    let status = FileManager.default.contents(atPath: "\(process)/status").map { String(decoding: $0, as: UTF8.self) }
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) / 1024
  }

  private var process: String { server.map { "/proc/\($0)" } ?? "/proc/self" }
}
