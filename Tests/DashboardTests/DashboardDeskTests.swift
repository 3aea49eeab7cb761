import Foundation
import TestSupport
import Testing

/// What is set up and mended on the pages, in a real browser on the real program.
@Suite(.serialized, .enabled(if: Browser.program != nil, "no Chromium or Chrome is installed"))
struct DashboardDeskTests {
  /// A room that hears nothing, and its files on the page of rooms.
  private func openFiles(_ server: LiveServer) throws -> Browser {
    let browser = try Browser()
    try browser.open("\(server.address)/#/rooms")
    try browser.wait(until: "document.querySelector('.room-more summary')")
    try browser.click(".room-more summary")
    try browser.wait(until: "document.querySelector('.data-markers')")
    return browser
  }

  /// Whoever has nothing yet sees a show after one click. The server sells, whatever page is open, until the room is removed.
  @Test func demoDataIsOneClickAway() throws {
    let server = try LiveServer()
    defer { server.kill() }  // it lives as long as the test
    let browser = try Browser()
    try browser.open("\(server.address)/#/rooms")
    try browser.wait(until: "document.querySelector('.room-demo')")
    let start = ContinuousClock.now
    try browser.click(".room-demo")
    try browser.wait(until: "document.querySelector('.now-name')?.textContent === '羊毛围巾'")
    try browser.wait(until: "document.querySelector('.room-select').selectedOptions[0].textContent === '示例直播间'")
    try browser.open("about:blank")
    func orders() throws -> Int {
      ((try server.object("/v1/rooms/demo-1")["totals"]) as? [String: Any])?["orders"] as? Int ?? 0
    }
    let before = try orders()
    while try orders() < before + 5 { Thread.sleep(forTimeInterval: 0.2) }
    try browser.open("\(server.address)/#/rooms/demo-1")
    try browser.wait(until: "document.querySelector('.signal-frame > ol .signal')", seconds: 170)
    print("demo: the first card after \(ContinuousClock.now - start)")
    try browser.screenshot("demo")
    try browser.open("\(server.address)/#/rooms")
    try browser.wait(until: "document.querySelector('.room-more summary')")
    try browser.click(".room-more summary")
    try browser.wait(until: "document.querySelector('.data-markers')")
    Thread.sleep(forTimeInterval: 1)  // what the files ask for has come
    try browser.evaluate(
      """
      (window.waits = [], new MutationObserver(() =>
        window.waits.push(document.querySelector('.room-card .state-badge')?.textContent ?? 'gone'))
        .observe(document.querySelector('.room-grid'), { childList: true, subtree: true, characterData: true }))
      """)
    try browser.click(".data-remove")
    try browser.click(".data-remove")
    try browser.wait(until: "!document.querySelector('.room-card')")
    #expect(try browser.holds("window.waits.includes('正在删除……')"))
    #expect((try server.object("/v1/rooms")["rooms"] as? [Any])?.isEmpty == true)
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }

  /// Stingers are found in a recording, heard, and kept.
  @Test func stingersAreLearntFromARecording() throws {
    let server = try LiveServer()
    defer { server.kill() }  // it lives as long as the test
    try server.makeRoom("main")
    let browser = try openFiles(server)
    try browser.choose(
      TestData.sampleFile("broadcast.flv"), in: "document.querySelector('#data-recording-main')")
    try browser.wait(until: "document.querySelectorAll('.marker-found > li').length >= 2", seconds: 170)
    let found = try #require(try browser.evaluate("document.querySelectorAll('.marker-found > li').length") as? Int)
    // Its sound is played by the browser.
    try browser.wait(
      until: """
        (window.player ??= document.querySelector('.marker-found audio'), window.player.readyState || window.player.load(),
          window.player.duration > 0.3)
        """)
    try browser.screenshot("markers-learnt")
    try browser.evaluate("(document.querySelector('.marker-found input').value = 'next-item')")
    try browser.click(".marker-keep")
    try browser.wait(until: "document.querySelector('.marker-list')?.textContent.includes('next-item')")
    #expect(try server.object("/v1/rooms/main/markers")["markers"] as? [String] == ["next-item"])
    try browser.click(".marker-found .marker-drop")
    #expect(try browser.holds("document.querySelectorAll('.marker-found > li').length === \(found - 2)"))
    try browser.click(".marker-list .marker-remove")
    try browser.wait(until: "!document.querySelector('.marker-list > li')")
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }

