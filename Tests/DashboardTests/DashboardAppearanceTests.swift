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
    Screen(name: "wall", width: 3840, height: 2160, query: "?wall=1"),
  ]

  static let pages: [(name: String, hash: String, ready: String)] = [
    ("overview", "#/rooms/main", ".shelf-list li"), ("curves", "#/rooms/main/curves", ".curve canvas"),
    ("product", "#/rooms/main/products/SKU009", ".page-product canvas"),
    ("shows", "#/rooms/main/shows", ".page-show tbody tr"),
    ("settings", "#/settings/main", ".threshold"), ("rooms", "#/rooms", ".room-card"),
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

  @Test func theLanguagesHaveTheSameTexts() throws {
    let server = try MockServer(minutes: 0)
    let browser = try Browser()
    try browser.open("\(server.address)/#/rooms/empty")
    try browser.wait(until: "document.querySelector('.panel-shelf')")
    #expect(try browser.text("import('/assets/base/texts.js').then(m => m.unevenTexts().join())") == "")
  }

  /// Signals of one kind about one product are one row, the newest, and are acknowledged together.
  @Test func signalsOfOneSituationAreOneRow() throws {
    let server = try MockServer()
    let browser = try Browser()
    try DashboardBrowserTests.overview(server.address, browser)
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

  @Test func thoseWhoPreferCalmGetNoMotion() throws {
    let server = try MockServer()
    let browser = try Browser()
    try DashboardBrowserTests.overview(server.address, browser)
    #expect(
      try browser.text("document.getAnimations().filter(a => a.effect.getTiming().iterations === Infinity).length")
        == "0")
  }
}
