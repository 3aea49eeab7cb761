import Foundation
import InventoryEngine
import Shows
import Testing

@Suite struct ReportPageTests {
  @Test func aPageIsSelfContainedAndTheSameEveryTime() throws {
    let folder = try SmallShow.complete().read()
    let page = try ReportPage.html(from: folder)
    #expect(page == (try ReportPage.html(from: folder)))
    #expect(page.contains("不粘炒锅"))
    #expect(page.utf8.count < 120_000)
    for address in ["http://", "https://", "src=", "@import", "url("] {
      let places = page.ranges(of: address).filter { !page[$0.lowerBound...].hasPrefix("http://www.w3.org/2000/svg") }
      #expect(places.isEmpty, "\(address)")
    }
  }

  @Test func nothingFromOutsideLeavesTheData() throws {
    let show = try SmallShow.complete()
    let hostile = "</script><script>document.title=1</script><!--<script>\u{2028}&amp;{{style}}"
    try show.write(
      SmallShow.description.replacing("不粘炒锅", with: hostile).replacing("room-1", with: "<i>\\\"{{data}}"),
      to: "show.json")
    let page = try ReportPage.html(from: try show.read())
    #expect(page.ranges(of: "<script").count == 2)
    #expect(page.ranges(of: "</script").count == 2)
    #expect(!page.contains("<!--") && !page.contains("\u{2028}") && !page.contains("<i>"))
    #expect(page.contains("\\u003c/script\\u003e"))
  }

  @Test func adviceFollowsDemandAndWhatWasMissed() throws {
    let data = try data(of: try SmallShow.complete())
    let products = try #require(data["products"] as? [[String: Any]])
    // A: 20 pieces sold in 18 orders, and 20 s without stock at 12 orders a minute of which none came.
    #expect(products[0]["advice"] as? String == "sold_out")
    #expect(products[0]["soldOut"] as? Double == 40)
    let missed = try #require(products[0]["missed"] as? Double)
    let suggestion = try #require(products[0]["suggest"] as? Int)
    let demand = 20 + missed
    #expect(Double(suggestion) >= demand && Double(suggestion) < demand + 3 * (demand * 20 / 18).squareRoot())
    #expect(products[0]["toOrder"] as? Int == suggestion)
    // B: presented, two sold, 98 left.
    #expect(products[1]["advice"] as? String == "slow")
    #expect(products[1]["toOrder"] as? Int == 0)
    #expect(products[2]["advice"] as? String == "idle")
  }

  @Test(arguments: [
    ("rtmp://user:word@live.example.com:1935/app/secret?key=1", "rtmp://live.example.com:1935"),
    ("/home/someone/shows/show.flv", "show.flv"), ("show.flv", "show.flv"),
  ])
  func pathsAndStreamKeysStayOffThePage(recording: String, shown: String) throws {
    let show = try SmallShow()
    try show.write(SmallShow.description.replacing("show.flv", with: recording), to: "show.json")
    let page = try data(of: show)
    #expect((page["show"] as? [String: Any])?["recording"] as? String == shown)
  }

  /// Rows may be absent where nothing happened: then nothing was ordered, and the stock stays.
  @Test func absentBinsKeepTheStock() throws {
    let show = try SmallShow()
    try show.write(
      "stream_start,sku,orders_created,baseline_rate,stock_available\n0,A,1,2,9\n10,A,0,2,\n40,A,3,2,6\n",
      to: "timeline.csv")
    let products = try #require(try data(of: show)["products"] as? [[String: Any]])
    let series = try #require(products[0]["series"] as? [String: [Any]])
    #expect(series["orders"] as? [Int] == [1, 0, 0, 0, 3])
    #expect(series["stock"]?.count == 2 && series["stock"]?[0] as? [Int] == [9, 4])
    #expect(series["baseline"]?[2] is NSNull)
  }

  @Test func whatTheFolderLacksIsLeftOut() throws {
    let data = try data(of: try SmallShow())
    let has = try #require(data["has"] as? [String: Bool])
    #expect(has.values.allSatisfy { !$0 })
    #expect(data["grid"] == nil)
  }

  @Test func aLongShowIsDrawnInLongerBins() throws {
    let show = try SmallShow()
    try show.write(SmallShow.description.replacing("\"duration_s\":120", with: "\"duration_s\":14400"), to: "show.json")
    var random = SeededGenerator(seed: 4)
    var text = "stream_start,sku,presenting,orders_created,units,comments,baseline_rate,demand_rate,stock_available\n"
    var orders = 0
    for bin in 0..<1440 {
      for product in 0..<40 {
        let count = max(0, Int.random(in: -20..<4, using: &random))
        orders += count
        text += "\(bin * 10),S\(product),0,\(count),\(count),1,0.\(bin % 97),\(count * 6),\(5000 - bin)\n"
      }
    }
    try show.write(text, to: "timeline.csv")
    let page = try ReportPage.html(from: try show.read())
    #expect(page.utf8.count < 1_500_000)
    let grid = try #require(try data(of: show)["grid"] as? [String: Any])
    #expect(grid["bin"] as? Int == 20)
    let products = try #require(try data(of: show)["products"] as? [[String: Any]])
    #expect(products.reduce(0) { $0 + ($1["orders"] as? Int ?? 0) } == orders)
  }

  /// The data that a page carries.
  private func data(of show: SmallShow) throws -> [String: Any] {
    let page = try ReportPage.html(from: try show.read())
    let start = try #require(page.range(of: "id=\"data\">")).upperBound
    let end = try #require(page.range(of: "</script>", range: start..<page.endIndex)).lowerBound
    return try #require(try JSONSerialization.jsonObject(with: Data(page[start..<end].utf8)) as? [String: Any])
  }
}

extension ReportPageTests {
  /// Where the orders tell what the shop refused, nothing is estimated.
  @Test func refusedPiecesAreCounted() throws {
    let show = try SmallShow.complete()
    let lines = SmallShow.timeline().split(separator: "\n")
    let counted = lines.enumerated().map { index, line in
      index == 0 ? "\(line),rejected_units" : "\(line),\(index == lines.count - 1 ? 7 : 0)"
    }
    try show.write(counted.joined(separator: "\n") + "\n", to: "timeline.csv")
    let products = try #require(try data(of: show)["products"] as? [[String: Any]])
    #expect(products.reduce(0) { $0 + (($1["missed"] as? Double) ?? 0) } == 7)
    #expect(products.allSatisfy { $0["missedHigh"] == nil })
  }

  @Test func earlierShowsTeachCategories() throws {
    let show = try SmallShow.complete().read()
    let priors = CategoryLessons([show, show]).priors
    #expect(priors.keys.sorted() == ["厨具", "食品"])
    let pans = try #require(priors["厨具"])
    #expect(pans.upliftOrders > 0 && pans.baselineRate >= 0 && pans.weight == 1)
    #expect(CategoryLessons([]).priors.isEmpty)
  }
}
