import Foundation
import TestSupport
import Testing

/// How the dashboard looks with odd data, which a mock server makes up: nothing overflows, contrast suffices; pictures are
/// kept for people.
@Suite(.serialized, .enabled(if: Browser.program != nil, "no Chromium or Chrome is installed"))
struct DashboardAppearanceTests {
  struct Screen: Sendable, CustomStringConvertible {
    var name: String
    var width: Int
    var height: Int
    var query = ""
    var isPhone: Bool { width < 500 }
    var description: String { name }
  }

  static let screens = [
    Screen(name: "desktop", width: 1440, height: 900), Screen(name: "phone", width: 390, height: 844),
    Screen(name: "large", width: 1920, height: 1080), Screen(name: "4k", width: 3840, height: 2160),
    Screen(name: "wall", width: 3840, height: 2160, query: "?wall=1"),
  ]

  static let pages: [(name: String, hash: String, ready: String)] = [
    ("overview", "#/rooms/main", ".shelf-list li"), ("prompt", "#/rooms/main/prompt", ".page-prompt[data-on]"),
    ("order", "#/rooms/main/order", ".order-table tbody tr"),
    ("curves", "#/rooms/main/curves", ".curve canvas"),
    ("product", "#/rooms/main/products/SKU009", ".page-product canvas"),
    ("shows", "#/rooms/main/shows", ".page-show tbody tr"),
    ("settings", "#/settings/main", ".threshold"), ("rooms", "#/rooms", ".room-card"),
    ("history", "#/history", ".page-history .effects"),
    ("history-product", "#/history/SKU001", ".page-history .effects"),
    ("no-products", "#/rooms/empty", ".panel-shelf .empty"),
    ("stalled", "#/rooms/trouble", ".now-warning:not([hidden])"),
  ]

