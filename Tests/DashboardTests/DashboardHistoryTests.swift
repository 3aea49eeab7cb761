import Foundation
import TestSupport
import Testing

/// Three rooms that are served, sell and stop: every place tells the same of them, the history page among them.
@Suite(.serialized, .enabled(if: Browser.program != nil, "no Chromium or Chrome is installed"))
struct DashboardHistoryTests {
  /// What was pushed, counted by the test.
  struct Pushed {
    var orders = 0
    var units = 0
    var hundredths = 0
    var cancelledUnits = 0
    var refusedUnits = 0
    var sales: Double { Double(hundredths) / 100 }
  }

  private static let rooms = ["tea-1", "tea-2", "tea-3"]
  private static let skus = ["SKU012", "SKU014", "SKU019"]

  /// Each room sells a different number of other things: at prices of their own, with a discount, twice told, taken back, refused.
  private func sell(in room: String, number: Int, _ server: LiveServer) throws -> Pushed {
    var pushed = Pushed()
    var rows: [[String: Any]] = []
    for place in 0..<(5 + 3 * number) {
      let (quantity, hundredths) = (1 + place % 3, 1990 + 700 * place)
      let discount = place % 4 == 1 ? 500 : 0
      let isRefused = place % 5 == 4
      let row: [String: Any] = [
        "event_id": "\(room)-\(place)", "order_id": "\(room)-o\(place)",
        "event_type": isRefused ? "rejected_oos" : "created",
        "sku": Self.skus[place % 3], "qty": quantity, "unit_price": Double(hundredths) / 100,
        "discount": Double(discount) / 100, "warehouse": "WH-HZ", "event_time": Date.now.formatted(.iso8601),
      ]
      rows.append(row)
      if place % 3 == 0 { rows.append(row) }
      guard !isRefused else {
        pushed.refusedUnits += quantity
        continue
      }
      pushed.orders += 1
      pushed.units += quantity
      pushed.hundredths += hundredths * quantity - discount
      guard place % 6 == 2 else { continue }
      var back = row
      back["event_id"] = "\(room)-x\(place)"
      back["event_type"] = "cancelled"
      rows.append(back)
      pushed.cancelledUnits += quantity
    }
    try server.post(rows, to: "/v1/rooms/\(room)/orders")
    return pushed
  }

  private func total(_ object: Any?, _ name: String) -> Double? {
    ((object as? [String: Any])?[name] as? NSNumber)?.doubleValue
  }

  private func run(_ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = TestData.program
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(arguments)")
    return data
  }