  /// What will be listened for is shown before a catalog is taken in, and can be changed there.
  @Test func aCatalogsNamesAreShownAndChanged() throws {
    let server = try LiveServer()
    defer { server.kill() }  // it lives as long as the test
    try server.makeRoom("main")
    let browser = try openFiles(server)
    let catalog = """
      sku,name,live_price,options
      T1,【官方正品】波司登2026冬季新款女士中长款连帽加厚保暖羽绒服外套修身显瘦潮流百搭,599,红|黑
      T2,保温杯,49.9,
      """
    try browser.evaluate(
      """
      (() => {
        const files = new DataTransfer();
        files.items.add(new File([\(try Browser.quoted(catalog))], "catalog.csv", { type: "text/csv" }));
        const input = document.querySelector("#data-catalog-main");
        input.files = files.files;
        input.dispatchEvent(new Event("change"));
      })()
      """)
    try browser.wait(until: "document.querySelector('.catalog-names li[data-sku=T1] input')?.checkVisibility()")
    try browser.screenshot("catalog-names")
    #expect(try browser.text("document.querySelector('.catalog-names li b').textContent").contains("波司登"))
    try browser.evaluate(
      """
      (() => {
        const input = document.querySelector('.catalog-names li[data-sku=T1] input');
        input.value = '波司登羽绒服、长款羽绒';
        input.dispatchEvent(new Event('input'));
      })()
      """)
    try browser.click(".data-line .primary:not([hidden])")
    try browser.wait(until: "document.querySelector('.data-said[data-level=good]')?.textContent.includes('2')")
    let stored = server.data.appending(path: "rooms/main/catalog.json")
    let products = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: stored)) as? [[String: Any]])
    #expect(products.map { $0["aliases"] as? [String] } == [["波司登羽绒服", "长款羽绒"], []])
    #expect(products.map { $0["livePrice"] as? Int } == [59900, 4990])
    #expect(products.first?["options"] as? [String] == ["红", "黑"])
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }

  /// Units that name no variant wait where they are seen, and are mended with one click.
  @Test func unitsWithoutAVariantAreMendedWithOneClick() throws {
    let server = try LiveServer()
    defer { server.kill() }  // it lives as long as the test
    try server.call(
      "POST", "/v1/rooms",
      Data(#"{"name": "main", "catalog": [{"sku": "K1", "name": "连衣裙", "options": "红|黑"}]}"#.utf8))
    try server.call("POST", "/v1/rooms/main/start")
    let time = Date.now.formatted(.iso8601)
    try server.post(
      ["红", "黑"].map {
        ["snapshot_time": time, "sku": "K1", "option": $0, "warehouse": "WH-HZ", "on_hand": 10]
      }, to: "/v1/rooms/main/stock")
    Thread.sleep(forTimeInterval: 2)  // orders of the second of a snapshot are in it
    try server.order("K1", quantity: 3)
    func stock() throws -> [String: Int] {
      let rows = try server.object("/v1/rooms/main/inventory")["inventory"] as? [[String: Any]] ?? []
      return Dictionary(
        uniqueKeysWithValues: rows.compactMap { row in
          (row["option"] as? String).flatMap { option in (row["available"] as? Int).map { (option, $0) } }
        })
    }
    #expect(try stock() == ["": -3, "红": 10, "黑": 10])
    let browser = try Browser()
    try browser.open("\(server.address)/#/rooms/main")
    try browser.wait(until: "document.querySelector('.open-row')?.textContent.includes('3 件')")
    try browser.screenshot("units-without-variant")
    try browser.click(".open-row .act")
    try browser.wait(until: "!document.querySelector('.open-row')")
    let mended = try stock().filter { $0.value != 0 }
    #expect(mended == ["红": 7, "黑": 10])
    // And so it is from now on.
    let rules = try server.object("/v1/settings/thresholds")["ledger"] as? [String: Any]
    #expect(rules?["optionForUnassigned"] as? [String: String] == ["K1": "红"])
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }

  /// A connector that cannot reach its platform is red, with what helps.
  @Test func connectorsTellHowTheyFare() throws {
    let server = try LiveServer(
      configuration: """
        connectors:
          - name: odoo
            kind: pull
            base_url: http://127.0.0.1:9
            warehouse: GZ
            poll_seconds: 30
            pull:
              path: /json/stock
              rows: stock
              columns: {sku: default_code, on_hand: qty_available}
        """)
    defer { server.kill() }  // it lives as long as the test
    try server.makeRoom("main")
    let browser = try Browser()
    try browser.open("\(server.address)/#/rooms")
    try browser.wait(until: "document.querySelector('.connector')?.textContent.includes('odoo')")
    try browser.wait(until: "document.querySelector('.connector[data-bad]')", seconds: 90)
    #expect(try browser.text("document.querySelector('.connector-remedy').textContent").contains("核对地址和网络"))
    try browser.click(".connector-check")
    try browser.wait(until: "document.querySelector('.connector [role=status][data-level=bad]')?.textContent")
    try browser.screenshot("connectors")
  }

  /// A purchase is drafted with one click on the card that asks for one; what would be done is shown first.
  @Test func aPurchaseIsDraftedFromACard() throws {
    let server = try MockServer()
    let browser = try Browser()
    try browser.open("\(server.address)/#/rooms/main")
    try browser.wait(until: "document.querySelector('.panel-shelf')")
    // What is not presented while it sells out asks for more.
    try server.command("present", #"{"sku": "SKU001"}"#, in: browser)
    try browser.wait(until: "document.querySelector('.act-purchase')")
    try browser.click(".act-purchase")
    try browser.wait(until: "document.querySelector('.purchase-said')?.textContent.includes('would be made')")
    try browser.wait(until: "!document.querySelector('.act-order').disabled")
    try browser.screenshot("purchase")
    try browser.click(".act-order")
    try browser.wait(until: "document.body.textContent.includes('is made') && !document.querySelector('.purchase')")
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }
}