  @Test(arguments: screens) func everyPageFits(on screen: Screen) throws {
    let server = try MockServer(minutes: 20)
    let browser = try Browser(
      width: screen.width, height: screen.height, isPhone: screen.isPhone, prefersDark: screen.name == "phone")
    for page in Self.pages where screen.query.isEmpty || ["overview", "no-products"].contains(page.name) {
      try browser.open("about:blank")
      try browser.open("\(server.address)/\(screen.query)\(page.hash)")
      try browser.wait(until: "document.querySelector(\(try Browser.quoted(page.ready)))")
      if page.name == "overview" {
        try browser.wait(until: "document.querySelector('.panel-now canvas')")
        // Stock below zero, and the longest name on stage.
        try server.command("order", #"{"sku": "SKU028", "qty": 30}"#, in: browser)
        try server.command("present", #"{"sku": "SKU009"}"#, in: browser)
        try browser.wait(until: "document.querySelector('.now-name').textContent.startsWith('新疆')")
      }
      if page.name == "history" {
        try browser.evaluate("document.querySelector('.history-text').focus()")
        try browser.type("羊绒")
        try browser.press("Enter")
        try browser.wait(until: "document.querySelectorAll('.history-hits li').length === 12")
      }
      try browser.wait(until: Self.chartsAreDrawn)
      // A phone widens its page when something overflows, so its own width counts, not the page's.
      #expect(
        try browser.holds("document.documentElement.scrollWidth <= \(screen.width)"), "\(page.name) overflows sideways")
      if !screen.query.isEmpty { try lookAtWall(browser, "\(screen.name)-\(page.name)") }
      try browser.screenshot("\(screen.name)-\(page.name)")
    }
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }

  /// Looks at every panel that takes its turn.
  private func lookAtWall(_ browser: Browser, _ name: String) throws {
    #expect(try browser.holds("document.documentElement.scrollHeight <= innerHeight"), "the wall scrolls")
    for turn in (0..<4).reversed() {
      try browser.evaluate("document.querySelectorAll('.turn').forEach((turn, i) => { turn.hidden = i !== \(turn); })")
      try browser.wait(until: Self.chartsAreDrawn)
      #expect(try browser.text(Self.cutPanels) == "", "panels whose content is cut")
      if turn > 0 { try browser.screenshot("\(name)-turn-\(turn)") }
    }
  }

  /// Whether every chart that can be seen has been drawn.
  static let chartsAreDrawn = """
    [...document.querySelectorAll('.chart')].filter(chart => chart.getClientRects().length && chart.getBoundingClientRect().top < innerHeight)
      .every(chart => chart.querySelector('canvas'))
    """

  /// Panels of the wall whose content is larger than they are.
  static let cutPanels = """
    [...document.querySelectorAll('.wall-room .panel')].filter(panel => panel.clientHeight && panel.scrollHeight > panel.clientHeight + 2)
      .map(panel => `${panel.className} ${panel.scrollHeight} > ${panel.clientHeight}`).join()
    """

  @Test func coloursHaveContrast() throws {
    let server = try MockServer(minutes: 0)
    let browser = try Browser()
    try browser.open("\(server.address)/#/rooms/empty")
    try browser.wait(until: "document.querySelector('.panel-shelf')")
    let script = """
      (() => {
        const pairs = ['ink/paper', 'ink/card', 'ink/raise', 'muted/paper', 'muted/card', 'muted/raise', 'accent/card', 'accent/raise',
          'good/card', 'warn/card', 'bad/card', 'cool/card', 'violet/card', 'good/good-soft', 'warn/warn-soft', 'bad/bad-soft',
          'cool/cool-soft', 'violet/violet-soft', 'on-accent/solid', 'on-bad/solid-bad', 'ink/accent-soft', 'ink/bad-soft',
          'warn/accent-soft', 'muted/accent-soft'];
        const light = (text) => {
          const parts = [1, 3, 5].map(i => parseInt(text.slice(i, i + 2), 16) / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
        };
        const weak = [];
        for (const theme of ['light', 'dark']) {
          document.documentElement.dataset.theme = theme;
          const style = getComputedStyle(document.documentElement);
          for (const pair of pairs) {
            const [a, b] = pair.split('/').map(name => light(style.getPropertyValue('--' + name).trim())).sort((x, y) => y - x);
            const contrast = (a + 0.05) / (b + 0.05);
            if (!(contrast >= 4.5)) weak.push(`${theme} ${pair} ${contrast.toFixed(2)}`);
          }
        }
        return weak.join(', ');
      })()
      """
    #expect(try browser.text(script) == "")
  }

  /// axe-core, as the set-up installs it for tests.
  private static let axe: URL? = {
    let tools = TestData.checkout.appending(path: ".build/test-tools/lib")
    let pythons = (try? FileManager.default.contentsOfDirectory(at: tools, includingPropertiesForKeys: nil)) ?? []
    return pythons.map { $0.appending(path: "site-packages/axe_core_python/axe.min.js") }.first {
      FileManager.default.fileExists(atPath: $0.path)
    }
  }()

  /// No page has what axe-core calls serious or critical.
  @Test(.enabled(if: axe != nil, "axe-core is not installed: Scripts/setup.sh --tests"), arguments: [false, true])
  func everybodyCanUseThePages(inTheDark isDark: Bool) throws {
    let script = try String(contentsOf: #require(Self.axe), encoding: .utf8)
    let server = try MockServer(minutes: 20)
    let browser = try Browser(prefersDark: isDark)
    let finding = """
      axe.run({ exclude: [['.flyer']] }, { resultTypes: ['violations'] }).then(result => result.violations
        .filter(one => ['serious', 'critical'].includes(one.impact))
        .map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.target.join(' ')).join(' | ')}`).join('; '))
      """
    for page in Self.pages {
      try browser.open("about:blank")
      try browser.open("\(server.address)/\(page.hash)")
      try browser.wait(until: "document.querySelector(\(try Browser.quoted(page.ready)))")
      // What moves is half transparent for a moment; `.flyer` says once more, for the eye alone, what a number does.
      try browser.wait(
        until:
          "!document.getAnimations().some(one => one.playState === 'running' && one.effect.getTiming().iterations === 1)"
      )
      try browser.evaluate("void \(script)")
      #expect(try browser.text(finding) == "", "\(page.name)")
    }
  }

  @Test func theLanguagesHaveTheSameTexts() throws {
    let server = try MockServer(minutes: 0)
    let browser = try Browser()
    try browser.open("\(server.address)/#/rooms/empty")
    try browser.wait(until: "document.querySelector('.panel-shelf')")
    #expect(
      try browser.text("import('/assets/base/texts.js').then(m => m.unevenTexts()).then(all => all.join())") == "")
  }

  /// However much is said of a product, it has one card, and at most five ask for something.
  @Test func aProductHasOneCard() throws {
    let server = try MockServer()
    let browser = try Browser()
    try DashboardBrowserTests.overview(server.address, browser)
    for number in 11...18 {
      try server.command("order", #"{"sku": "SKU0\#(number)", "qty": 2500}"#, in: browser)
      try server.command(
        "signal", #"{"sku": "SKU0\#(number)", "type": "stock.oversold", "data": {"available": -9}}"#, in: browser)
    }
    for available in [-7, -9] {
      try server.command(
        "signal", #"{"sku": "SKU013", "type": "stock.oversold", "data": {"available": \#(available)}}"#, in: browser)
    }
    let cards = "[...document.querySelectorAll('.signal-frame > ol .signal')]"
    try browser.wait(until: "\(cards).length === 5")
    try browser.wait(until: "document.querySelector('.card-rest summary').textContent.startsWith('另有 ')")
    let mine =
      "[...document.querySelectorAll('.panel-signals .signal')].filter(row => row.textContent.includes('无线吸尘器'))"
    try browser.wait(until: "\(mine).length === 1 && \(mine)[0].textContent.includes('已多卖 9 件')")
    // Whoever has seen them says so once, and can take it back.
    try browser.evaluate("window.seen = \(cards).map(card => card.querySelector('.signal-product').textContent)")
    try browser.click(".panel-signals .panel-tools > .act")
    try browser.wait(
      until: "\(cards).every(card => !window.seen.includes(card.querySelector('.signal-product').textContent))")
    try browser.click(".card-undo .act")
    try browser.wait(
      until: "\(cards).some(card => window.seen.includes(card.querySelector('.signal-product').textContent))")
    // What was said when is a click away.
    try browser.click(".panel-signals .choice [data-value=all]")
    try browser.wait(until: "document.querySelectorAll('.panel-signals .signal-age[datetime]').length > 5")
    #expect(try browser.complaints() == [])
  }

  /// A product's stock in its warehouses, as an expression.
  private static func stock(of sku: String) -> String {
    "fetch('/v1/rooms/main').then(r => r.json()).then(view => view.products.find(p => p.sku === '\(sku)').warehouses.map(w => w.available).join())"
  }

  /// Where a stock snapshot differs from the ledger, one click sets the ledger to it.
  @Test func aDifferenceIsSetToTheCount() throws {
    let server = try MockServer()
    let browser = try Browser()
    try DashboardBrowserTests.overview(server.address, browser)
    #expect(try browser.holds("document.querySelector('.ledger-place').hidden"))
    try server.command(
      "difference", #"{"sku": "SKU003", "warehouse": "广州仓", "counted": 1073, "standing": true}"#, in: browser)
    // A row that has just come takes no clicks for a moment.
    try browser.wait(until: "document.querySelector('.difference-list:not([data-settling]) .difference')")
    let text = try browser.text("document.querySelector('.difference').innerText")
    for part in ["内蒙古风干牛肉", "广州仓", "盘点 1,073", "连续两次"] { #expect(text.contains(part), "\(part)") }
    try browser.click(".difference .act")
    try browser.wait(until: "document.querySelector('.ledger-place').hidden")
    try browser.wait(until: "document.querySelector('.notice')?.textContent.includes('1,073 件')")
    #expect(try browser.text(Self.stock(of: "SKU003")).contains("1073"))
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }

  /// What the ledger remarks is said in the person's language, or as the server says it.
  @Test func remarksAreTranslated() throws {
    let server = try MockServer()
    let browser = try Browser()
    try browser.open("\(server.address)/#/rooms/trouble")
    try browser.wait(until: "document.querySelectorAll('.remark').length === 4")
    let text = try browser.text("document.querySelector('.remark-list').innerText")
    for part in ["多出的没有退回", "×12", "开播后 3:34", "it says what the server says"] {
      #expect(text.contains(part), "\(part)")
    }
    try browser.evaluate("document.querySelector('.ledger-place').scrollIntoView({ block: 'end' })")
    try browser.screenshot("stock-differences")
  }

  /// A transfer is booked on the product's page; a quantity that is none is told at its field.
  @Test func stockIsBookedByHand() throws {
    let server = try MockServer()
    let browser = try Browser()
    try browser.open("\(server.address)/#/rooms/main/products/SKU015")
    try browser.wait(until: "document.querySelector('.page-product canvas')")
    let before = try browser.text(Self.stock(of: "SKU015")).split(separator: ",").compactMap { Int($0) }
    try browser.click(".page-product .panel-warehouses .act")
    try browser.wait(until: "document.activeElement?.dataset.value === 'receipt'")
    try browser.click(".booking [data-value=transfer]")
    try browser.click("#booking-quantity")
    try browser.type("1.5")
    try browser.press("Enter")
    try browser.wait(until: "document.querySelector('#booking-error').textContent.includes('整数')")
    try browser.screenshot("booking-error")
    try browser.evaluate("(document.querySelector('#booking-quantity').value = '')")
    try browser.type("3")
    try browser.press("Enter")
    try browser.wait(until: "!document.querySelector('dialog')")
    let after = try browser.text(Self.stock(of: "SKU015")).split(separator: ",").compactMap { Int($0) }
    #expect(before.count == 4 && after == [before[0] - 3, before[1] + 3, before[2], before[3]])
    let complaints = try browser.complaints()
    #expect(complaints == [])
  }

  @Test func thoseWhoPreferCalmGetNoMotion() throws {
    let server = try MockServer()
    let browser = try Browser()
    try DashboardBrowserTests.overview(server.address, browser)
    #expect(
      try browser.text("document.getAnimations().filter(a => a.effect.getTiming().iterations === Infinity).length")
        == "0")
  }
}
