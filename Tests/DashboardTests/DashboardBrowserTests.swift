import Foundation
import TestSupport
import Testing

/// The dashboard in a real browser, on the real program, with rooms that hear nothing: nothing happens but what a test lets
/// happen.
@Suite(.serialized, .enabled(if: Browser.program != nil, "no Chromium or Chrome is installed"))
struct DashboardBrowserTests {
  /// The wall screen of the main room, ready.
  static func overview(_ address: String, _ browser: Browser, query: String = "") throws {
    try browser.open("\(address)/\(query)#/rooms/main")
    try browser.wait(until: "document.querySelector('.shelf-list li')")
  }

  /// A product's row, as an expression.
  static func row(_ sku: String) -> String { "document.querySelector('.shelf-row[href$=\"/\(sku)\"]')" }

  /// The stock that a product's row shows, as an expression.
  static func stock(of sku: String) -> String {
    "Number(\(row(sku))?.querySelector('.ticking-text').textContent.replace(',', '').replace('−', '-'))"
  }

  private func ready(stock: Int = 20) throws -> (LiveServer, Browser) {
    let server = try LiveServer()
    try server.startQuietRoom(stock: stock)
    let browser = try Browser()
    try Self.overview(server.address, browser)
    return (server, browser)
  }

  private func expectNoComplaints(_ browser: Browser) throws {
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }

  @Test func theOperatorSaysWhatIsOnStage() throws {
    let (server, browser) = try ready()
    defer { server.kill() }  // it lives as long as the test
    try browser.click(".now-correct")
    try browser.type("9999")
    try browser.wait(until: "document.querySelector('.pick-list').textContent.includes('没有符合条件的商品')")
    try browser.evaluate("(document.querySelector('dialog .search').value = '')")
    try browser.type("SKU014")
    try browser.wait(until: "document.querySelectorAll('.pick').length === 1")
    try browser.click(".pick")
    try browser.wait(until: "document.querySelector('.now-name')?.textContent === '可视空气炸锅'")
    try browser.wait(until: "\(Self.row("SKU014")).dataset.presenting === 'true'")
    #expect(try browser.text("document.querySelectorAll('.shelf-row[data-presenting]').length") == "1")
    #expect(try browser.text("document.querySelector('.panel-now .link-badge').textContent") == "6")
    try browser.wait(until: "document.querySelector('.now-reason').textContent.includes('人工点选')")
    try expectNoComplaints(browser)
  }

  @Test func aSignalIsAcknowledgedWithOneClick() throws {
    let (server, browser) = try ready()
    defer { server.kill() }  // it lives as long as the test
    try browser.wait(until: "\(Self.stock(of: "SKU012")) === 20")
    try server.order("SKU012", quantity: 27)
    try browser.wait(until: "\(Self.stock(of: "SKU012")) === -7")
    let rows =
      "[...document.querySelectorAll('.signal-frame > ol .signal')].filter(row => row.textContent.includes('丝绒哑光口红'))"
    try browser.wait(until: "\(rows).length === 1 && \(rows)[0].textContent.includes('已多卖 7 件')")
    #expect(try browser.text("\(rows)[0].querySelector('.card-action').textContent") == "停售，联系 7 件的买家")
    try browser.evaluate("\(rows)[0].id = 'wanted'")
    try browser.click("#wanted .act-acknowledge")
    try browser.wait(until: "\(rows).length === 0")
    #expect(try oversoldStates(server) == ["acknowledged"])
    // It stays as one line, and can be taken back.
    try browser.wait(until: "document.querySelector('.card-rest summary').textContent.includes('已知道 1')")
    try browser.click(".card-undo .act")
    try browser.wait(until: "\(rows).length === 1")
    #expect(try oversoldStates(server) == ["open"])
    // The read model says the same as the screen.
    let view = try server.object("/v1/rooms/main")
    let cards = (view["cards"] as? [[String: Any]] ?? []).filter { $0["sku"] as? String == "SKU012" }
    #expect(cards.map { $0["step"] as? String } == ["stop_selling"])
    let products = (view["products"] as? [[String: Any]] ?? []).filter { $0["sku"] as? String == "SKU012" }
    #expect(products.map { $0["step"] as? String } == ["stop_selling"])
    // And so do the product's timeline and the page with its chart.
    let timeline = try server.object("/v1/rooms/main/products/SKU012/timeline")
    #expect(timeline["state"] as? String == "oversold" && timeline["step"] as? String == "stop_selling")
    try browser.evaluate("(location.hash = '#/rooms/main/products/SKU012')")
    let title = cards.first?["title_zh"] as? String ?? ""
    try browser.wait(until: "document.querySelector('.page-product .heat')?.textContent === '\(title)'")
    try expectNoComplaints(browser)
  }

