import AsyncHTTPClient
import Foundation
import LiveshelfCore
import LiveshelfServer
import NIOCore
import NIOHTTP1
import RoomAPI
import ServerTestSupport
import Testing

@Suite struct EventStreamTests {
  /// Reads events as a browser does.
  struct Client {
    struct Event: Sendable {
      var id: Int64
      var name: String
      var data: String
    }

    private var iterator: HTTPClientResponse.Body.AsyncIterator
    private var text = ""
    var comments = 0

    init(_ response: HTTPClientResponse) {
      iterator = response.body.makeAsyncIterator()
    }

    /// The next event; nil: the stream is over.
    mutating func next() async throws -> Event? {
      while true {
        if let end = text.range(of: "\n\n") {
          let lines = text[..<end.lowerBound].split(separator: "\n")
          text = String(text[end.upperBound...])
          func field(_ name: String) -> String? {
            lines.first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
          }
          if let data = field("data"), let id = field("id").flatMap({ Int64($0) }) {
            return Event(id: id, name: field("event") ?? "", data: data)
          }
          if lines.first?.hasPrefix(":") ?? false { comments += 1 }
          continue
        }
        guard let buffer = try await iterator.next() else { return nil }
        text += String(buffer: buffer)
      }
    }

    /// The event after which a room's view meets a condition.
    mutating func view(until isReached: (RoomView) -> Bool) async throws -> RoomView? {
      var view: RoomView?
      while let event = try await next() {
        let data = Data(event.data.utf8)
        if event.name == "snapshot" {
          view = try JSONDecoder().decode(RoomView.self, from: data)
        } else {
          view?.apply(try JSONDecoder().decode(RoomUpdate.self, from: data))
        }
        if let view, isReached(view) { return view }
      }
      return view
    }
  }

  static func open(
    _ server: TestServer, room: String = "main", after: Int64? = nil, token: String? = nil
  ) async throws -> HTTPClientResponse {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(server.port)/v1/rooms/\(room)/events")
    if let after { request.headers.add(name: "Last-Event-ID", value: "\(after)") }
    if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
    return try await TestServer.client.execute(request, timeout: .seconds(30))
  }

  private func order(_ number: Int) -> String {
    #"{"event_id":"e\#(number)","order_id":"o\#(number)","event_type":"created","sku":"A1","qty":1,"unit_price":10,"#
      + #""event_time":"2026-04-10T20:00:01+08:00"}"#
  }

  @Test func aClientSeesTheRoomAndWhatChanges() async throws {
    try await TestServer.run { server in
      let response = try await Self.open(server)
      #expect(response.status == .ok)
      #expect(response.headers.first(name: "Content-Type") == "text/event-stream; charset=utf-8")
      var client = Client(response)
      let first = try #require(try await client.next())
      #expect(first.name == "snapshot")
      #expect(try JSONDecoder().decode(RoomView.self, from: Data(first.data.utf8)).products.count == 2)
      _ = try await server.call(.POST, "/v1/rooms/main/orders", json: order(1))
      let second = try #require(try await client.next())
      #expect(second.name == "update" && second.id > first.id)
      let update = try JSONDecoder().decode(RoomUpdate.self, from: Data(second.data.utf8))
      #expect(update.products.map(\.sku) == ["A1"] && update.products.first?.available == 999)
      #expect(update.feeds == nil && !second.data.contains("\"feeds\""))
    }
  }

  @Test func manyChangesAreMerged() async throws {
    try await TestServer.run { server in
      var client = Client(try await Self.open(server))
      _ = try await client.next()
      for index in 1...300 {
        await server.rooms.change(.main) { $0.streamTime = Double(index) }
      }
      var events = 0
      var last = 0.0
      while last < 300, let event = try await client.next() {
        events += 1
        last = try JSONDecoder().decode(RoomUpdate.self, from: Data(event.data.utf8)).streamTime ?? last
      }
      #expect(last == 300)
      #expect(events < 100)
    }
  }