  private func expect(_ place: String, orders: Double?, units: Double?, sales: Double?, are pushed: Pushed) {
    #expect(
      orders == Double(pushed.orders) && units == Double(pushed.units), "\(place): \(orders ?? -1), \(units ?? -1)")
    #expect(abs((sales ?? -1) - pushed.sales) < 0.011, "\(place): \(sales ?? -1) instead of \(pushed.sales)")
  }

  @Test func threeServedRoomsTellTheSameEverywhere() throws {
    let server = try LiveServer()
    defer { server.kill() }  // it lives as long as the test
    for room in Self.rooms { try server.startQuietRoom(room, stock: 900) }
    // Their shows began with the last whole second or with this one.
    Thread.sleep(forTimeInterval: 2)
    let pushed = try Self.rooms.enumerated().map { try sell(in: $1, number: $0, server) }
    let browser = try Browser()
    for (room, pushed) in zip(Self.rooms, pushed) {
      try browser.open("about:blank")
      try browser.open("\(server.address)/#/rooms/\(room)")
      try browser.wait(
        until: "document.querySelector('.total-of-orders .total-show')?.textContent === '\(pushed.orders)'")
      let figures = try browser.text(
        "['units', 'gmv'].map(name => document.querySelector(`.total-of-${name} .total-show`).textContent).join(' ')")
      #expect(figures == "\(pushed.units) \(whole(pushed.sales))")
      try server.call("POST", "/v1/rooms/\(room)/stop")
    }
    for (room, pushed) in zip(Self.rooms, pushed) { try compare(room, pushed, server) }
    try compareTogether(pushed, server)
    try readThePage(pushed, server, browser)
  }

  /// Yuan as the screen writes them, without cents.
  private func whole(_ sales: Double) -> String {
    "¥" + sales.rounded().formatted(.number.locale(Locale(identifier: "en_US")).precision(.fractionLength(0)))
  }

  private func compare(_ room: String, _ pushed: Pushed, _ server: LiveServer) throws {
    let shows = try #require(try server.object("/v1/rooms/\(room)/shows")["shows"] as? [[String: Any]])
    let show = try #require(shows.first?["show"] as? String)
    let place = "/v1/rooms/\(room)/shows/\(show)"
    let list = try #require(try server.object("/v1/rooms")["rooms"] as? [[String: Any]])
    let told: [(String, Any?)] = [
      ("rooms", list.first { $0["name"] as? String == room }?["totals"]), ("shows", shows.first?["totals"]),
      ("the view", try server.object("/v1/rooms/\(room)")["totals"]),
      ("the show", (try server.object(place)["summary"] as? [String: Any])?["totals"]),
    ]
    for (name, totals) in told {
      expect(
        "\(room), \(name)", orders: total(totals, "orders"), units: total(totals, "units"), sales: total(totals, "gmv"),
        are: pushed)
    }
    let figures = try #require(try server.object("\(place)/files/figures.json")["total"] as? [String: Any])
    let sold = figures["sold"]
    expect(
      "\(room), figures.json", orders: total(sold, "orders"), units: total(sold, "units"), sales: total(sold, "sales"),
      are: pushed)
    #expect(total(figures, "refused_units") == Double(pushed.refusedUnits))
    let orders = String(decoding: try server.call("GET", "\(place)/files/orders.csv"), as: UTF8.self)
    #expect(orders.split(separator: "\n").count { $0.contains(",created,") } == pushed.orders)
    let report = String(decoding: try server.call("GET", "\(place)/files/report.html"), as: UTF8.self)
    let data = try #require(report.firstMatch(of: /id="data">(.*?)<\/script>/.dotMatchesNewlines())).1
    let page = try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any]
    let products = try #require(page?["products"] as? [[String: Any]])
    expect(
      "\(room), the report", orders: products.reduce(0) { $0 + (total($1, "orders") ?? 0) },
      units: Double(pushed.units),
      sales: products.reduce(0) { $0 + (total($1, "sales") ?? 0) }, are: pushed)
    for by in ["sku", "warehouse", "all"] {
      let rows = try #require(try server.object("/v1/rooms/\(room)/turnover?by=\(by)")["turnover"] as? [[String: Any]])
      #expect(
        rows.reduce(0) { $0 + (total($1, "sold_units") ?? 0) } == Double(pushed.units - pushed.cancelledUnits), "\(by)")
      #expect(rows.reduce(0) { $0 + (total($1, "rejected_units") ?? 0) } == Double(pushed.refusedUnits), "\(by)")
    }
  }

  /// The history of the API and of the program, and its SQL.
  private func compareTogether(_ pushed: [Pushed], _ server: LiveServer) throws {
    let history = try server.object("/v1/history")
    let asked = try run(["history", "--json", "--data", server.data.path])
    let queried = try run(["query", "SELECT * FROM shows", "--format", "json", "--data", server.data.path])
    let places: [(String, Any?)] = [
      ("/v1/history", history["shows"]),
      ("history", (try JSONSerialization.jsonObject(with: asked) as? [String: Any])?["shows"]),
      ("query", try JSONSerialization.jsonObject(with: queried)),
    ]
    for (name, shows) in places {
      let shows = try #require(shows as? [[String: Any]], "\(name)")
      #expect(shows.count == Self.rooms.count)
      for (room, pushed) in zip(Self.rooms, pushed) {
        let row = shows.first { $0["room"] as? String == room }
        expect(
          "\(name), \(room)", orders: total(row, "orders"), units: total(row, "units"), sales: total(row, "sales"),
          are: pushed)
      }
    }
    let products = try #require(history["products"] as? [[String: Any]])
    #expect(products.reduce(0) { $0 + (total($1, "units") ?? 0) } == Double(pushed.reduce(0) { $0 + $1.units }))
    // The server's folders are nobody's business.
    #expect(!String(decoding: try server.call("GET", "/v1/history"), as: UTF8.self).contains(server.data.path))
  }

  private func readThePage(_ pushed: [Pushed], _ server: LiveServer, _ browser: Browser) throws {
    try browser.open("about:blank")
    try browser.open("\(server.address)/#/rooms")
    try browser.wait(until: "document.querySelector('.rooms-history')")
    try browser.click(".rooms-history")
    try browser.wait(until: "document.querySelectorAll('.panel-history-shows tbody tr').length === 3")
    for (room, pushed) in zip(Self.rooms, pushed) {
      let row =
        "[...document.querySelectorAll('.panel-history-shows tbody tr')].find(row => row.cells[1].textContent === '\(room)')"
      let cells = try browser.text("[4, 5, 6].map(i => \(row).cells[i].textContent).join(' ')")
      #expect(cells == "\(pushed.orders) \(pushed.units) \(whole(pushed.sales))")
    }
    let orders = pushed.reduce(0) { $0 + $1.orders }
    #expect(
      try browser.text("document.querySelector('.page-history .page-head .note').textContent").hasPrefix(
        "3 场 · \(orders) 单 · \(whole(pushed.reduce(0) { $0 + $1.sales }))"))
    #expect(try browser.text("document.querySelector('.history-caveat').textContent").contains("不能证明因果"))
    #expect(try browser.text("document.querySelector('.panel-history-effects .cannot').textContent").contains("说不准"))

    // A file, as it is downloaded.
    try browser.click(".panel-history-shows tbody tr summary")
    try browser.wait(until: "document.querySelector('.file-list a[download=\"figures.json\"]')")
    try browser.evaluate(
      """
      fetch(document.querySelector('.file-list a[download="figures.json"]').href).then(answer => answer.json())
        .then(figures => { window.sold = figures.total.sold.orders; })
      """)
    try browser.wait(until: "[\(pushed.map { "\($0.orders)" }.joined(separator: ", "))].includes(window.sold)")

    // Nobody speaks in these rooms.
    try browser.evaluate("document.querySelector('.history-text').focus()")
    try browser.type("羊绒")
    try browser.press("Enter")
    try browser.wait(until: "document.querySelector('.history-find .note').textContent === '没有说过“羊绒”'")
    try browser.screenshot("history-desktop-zh")

    // One product over the shows, and a show on its room's page.
    try browser.click(".panel-history-products tbody a")
    try browser.wait(
      until:
        "location.hash.startsWith('#/history/SKU') && document.querySelectorAll('.panel-history-shows tbody tr').length === 3"
    )
    try browser.click(".page-history .page-head a")
    try browser.wait(until: "document.querySelector('.panel-history-shows tbody tr summary')")
    try browser.click(".panel-history-shows tbody tr a")
    try browser.wait(until: "document.querySelector('.page-show .show-facts')?.textContent.includes('订单')")
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }
}