  /// What the store says of the signals, which is newer than frames.
  private func oversoldStates(_ server: LiveServer) throws -> [String] {
    let page = try server.object("/v1/rooms/main/signals")
    return (page["signals"] as? [[String: Any]] ?? []).compactMap { signal -> String? in
      let event = signal["cloudevent"] as? [String: Any]
      return event?["type"] as? String == "liveshelf.stock.oversold" ? signal["state"] as? String : nil
    }
  }

  /// A later snapshot differs; one click sets the ledger to it, and what was sold since stays sold.
  @Test func aDifferenceIsSetToTheCount() throws {
    let (server, browser) = try ready()
    defer { server.kill() }  // it lives as long as the test
    let time = Date.now.addingTimeInterval(1).formatted(.iso8601)
    try browser.wait(until: "\(Self.stock(of: "SKU012")) === 20")
    let warehouse = try browser.text(
      "fetch('/v1/rooms/main/inventory').then(r => r.json()).then(list => list.inventory.find(row => row.sku === 'SKU012').warehouse)"
    )
    try server.post(
      [["snapshot_time": time, "sku": "SKU012", "warehouse": warehouse, "on_hand": 15]], to: "/v1/rooms/main/stock")
    try browser.wait(until: "document.querySelector('.difference-list:not([data-settling]) .difference')")
    #expect(try browser.text("document.querySelector('.difference').innerText").contains("盘点 15"))
    // Later than the count, which is a second ahead.
    Thread.sleep(forTimeInterval: 2)
    try server.order("SKU012", quantity: 2)
    try browser.wait(until: "\(Self.stock(of: "SKU012")) === 18")
    try browser.click(".difference .act")
    try browser.wait(until: "document.querySelector('.ledger-place').hidden")
    try browser.wait(until: "\(Self.stock(of: "SKU012")) === 13")
    try expectNoComplaints(browser)
  }

  @Test func aTokenIsAskedForWhereOneIsNeeded() throws {
    let server = try LiveServer(environment: ["LIVESHELF_SECURITY_REQUIRE_TOKENS": "true"])
    defer { server.kill() }
    let token = try Self.token(in: server.data)
    let browser = try Browser()
    try browser.open("\(server.address)/")
    try browser.wait(until: "document.activeElement?.id === 'token'")
    try browser.type("lvs_wrong")
    try browser.press("Enter")
    try browser.wait(until: "document.querySelector('#token-error').textContent === '令牌无效或已过期'")
    try browser.screenshot("sign-in")
    try browser.evaluate("(document.querySelector('#token').value = '', document.querySelector('#token').focus())")
    try browser.type(token)
    try browser.press("Enter")
    try browser.wait(until: "document.querySelector('.page-rooms .empty')")
    #expect(try browser.text("document.cookie") == "")
  }

