import Foundation
import TestSupport
import Testing

/// The dashboard in a real browser, against a show that stands still but for what a test lets happen.
@Suite(.serialized, .enabled(if: Browser.program != nil, "no Chromium or Chrome is installed"))
struct DashboardBrowserTests {
  /// The wall screen of the main room, ready.
  static func overview(_ server: MockServer, _ browser: Browser, query: String = "") throws {
    try browser.open("\(server.address)/\(query)#/rooms/main")
    try browser.wait(
      until: "document.querySelector('.shelf-list li') && document.querySelector('.now-elapsed')?.textContent")
  }

  /// The text of a script constant with which tests find a product's row.
  static func row(_ sku: String) -> String { "document.querySelector('.shelf-row[href$=\"/\(sku)\"]')" }

  @Test func theScreenFollowsTheShow() throws {
    let server = try MockServer()
    let browser = try Browser()
    try Self.overview(server, browser)

    try server.command("present", #"{"sku": "SKU010"}"#, in: browser)
    try browser.wait(until: "document.querySelector('.now-name').textContent === '五常稻花香大米'")
    #expect(try browser.text("document.querySelector('.panel-now .link-badge').textContent") == "10")
    try browser.wait(until: "\(Self.row("SKU010")).dataset.presenting === 'true'")
    #expect(try browser.text("document.querySelectorAll('.shelf-row[data-presenting]').length") == "1")

    let stock = "Number(\(Self.row("SKU011")).querySelector('.ticking-text').textContent.replace(',', ''))"
    let before = try #require(try browser.evaluate(stock) as? Int)
    let sales = try browser.text("document.querySelector('.total-of-gmv .total-show').textContent")
    try server.command("order", #"{"sku": "SKU011", "qty": 2, "count": 3}"#, in: browser)
    try browser.wait(until: "\(stock) === \(before - 6)")
    try browser.wait(
      until: "document.querySelector('.total-of-gmv .total-show').textContent !== \(try Browser.quoted(sales))")

    try server.command(
      "signal", #"{"sku": "SKU013", "type": "stock.oversold", "data": {"available": -7}}"#, in: browser)
    try browser.wait(until: "document.querySelector('.signal-list').textContent.includes('已多卖 7 件')")
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }

  @Test func aSignalIsAcknowledgedWithOneClick() throws {
    let server = try MockServer()
    let browser = try Browser()
    try Self.overview(server, browser)
    for available in [-7, -9] {
      try server.command(
        "signal", #"{"sku": "SKU013", "type": "stock.oversold", "data": {"available": \#(available)}}"#, in: browser)
    }
    let rows =
      "[...document.querySelectorAll('.signal')].filter(row => row.textContent.includes('已多卖') && row.textContent.includes('无线吸尘器'))"
    try browser.wait(until: "\(rows).at(0)?.textContent.includes('已多卖 9 件')")
    #expect(try browser.text("\(rows).length") == "1")
    try browser.evaluate("\(rows)[0].id = 'wanted'")
    try browser.click("#wanted .act-acknowledge")
    try browser.wait(until: "\(rows).length === 0")
    let states = """
      fetch('/v1/rooms/main').then(r => r.json()).then(view => view.signals
        .filter(s => s.cloudevent.type.endsWith('oversold') && s.cloudevent.subject === 'SKU013').map(s => s.state).join())
      """
    #expect(try browser.text(states) == "acknowledged,acknowledged")
  }

  @Test func englishIsOneClickAwayAndStays() throws {
    let server = try MockServer()
    let browser = try Browser()
    try Self.overview(server, browser)
    #expect(try browser.text("document.documentElement.lang") == "zh-CN")
    #expect(try browser.text("document.querySelector('.panel-now h2').textContent") == "正在讲解")
    try browser.click(".tool-language")
    try browser.wait(until: "document.querySelector('.panel-now h2')?.textContent === 'Now presenting'")
    #expect(try browser.text("document.documentElement.lang") == "en")
    #expect(try browser.text("document.querySelector('.panel-shelf h2').textContent") == "Shelf")
    try Self.overview(server, browser, query: "?again")
    #expect(try browser.text("document.querySelector('.panel-now h2').textContent") == "Now presenting")
    #expect(try browser.evaluate("import('/assets/base/texts.js').then(m => m.unevenTexts().join())") as? String == "")
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }

  @Test func aLostConnectionShowsAndHeals() throws {
    var server = try MockServer()
    let browser = try Browser()
    try Self.overview(server, browser)
    let port = server.port
    server.stop()
    try browser.wait(until: "document.documentElement.classList.contains('stale')")
    try browser.wait(until: "!document.querySelector('.banner').hidden")
    #expect(try browser.text("document.querySelector('.banner').textContent").contains("连接中断"))

    server = try MockServer(port: port, minutes: 7)
    try browser.wait(until: "!document.documentElement.classList.contains('stale')")
    try server.command("present", #"{"sku": "SKU020"}"#, in: browser)
    try browser.wait(until: "document.querySelector('.now-name').textContent === '每日坚果大礼包'")
    #expect(try browser.holds("document.querySelector('.banner').hidden"))
  }

  @Test func aTokenIsAskedForWhereOneIsNeeded() throws {
    let server = try MockServer(token: "secret-token")
    let browser = try Browser()
    try browser.open("\(server.address)/#/rooms/main")
    try browser.wait(until: "document.activeElement?.id === 'token'")
    try browser.type("wrong")
    try browser.press("Enter")
    try browser.wait(until: "document.querySelector('#token-error').textContent === '令牌无效或已过期'")
    try browser.screenshot("sign-in")
    try browser.type("secret-token")
    try browser.press("Enter")
    try browser.wait(until: "document.querySelector('.now-name')?.textContent")
    #expect(try browser.text("document.cookie") == "")
  }

  @Test func aRefusedThresholdIsShownAtItsField() throws {
    let server = try MockServer()
    let browser = try Browser()
    try browser.open("\(server.address)/#/settings/main")
    try browser.wait(until: "document.querySelector('#threshold-surgeOrders')")
    func set(_ value: String) throws {
      let field = "document.querySelector('#threshold-surgeOrders')"
      try browser.evaluate("\(field).value = '\(value)', \(field).dispatchEvent(new Event('input', { bubbles: true }))")
      try browser.click(".form-foot .primary")
    }
    try set("0")
    try browser.wait(
      until: "document.querySelector('#threshold-surgeOrders-error').textContent.includes('1 到 1000000')")
    #expect(try browser.text("document.activeElement.id") == "threshold-surgeOrders")
    try browser.screenshot("settings-error")
    try set("9")
    try browser.wait(until: "document.querySelector('.form-message').textContent === '已保存'")
    let kept = "fetch('/v1/settings/thresholds').then(r => r.json()).then(s => s.thresholds.surgeOrders)"
    #expect(try browser.text(kept) == "9")
  }

  @Test func keysDoWhatTheHelpSays() throws {
    let server = try MockServer()
    let browser = try Browser()
    try Self.overview(server, browser)
    try browser.press("?")
    try browser.wait(until: "document.querySelector('dialog[open] .keys')")
    try browser.press("Escape")
    try browser.wait(until: "!document.querySelector('dialog')")
    try server.command(
      "signal", #"{"sku": "SKU013", "type": "stock.oversold", "data": {"available": -7}}"#, in: browser)
    try browser.wait(until: "document.querySelector('.signal-list').textContent.includes('已多卖 7 件')")
    try browser.press("j")
    try browser.wait(until: "document.activeElement.classList.contains('signal')")
    try browser.press("a")
    try browser.wait(until: "!document.querySelector('.signal-list').textContent.includes('已多卖 7 件')")
    try browser.press("w")
    try browser.wait(until: "document.querySelector('.wall-room')")
    try browser.press("w")
    try browser.wait(until: "!document.querySelector('.wall-room')")
    try browser.press("2")
    try browser.wait(until: "document.querySelectorAll('.page-curves .curve').length === 30")
    try browser.press("/")
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }
}
