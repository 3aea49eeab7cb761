import Foundation
import LiveshelfCore
import NIOHTTP1
import RoomAPI
import Rooms
import Testing

@Suite(.timeLimit(.minutes(2))) struct RunningOrderTests {
  /// A shop's own headers, in the encoding of its spreadsheet; a product by name, by link and by SKU.
  @Test func aRunningOrderIsPreviewedKeptAndTakenAway() async throws {
    try await TestServer.runRooms { server in
      let path = "/v1/rooms/main/running_order"
      let table = "序号,商品名称,链接号,讲解时长(分钟),卖点\n2,保温杯,,3,双层真空|送杯刷\n1,,7,2.5,\n3,没有的,,3,\n4,A1,,,\n"
      let preview = try await server.call(.PUT, path + "?preview=true", body: table, type: "text/csv")
      #expect(preview.status == 200)
      let read = try preview.json()
      #expect(read["items"] == .integer(2) && read["rejected_count"] == .integer(2))
      #expect(try await server.call(.GET, path).decode(RunningOrderView.self).items.isEmpty)
      #expect(try await server.call(.PUT, path, body: table, type: "text/csv").status == 200)
      let order = try await server.call(.GET, path).decode(RunningOrderView.self)
      #expect(order.items.map(\.sku) == ["A1", "B2"])
      #expect(order.items.map(\.plannedStart) == [0, 150] && order.planned == 330)
      #expect(order.items[1].points == ["双层真空", "送杯刷"])
      #expect(order.current == nil && order.next == 0 && order.late == nil)

      let unknown = try await server.call(.PUT, path, body: "sku\nZ9\n", type: "text/csv")
      #expect(try unknown.status == 422 && unknown.code() == "no_rows")
      let nameless = try await server.call(.PUT, path, body: "minutes\n5\n", type: "text/csv")
      #expect(try nameless.status == 422 && nameless.code() == "missing_column")
      #expect(try await server.call(.GET, path).decode(RunningOrderView.self).items.count == 2)
      #expect(try await server.call(.DELETE, path).status == 204)
      #expect(try await server.call(.GET, path).decode(RunningOrderView.self).items.isEmpty)
    }
  }

  private static func view(_ time: Double, stock: [String: Int?] = [:]) -> RoomView {
    var view = RoomView(room: "main", state: .live, streamTime: time, sequence: 1)
    view.products = ["A", "B", "C", "D"].map {
      ProductView(sku: $0, name: $0, available: stock[$0] ?? 50, presentationUnits: 20)
    }
    return view
  }

  private static func talk(_ sku: String, _ start: Double, _ end: Double?) -> PresentationView {
    PresentationView(
      id: "\(sku)\(start)", sku: sku, product: sku, start: start, end: end, confidence: 1, announcedAt: start,
      reason: "")
  }

  private static let order = RunningOrder(
    items: ["A", "B", "C", "A", "D"].map { RunningOrder.Item(sku: $0, minutes: 5) })

  @Test func whatWasPresentedIsHeldAgainstThePlan() {
    let heard = [Self.talk("A", 10, 200), Self.talk("A", 220, 400), Self.talk("C", 420, nil)]
    let order = RunningOrderView(Self.order, of: Self.view(500, stock: ["D": 0]), heard)
    // The host came back to A before its time was over: still the first entry. B was passed over.
    #expect(order.items.map(\.state) == [.done, .skipped, .onStage, .planned, .planned])
    #expect(order.items[0].presented == 370 && order.items[2].presented == 80)
    #expect(order.current == 2 && order.next == 3)
    // C should have begun at 600: 80 s into it, the show is 180 s ahead.
    #expect(order.late == -180)
    #expect(order.items.map(\.stock) == [.enough, .enough, .enough, .enough, .out])
  }

  @Test func aLongPresentationIsLateByWhatItTakesTooLong() {
    let order = RunningOrderView(Self.order, of: Self.view(420, stock: ["B": 5]), [Self.talk("A", 0, nil)])
    #expect(order.late == 120 && order.next == 1 && order.items[1].stock == .short)
  }

  @Test func anotherTimeOfAProductIsItsNextEntry() {
    let heard = [Self.talk("A", 0, 300), Self.talk("B", 300, 600), Self.talk("C", 600, 900), Self.talk("A", 900, nil)]
    let order = RunningOrderView(Self.order, of: Self.view(1000), heard)
    #expect(order.current == 3 && order.next == 4 && order.late == 0)
    #expect(order.items[0].state == .done)
  }

  @Test func whatNobodyPlannedChangesNothing() {
    let order = RunningOrderView(Self.order, of: Self.view(100), [Self.talk("Z", 0, 90)])
    #expect(order.current == nil && order.next == 0 && order.items.allSatisfy { $0.state == .planned })
  }

  /// Whatever is said on stage: at most one entry is, what comes next was not presented, and every second is counted once.
  @Test func placesHoldForAnyShow() {
    var dice = Dice(seed: 22)
    for _ in 0..<300 {
      let items = (0..<Int.random(in: 0...8, using: &dice)).map { _ in
        RunningOrder.Item(sku: "ABCD".map(String.init).randomElement(using: &dice) ?? "A", minutes: 2)
      }
      var (heard, time, planned) = ([PresentationView](), 0.0, 0.0)
      for place in 0..<10 {
        let sku = "ABCDZ".map(String.init).randomElement(using: &dice) ?? "A"
        let length = Double.random(in: 1...200, using: &dice)
        heard.append(Self.talk(sku, time, place == 9 ? nil : time + length))
        time += length
        if items.contains(where: { $0.sku == sku }) { planned += length }
      }
      let order = RunningOrderView(RunningOrder(items: items), of: Self.view(time), heard)
      #expect(order.items.count { $0.state == .onStage } <= 1)
      #expect(order.next.map { order.items[$0].started == nil } ?? true)
      #expect(abs(order.items.reduce(0) { $0 + $1.presented } - planned) < 1e-6)
    }
  }
}