  /// Makes an operator's token with the program.
  private static func token(in data: URL) throws -> String {
    let process = Process()
    process.executableURL = TestData.program
    process.arguments = ["token", "create", "--name", "test", "--role", "operator", "--data", data.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return String(try #require(text.firstMatch(of: /lvs_[A-Za-z0-9_-]+/)).0)
  }

  @Test func aRoomIsMadeOnTheScreen() throws {
    let server = try LiveServer()
    defer { server.kill() }
    let browser = try Browser()
    try browser.open("\(server.address)/#/rooms")
    try browser.wait(until: "document.querySelector('.page-rooms .empty')")
    try browser.click(".room-add")
    try browser.wait(until: "document.activeElement?.id === 'room-name'")
    try browser.click(".room-form .primary")
    try browser.wait(until: "document.querySelector('#room-name-error').textContent")
    #expect(try browser.text("document.activeElement.id") == "room-name")
    try browser.type("evening-1")
    // Addresses of the local network are the server's to allow; it says so at the field.
    try browser.evaluate("document.querySelector('#room-url').focus()")
    try browser.type("rtmp://10.0.0.7/live/key")
    try browser.click(".room-form .primary")
    try browser.wait(until: "document.querySelector('#room-url-error').textContent.includes('10.0.0.7')")
    try browser.screenshot("room-form-error")
    try browser.click(".room-form [data-value=none]")
    let catalog = try String(contentsOf: TestData.sampleFile("catalog.csv"), encoding: .utf8)
    try browser.evaluate(
      """
      (() => {
        const transfer = new DataTransfer(), input = document.querySelector('#room-catalog');
        transfer.items.add(new File([\(try Browser.quoted(catalog))], 'catalog.csv', { type: 'text/csv' }));
        input.files = transfer.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
      })()
      """)
    try browser.wait(until: "document.querySelector('.file-line').textContent.includes('catalog.csv')")
    try browser.click(".room-form .primary")
    try browser.wait(until: "document.querySelector('.room-card')?.textContent.includes('8 款商品')")
    #expect(try browser.holds("document.querySelector('.room-form').parentElement.hidden"))

    // Its card tells what it sells and what is open.
    try browser.click(".room-card > .quiet")
    try browser.wait(until: "document.querySelector('.room-card .state-badge').textContent !== '未开播'")
    try server.post(
      [["snapshot_time": Date.now.formatted(.iso8601), "sku": "SKU012", "warehouse": "WH-HZ", "on_hand": 5]],
      to: "/v1/rooms/evening-1/stock")
    try server.order("SKU012", quantity: 8, in: "evening-1")
    try browser.wait(until: "document.querySelector('.room-gmv').textContent === '¥79'")
    try browser.wait(until: "!document.querySelector('.room-card .count-badge').hidden")
    try browser.screenshot("rooms-made")

    // A catalog as Excel writes it in China, for a room that sells the stock of a shop.
    try browser.click(".room-add")
    try browser.wait(until: "document.activeElement?.id === 'room-name'")
    try browser.type("evening-2")
    try browser.click(".room-form [data-value=none]")
    try browser.evaluate(
      """
      (() => {
        const transfer = new DataTransfer(), input = document.querySelector('#room-catalog');
        const name = [0xb1, 0xa3, 0xce, 0xc2, 0xb1, 0xad];
        const bytes = new Uint8Array([...new TextEncoder().encode('sku,name\\nA1,'), ...name, 0x0a]);
        transfer.items.add(new File([bytes], 'catalog.csv', { type: 'text/csv' }));
        input.files = transfer.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
        document.querySelector('#room-shop').focus();
      })()
      """)
    try browser.type("store")
    try browser.click(".room-form .primary")
    try browser.wait(until: "document.querySelectorAll('.room-card').length === 3")
    try browser.wait(until: "document.querySelector('.page-rooms').textContent.includes('库存在 store')")
    try browser.evaluate(
      "fetch('/v1/rooms/store/products').then(r => r.json()).then(list => { window.known = list.products[0].name; })")
    try browser.wait(until: "window.known === '保温杯'")
    let complaints = try browser.complaints().filter { !$0.contains("422") }  // the address that was refused
    #expect(complaints == [])
  }

  @Test func aRefusedThresholdIsShownAtItsField() throws {
    let server = try LiveServer()
    defer { server.kill() }
    let browser = try Browser()
    let field = "document.querySelector('#threshold-thresholds-surgeOrders')"
    try browser.open("\(server.address)/#/settings")
    try browser.wait(until: field)
    func set(_ value: String) throws {
      try browser.evaluate("\(field).value = '\(value)', \(field).dispatchEvent(new Event('input', { bubbles: true }))")
      try browser.click(".form-foot .primary")
    }
    try set("0")
    try browser.wait(
      until: "\(field).closest('.threshold').querySelector('.field-error').textContent.includes('1 到 1000000')")
    #expect(try browser.holds("document.activeElement === \(field)"))
    try browser.screenshot("settings-error")
    try set("9")
    try browser.wait(until: "document.querySelector('.form-message').textContent === '已保存'")
    let kept = try server.object("/v1/settings/thresholds")["thresholds"] as? [String: Any]
    #expect(kept?["surgeOrders"] as? Int == 9)
  }

  @Test func exceptionsAreAddedAndRemoved() throws {
    let server = try LiveServer()
    defer { server.kill() }
    try server.startQuietRoom()
    let browser = try Browser()
    try browser.open("\(server.address)/#/settings/main")
    try browser.wait(until: "document.querySelector('.exception-add')")
    func add(_ kind: String, _ name: String, _ threshold: String, _ value: String) throws {
      try browser.evaluate(
        """
        (() => {
          const choose = (selector, value) => {
            const field = document.querySelector(selector);
            field.value = value;
            field.dispatchEvent(new Event('change', { bubbles: true }));
          };
          choose('.exception-kind', '\(kind)');
          choose('.exception-name', '\(name)');
          choose('.exception-threshold', '\(threshold)');
        })()
        """)
      try browser.click(".exception-add .quiet")
      try browser.wait(until: "document.activeElement?.name === '\(threshold)'")
      try browser.type(value)
    }
    try add("categories", "食品", "leadTimeDays", "1")
    try add("products", "SKU012", "sellingHoursPerDay", "0")
    try browser.click(".form-foot .primary")
    try browser.wait(until: "document.querySelector('.exception [aria-invalid=true]')")
    try browser.evaluate("document.activeElement.select()")
    try browser.type("12")
    try browser.screenshot("settings-exceptions")
    try browser.click(".form-foot .primary")
    try browser.wait(until: "document.querySelector('.form-message').textContent === '已保存'")
    func value(_ kind: String, _ name: String, _ threshold: String) throws -> Double? {
      let group = try server.object("/v1/settings/thresholds")[kind] as? [String: Any]
      return ((group?[name] as? [String: Any])?[threshold] as? NSNumber)?.doubleValue
    }
    #expect(try value("categories", "食品", "leadTimeDays") == 1)
    #expect(try value("products", "SKU012", "sellingHoursPerDay") == 12)

    try browser.click(".exception .tool")
    try browser.click(".form-foot .primary")
    try browser.wait(
      until:
        "document.querySelectorAll('.exception').length === 1 && document.querySelector('.form-message').textContent === '已保存'"
    )
    #expect(try value("categories", "食品", "leadTimeDays") == nil)
    #expect(try value("products", "SKU012", "sellingHoursPerDay") == 12)
    try expectNoComplaints(browser)
  }

  @Test func keysDoWhatTheHelpSays() throws {
    let (server, browser) = try ready()
    defer { server.kill() }  // it lives as long as the test
    try browser.press("?")
    try browser.wait(until: "document.querySelector('dialog[open] .keys')")
    try browser.press("Escape")
    try browser.wait(until: "!document.querySelector('dialog')")
    try server.order("SKU012", quantity: 27)
    try browser.wait(until: "document.querySelector('.signal-list').textContent.includes('已多卖 7 件')")
    try browser.press("j")
    try browser.wait(until: "document.activeElement.classList.contains('signal')")
    try browser.evaluate(
      "[...document.querySelectorAll('.signal')].find(one => one.textContent.includes('已多卖 7 件')).focus()")
    try browser.press("a")
    try browser.wait(until: "!document.querySelector('.signal-list').textContent.includes('已多卖 7 件')")
    #expect(try browser.holds("document.querySelector('.panel-signals').contains(document.activeElement)"))
    try browser.press("u")
    try browser.wait(until: "document.querySelector('.signal-list').textContent.includes('已多卖 7 件')")
    try browser.press("w")
    try browser.wait(until: "document.querySelector('.wall-room')")
    try browser.press("w")
    try browser.wait(until: "!document.querySelector('.wall-room')")
    try browser.press("2")
    try browser.wait(until: "document.querySelectorAll('.page-curves .curve').length === 8")
    try browser.press("/")
    try expectNoComplaints(browser)
  }

  /// Browsers allow six connections to a server; eight windows of one room need one.
  @Test func manyWindowsShareOneStream() throws {
    let (server, browser) = try ready()
    defer { server.kill() }  // it lives as long as the test
    try browser.evaluate("void (window.opened = [])")
    for _ in 1...7 { try browser.evaluate("void window.opened.push(window.open(location.href))") }
    let windows = "[window, ...window.opened]"
    try browser.wait(until: "\(windows).every(one => one.document.readyState === 'complete')")
    try browser.wait(until: "\(Self.stock(of: "SKU012")) === 20")
    try server.order("SKU012", quantity: 3)
    let units = "one.document.querySelector('.total-of-units .total-show')?.textContent"
    // Only the one that is seen draws.
    try browser.wait(until: "\(windows).some(one => \(units) === '3')")
    // No window has a stream of its own.
    let own = "one.performance.getEntriesByType('resource').filter(entry => entry.name.endsWith('/events')).length"
    #expect(try browser.text("\(windows).map(one => \(own)).join()") == "0,0,0,0,0,0,0,0")
    // The one that began it may go.
    try browser.evaluate("void window.opened.shift().close()")
    try server.order("SKU012", quantity: 2)
    try browser.wait(until: "\(windows).some(one => \(units) === '5')")
    try expectNoComplaints(browser)
  }

  /// A wall that nobody touches has nothing to press.
  @Test func theKioskHasNoControls() throws {
    let (server, browser) = try ready()
    defer { server.kill() }  // it lives as long as the test
    try server.order("SKU012", quantity: 27)
    try browser.open("about:blank")
    try browser.open("\(server.address)/?kiosk#/rooms/main")
    try browser.wait(until: "document.querySelector('.wall-room .signal-list').textContent.includes('已多卖 7 件')")
    #expect(
      try browser.text(
        "[...document.querySelectorAll('button, select, input')].filter(one => one.checkVisibility()).length")
        == "0")
    try browser.press("w")
    #expect(try browser.holds("document.querySelector('.wall-room')"))
    try expectNoComplaints(browser)
  }

  /// From nothing to the first signal without a terminal: a room, its files with what was understood, the show, an order.
  @Test func aRoomIsMadeInTheBrowser() throws {
    let server = try LiveServer()
    defer { server.kill() }  // it lives as long as the test
    let browser = try Browser()
    try browser.open("\(server.address)/#/rooms")
    try browser.click(".room-add")
    try browser.click("#room-name")
    try browser.type("first")
    try browser.click(".room-form .choice [data-value=none]")
    try browser.click(".room-form [type=submit]")
    try browser.wait(until: "document.querySelector('.room-more[open] .room-data')")
    try give("catalog", "sku,name,live_price\nA1,加绒卫衣,59\nB2,保温杯,39\n", in: browser)
    try browser.wait(until: "document.querySelector('.room-data').textContent.includes('读到 2 款商品：加绒卫衣、保温杯')")
    try browser.click(".data-line .primary:not([hidden])")
    try browser.wait(until: "document.querySelector('.room-data').textContent.includes('已导入 2 条')")
    try browser.click(".room-card > .quiet")
    try browser.wait(until: "document.querySelector('.state-badge[data-state=live]')")
    let time = Date.now.formatted(.iso8601)
    try give("stock", "sku,warehouse,on_hand,snapshot_time\nA1,WH-HZ,5,\(time)\nB2,WH-HZ,many,\(time)\n", in: browser)
    try browser.wait(until: "document.querySelector('.room-data').textContent.includes('1 行没有读懂')")
    #expect(try browser.text("document.querySelector('.room-data').textContent").contains("on_hand 不是整数"))
    try browser.click(".data-line .primary:not([hidden])")
    try browser.wait(until: "document.querySelector('.room-data').textContent.includes('已导入 1 条')")
    #expect(
      try browser.text("document.querySelector('.data-curl code').textContent").contains("/v1/rooms/first/orders"))
    try server.order("A1", quantity: 7, in: "first")
    try browser.click(".room-link")
    try browser.wait(until: "document.querySelector('.signal-list')?.textContent.includes('停售')")
    // It gets a name of its own, and a stream.
    try browser.open("\(server.address)/#/rooms")
    try browser.click(".room-more summary")
    try browser.wait(until: "document.querySelector('#edit-name-first')")
    try browser.evaluate("document.querySelector('#edit-name-first').value = ''")
    try browser.click("#edit-name-first")
    try browser.type("晚场")
    try browser.click(".room-edit [data-value=pull]")
    try browser.click("#edit-url-first")
    try browser.type("rtmp://10.0.0.7/live/key")
    try browser.click(".room-edit [type=submit]")
    try browser.wait(until: "document.querySelector('.room-edit .form-message').textContent.includes('这个地址不能用')")
    #expect(try browser.text("document.querySelector('.room-edit .form-message').textContent").contains("10.0.0.7"))
    try browser.click(".room-edit [data-value=none]")
    try browser.click(".room-edit [type=submit]")
    try browser.wait(until: "document.querySelector('.room-card h2').textContent === '晚场'")
    // And away with it.
    try browser.click(".data-remove")
    try browser.click(".data-remove")
    try browser.wait(until: "!document.querySelector('.room-card')")
  }

