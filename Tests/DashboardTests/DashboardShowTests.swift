import Foundation
import TestSupport
import Testing

/// The sample broadcast, streamed to the real program, heard by it, and seen on its screen.
@Suite(
  .serialized, .enabled(if: Browser.program != nil, "no Chromium or Chrome is installed"),
  .enabled(if: TestData.hasModels, "the speech models are not built: make setup"))
struct DashboardShowTests {
  /// English sentences, where Chinese ones belong: three words in a row.
  private static let englishSentence = "/[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}/"
  /// Hearing takes seconds on a quiet machine, and much longer on a loaded one.
  private static let patience = 300.0

  @Test func theSampleShowIsOnTheScreen() throws {
    var server = try LiveServer()
    defer { server.kill() }  // it lives as long as the test
    let stream = try openRoom(server)
    defer { stream.stop() }
    let browser = try Browser()
    try browser.open("\(server.address)/#/rooms/main")
    try browser.wait(until: "document.querySelectorAll('.shelf-list li').length === 8", seconds: Self.patience)

    stream.publish()
    try browser.wait(
      until: "document.querySelector('.now-name')?.textContent === '三一六不锈钢保温杯'", seconds: Self.patience)
    try browser.wait(until: "document.querySelector('.now-reason').textContent.includes('听到')")
    #expect(try browser.text("document.querySelector('.now-reason').title").contains("听到"))

    try stream.postStock()
    let stock = DashboardBrowserTests.stock(of: "SKU019")
    try browser.wait(until: "\(stock) === 700")
    try server.order("SKU019", quantity: 2, at: "2026-04-10T20:00:01+08:00")
    try browser.wait(until: "\(stock) === 698")

    try stream.feed()
    try browser.wait(
      until: "document.querySelector('.now-name')?.textContent === '丝绒哑光口红'", seconds: Self.patience)
    try browser.wait(
      until:
        "document.querySelector('.panel-signals').textContent.includes('卖完')",
      seconds: Self.patience)
    try browser.wait(
      until: "document.querySelector('.next-item') && document.querySelector('.panel-now canvas')",
      seconds: Self.patience)
    try expectChinese(browser)
    try browser.screenshot("show-desktop-zh")

    try inEnglish(browser)
    try onOtherScreens(browser, server)
    let complaints = try browser.complaints()
    #expect(complaints == [])
    #expect(stream.problem == nil)

    // The server dies and comes back on the same port, with the same data.
    stream.stop()
    let gmv = "Number(document.querySelector('.total-of-gmv .total-show').textContent.replace(/[^0-9.]/g, ''))"
    let before = try #require(
      try browser.evaluate(gmv) as? Double ?? (try browser.evaluate(gmv) as? Int).map(Double.init))
    server.kill()
    try browser.wait(until: "document.documentElement.classList.contains('stale')")
    #expect(try browser.text("document.querySelector('.banner').textContent").contains("连接中断"))
    server = try LiveServer(data: server.data, port: server.port)
    try browser.wait(until: "!document.documentElement.classList.contains('stale')", seconds: Self.patience)
    #expect(try browser.holds("\(gmv) >= \(before)"))
    let left = try #require(try browser.evaluate(stock) as? Int)
    try server.order("SKU019", quantity: 3, at: "2026-04-10T20:01:00+08:00")
    try browser.wait(until: "\(stock) === \(left - 3)")
    // What the browser says about a server that is away is no error of the page.
    let later = try browser.complaints().filter { !$0.contains("net::ERR_") }
    #expect(later == [])
  }

  /// A person without a terminal: from the page of rooms to the first signal of a show that is heard.
  @Test func theFirstMinute() throws {
    let server = try LiveServer()
    defer { server.kill() }  // it lives as long as the test
    let browser = try Browser()
    try browser.open("\(server.address)/#/rooms")
    try browser.wait(until: "document.querySelector('.page-rooms .empty')?.checkVisibility()")
    let start = ContinuousClock.now
    let address = "rtmp://127.0.0.1:\(try LoopbackPort.free())/live/room"
    try browser.click(".room-add")
    try browser.wait(until: "document.activeElement?.id === 'room-name'")
    try browser.type("首播间")
    try browser.click(".room-form [data-value=listen]")
    try browser.evaluate("document.querySelector('#room-url').select()")
    try browser.click("#room-url")
    try browser.evaluate("document.querySelector('#room-url').select()")
    try browser.type(address)
    try give("#room-catalog", "catalog.csv", to: browser)
    try browser.click(".room-form [type=submit]")
    try browser.wait(until: "document.querySelector('.room-more[open] .data-push code')?.textContent === '\(address)'")
    try give("#data-stock-room-1", "inventory.csv", to: browser)
    try browser.click(".data-line .primary:not([hidden])")
    try browser.wait(until: "document.querySelector('.room-data').textContent.includes('已导入')")
    try browser.click(".room-card > .quiet")
    // The stock has begun a show; its stream is attached now.
    try browser.wait(
      until: "document.querySelector('.room-card > .quiet').textContent === '停止'", seconds: Self.patience)
    let stream = SampleStream(to: address, room: "\(server.address)/v1/rooms/room-1")
    defer { stream.stop() }
    stream.publish()
    try browser.click(".room-link")
    try browser.wait(
      until: "document.querySelector('.now-name')?.textContent === '三一六不锈钢保温杯'", seconds: Self.patience)
    print("the first minute: the first signal after \(ContinuousClock.now - start)")
    #expect(try browser.text("document.querySelector('.room-select').selectedOptions[0].textContent") == "首播间")
    try browser.screenshot("first-minute")
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }

  /// Picks one of the sample's files as a person would.
  private func give(_ field: String, _ name: String, to browser: Browser) throws {
    let text = try String(contentsOf: TestData.sampleFile(name), encoding: .utf8)
    try browser.evaluate(
      """
      (() => {
        const files = new DataTransfer(), input = document.querySelector('\(field)');
        files.items.add(new File([\(try Browser.quoted(text))], '\(name)', { type: 'text/csv' }));
        input.files = files.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
      })()
      """)
  }

  /// A room that waits for the sample's stream, with its catalog and stingers.
  private func openRoom(_ server: LiveServer) throws -> SampleStream {
    let address = "rtmp://127.0.0.1:\(try LoopbackPort.free())/live/main"
    try server.makeRoom("main", url: address, startTime: "2026-04-10T20:00:00+08:00")
    for marker in ["next-product", "flash-sale"] {
      try server.call(
        "PUT", "/v1/rooms/main/markers/\(marker)", Data(contentsOf: TestData.sampleFile("markers/\(marker).wav")),
        type: "audio/wav")
    }
    try server.call("POST", "/v1/rooms/main/start")
    return SampleStream(to: address, room: "\(server.address)/v1/rooms/main")
  }

  private func expectChinese(_ browser: Browser) throws {
    let english = """
      [...document.querySelectorAll('.signal-reason, .card-action, .now-reason, .next-text .note')].map(one => one.textContent)
        .filter(text => \(Self.englishSentence).test(text)).join(' | ')
      """
    #expect(try browser.text(english) == "")
    // A sentence that is cut off is whole in its tip.
    #expect(try browser.holds("[...document.querySelectorAll('.signal-reason')].every(one => one.title)"))
  }

  private func inEnglish(_ browser: Browser) throws {
    try browser.click(".tool-language")
    try browser.wait(until: "document.querySelector('.panel-now h2')?.textContent === 'Now presenting'")
    #expect(try browser.text("document.documentElement.lang") == "en")
    try browser.wait(until: "document.querySelector('.panel-now canvas')")
    try browser.screenshot("show-desktop-en")
    try browser.open("about:blank")  // the choice outlasts the page
  }

  /// The other pages, and the screens of phones and walls.
  private func onOtherScreens(_ browser: Browser, _ server: LiveServer) throws {
    let room = "\(server.address)/#/rooms/main"
    try browser.open(room)
    try browser.wait(until: "document.querySelector('.panel-now h2')?.textContent === 'Now presenting'")
    try browser.click(".tool-language")
    try browser.wait(until: "document.querySelector('.panel-now h2')?.textContent === '正在讲解'")
    let pages = [
      ("product", "\(room)/products/SKU012", ".page-product canvas"), ("shows", "\(room)/shows", ".page-show tbody tr"),
      ("rooms", "\(server.address)/#/rooms", ".room-now[data-on]"),
    ]
    for (name, address, ready) in pages {
      try browser.open(address)
      try browser.wait(until: "document.querySelector(\(try Browser.quoted(ready)))", seconds: Self.patience)
      try browser.wait(until: DashboardAppearanceTests.chartsAreDrawn)
      try browser.screenshot("show-\(name)-zh")
    }
    try browser.resize(width: 390, height: 844, isPhone: true)
    try browser.open("about:blank")
    try browser.open(room)
    try browser.wait(
      until: "document.querySelector('.shelf-list li') && document.querySelector('.now-elapsed')?.textContent")
    #expect(try browser.holds("document.documentElement.scrollWidth <= 390"), "the phone's page overflows sideways")
    try browser.screenshot("show-phone-zh")
    try browser.resize(width: 3840, height: 2160)
    try browser.open("about:blank")
    try browser.open("\(server.address)/?wall=1#/rooms/main")
    try browser.wait(until: "document.querySelector('.wall-room .panel-now canvas')", seconds: Self.patience)
    try browser.wait(until: DashboardAppearanceTests.chartsAreDrawn)
    #expect(try browser.text(DashboardAppearanceTests.cutPanels) == "", "panels whose content is cut")
    // The clock is the show's, which is eight hours ahead of UTC, wherever the browser is.
    #expect(try browser.text("document.querySelector('.wall-clock').textContent").hasPrefix("20:"))
    try browser.screenshot("show-wall-zh")
    try browser.resize(width: 1440, height: 900)
    try browser.open("about:blank")
    try browser.open(room)
    try browser.wait(until: "document.querySelector('.shelf-list li')")
  }
}