  @Test func aClientThatComesBackIsGivenWhatItMissed() async throws {
    try await TestServer.run { server in
      var stays = Client(try await Self.open(server))
      let snapshot = try #require(try await stays.next())
      await server.rooms.change(.main) { $0.streamTime = 1 }
      let first = try #require(try await stays.next())
      await server.rooms.change(.main) { $0.totals = ShowTotals(orders: 7) }
      let second = try #require(try await stays.next())
      var back = Client(try await Self.open(server, after: first.id))
      let missed = try #require(try await back.next())
      #expect(missed.name == "update" && missed.id == second.id && missed.data == second.data)
      var current = Client(try await Self.open(server, after: second.id))
      await server.rooms.change(.main) { $0.streamTime = 9 }
      #expect(try await current.next()?.name == "update")
      // Too old, and of the future: the whole room.
      var old = Client(try await Self.open(server, after: snapshot.id - 1))
      #expect(try await old.next()?.name == "snapshot")
      var strange = Client(try await Self.open(server, after: 1_000_000))
      #expect(try await strange.next()?.name == "snapshot")
    }
  }

  @Test func allClientsEndWithTheSameRoom() async throws {
    try await TestServer.run { server in
      try await withThrowingTaskGroup(of: RoomView?.self) { group in
        for _ in 0..<20 {
          group.addTask {
            var client = Client(try await Self.open(server))
            return try await client.view { $0.totals.orders == 50 }
          }
        }
        for number in 0..<50 { _ = try await server.call(.POST, "/v1/rooms/main/orders", json: order(number)) }
        let truth = try await server.rooms.view(of: .main)
        for try await view in group {
          #expect(view?.products == truth.products)
          #expect(view?.totals == truth.totals)
        }
      }
    }
  }

  @Test func silenceIsFilledAndRevokedTokensEnd() async throws {
    var events = EventSettings()
    events.keepAlive = .milliseconds(50)
    try await TestServer.run(events: events, configuration: .with { $0.security.requiresTokens = true }) { server in
      let store = TokenStore(server.database)
      let (token, secret) = try store.create(name: "x", roles: [.viewer], createdAt: WallTime(microseconds: 0))
      var client = Client(try await Self.open(server, token: secret))
      #expect(try await client.next()?.name == "snapshot")
      _ = try store.revoke(token.id, at: WallTime(microseconds: 1))
      #expect(try await client.next() == nil)
      #expect(try await Self.open(server).status == .unauthorized)
    }
  }

  @Test func clientsAreLimited() async throws {
    try await TestServer.run(configuration: .with { $0.limits.eventClients = 1 }) { server in
      var client = Client(try await Self.open(server))
      _ = try await client.next()
      #expect(try await Self.open(server).status == .serviceUnavailable)
      #expect(try await Self.open(server, room: "none").status == .notFound)
    }
  }

  @Test func slowClientsAreDroppedAndCounted() async throws {
    var events = EventSettings()
    events.queueLength = 4
    events.interval = .milliseconds(1)
    events.historyBytes = 1 << 16
    try await TestServer.run(service: InMemoryRooms(keepsBatches: false), events: events) { server in
      let wide = try #require(RoomName("wide"))
      await server.rooms.addRoom(wide, products: 2000)
      // It reads the snapshot's head and no more: buffers fill up, then its queue.
      let response = try await Self.open(server, room: "wide")
      let products = try await server.rooms.view(of: wide).products
      var text = ""
      for round in 1...2000 {
        await server.rooms.change(wide) { update in
          update.streamTime = Double(round)
          update.products = products
        }
        try await Task.sleep(for: .milliseconds(5))
        text = try await server.call(.GET, "/metrics").body
        if text.contains("liveshelf_sse_clients_closed_total{reason=\"slow\"} 1") { break }
      }
      #expect(text.contains("liveshelf_sse_clients_closed_total{reason=\"slow\"} 1"))
      #expect(text.contains("liveshelf_sse_clients{room=\"wide\"} 0"))
      // The one that reads goes on.
      _ = response
      var other = Client(try await Self.open(server, room: "wide"))
      #expect(try await other.next()?.name == "snapshot")
    }
  }

  @Test func streamsEndWhenTheRoomOrTheServerDoes() async throws {
    let two = try #require(RoomName("two"))
    try await TestServer.run { server in
      await server.rooms.addRoom(two)
      var client = Client(try await Self.open(server, room: "two"))
      _ = try await client.next()
      #expect(try await server.call(.DELETE, "/v1/rooms/two").status == 204)
      #expect(try await client.next() == nil)
      // A stream that is open when the server stops does not keep it from stopping.
      var last = Client(try await Self.open(server))
      _ = try await last.next()
    }
  }
}