  /// A running order is uploaded where it is shown; what is on stage moves it, and the host's prompt goes by it.
  @Test func theRunningOrderIsFollowed() throws {
    let (server, browser) = try ready(stock: 3)
    defer { server.kill() }  // it lives as long as the test
    try browser.open("\(server.address)/#/rooms/main/order")
    try browser.wait(until: "document.querySelector('.page-order .empty')?.checkVisibility()")
    try give(
      "running_order", "序号,商品编码,讲解分钟,卖点\n1,SKU012,3,不沾杯\n2,SKU014,5,\n3,SKU777,5,\n", in: browser, room: "main")
    try browser.wait(until: "document.querySelector('.data-said').textContent.includes('读到 2 个讲解')")
    #expect(try browser.text("document.querySelector('.data-faults').textContent").contains("4"))
    try browser.click(".data-line .primary:not([hidden])")
    try browser.wait(until: "document.querySelectorAll('.order-table tbody tr').length === 2")
    try server.call("POST", "/v1/rooms/main/presentations/correct", Data(#"{"sku": "SKU012"}"#.utf8))
    try browser.wait(
      until: "document.querySelector('.order-table tr[data-state=on_stage]')?.textContent.includes('丝绒哑光口红')")
    try browser.wait(
      until: "document.querySelector('.order-table tr[data-state=next]')?.textContent.includes('可视空气炸锅')")
    try browser.screenshot("running-order")
    try browser.open("\(server.address)/#/rooms/main/prompt")
    try browser.wait(until: "document.querySelector('.prompt-points')?.textContent.includes('不沾杯')")
    try browser.wait(until: "document.querySelector('.prompt-next').textContent.includes('可视空气炸锅')")
    try expectNoComplaints(browser)
  }

  /// Picks a file as a person would, whose bytes are `text`.
  private func give(_ kind: String, _ text: String, in browser: Browser, room: String = "first") throws {
    try browser.evaluate(
      """
      (() => {
        const files = new DataTransfer();
        files.items.add(new File([\(try Browser.quoted(text))], "\(kind).csv", { type: "text/csv" }));
        const input = document.querySelector("#data-\(kind)-\(room)");
        input.files = files.files;
        input.dispatchEvent(new Event("change"));
      })()
      """)
  }

  @Test func thePageIsLight() throws {
    let (server, browser) = try ready()
    defer { server.kill() }  // it lives as long as the test
    try browser.evaluate("document.querySelector('.panel-curves').scrollIntoView()")
    try browser.wait(until: "document.querySelector('.panel-curves canvas')")
    let weight = """
      performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
        .filter(entry => !entry.name.includes('/v1/')).reduce((sum, entry) => sum + entry.encodedBodySize, 0)
      """
    let bytes = try #require(try browser.evaluate(weight) as? Int)
    #expect(bytes > 100_000 && bytes <= 300_000, "\(bytes) bytes")
    #expect(
      try browser.holds("performance.getEntriesByType('resource').every(e => e.name.startsWith(location.origin))"))
    // Browsers ask for this one by themselves.
    #expect(
      try browser.text("fetch('/favicon.ico').then(answer => answer.headers.get('Content-Type'))").contains("svg"))
    try expectNoComplaints(browser)
  }
}
