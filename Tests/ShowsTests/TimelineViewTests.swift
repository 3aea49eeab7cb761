import Foundation
import LiveshelfCore
import Shows
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct TimelineViewTests {
  @Test func longerBinsKeepTheSums() throws {
    let folder = try SmallShow.complete().read()
    let timeline = try #require(folder.timeline)
    for seconds in [10, 20, 30, 60, 300] as [Int64] {
      let series = try timeline.series(binMicroseconds: seconds * 1_000_000)
      #expect(series.map { $0.bins.reduce(0) { $0 + $1.ordersCreated } } == [18, 2])
      #expect(series.map { $0.bins.reduce(0) { $0 + $1.units } } == [20, 2])
      #expect(series[0].bins.last?.stockAvailable == 0)
      #expect(series[1].bins.last?.stockAvailable == 98)
    }
    let minute = try timeline.series(binMicroseconds: 60_000_000, of: ["A"])[0].bins
    #expect(minute.map(\.start.seconds) == [0, 60, 120])
    #expect(abs(minute[0].presenting - 4.0 / 6) < 1e-9)
    let demand = try #require(minute[0].demandRate)
    let mean: Double = (0.5 * 4 + 12 * 2) / 6
    #expect(abs(demand - mean) < 1e-9)
  }

  /// Sums, the last stock and the order of bins hold for any rows, whatever gaps they have.
  @Test(arguments: UInt64(1)...20) func anyRowsCanBeRebinned(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var text = "stream_start,sku,orders_created,stock_available\n0,A,0,\n7,A,0,\n"
    var (orders, last) = (0, Int?.none)
    for bin in -50..<200 where bin > 1 || bin < 0 {
      guard Int.random(in: 0..<3, using: &random) > 0 else { continue }
      let (count, stock) = (Int.random(in: 0..<9, using: &random), Int.random(in: -3..<90, using: &random))
      text += "\(bin * 7),A,\(count),\(stock)\n"
      orders += count
      last = stock
    }
    let show = try SmallShow()
    try show.write(text, to: "timeline.csv")
    let timeline = try #require(try show.read().timeline)
    for multiple in [1, 2, 5, 24] as [Int64] {
      let bins = try timeline.series(binMicroseconds: multiple * 7_000_000)[0].bins
      #expect(bins.reduce(0) { $0 + $1.ordersCreated } == orders)
      #expect(bins.last?.stockAvailable == last)
      #expect(zip(bins, bins.dropFirst()).allSatisfy { $0.start < $1.start })
      #expect(bins.allSatisfy { $0.start.microseconds % (multiple * 7_000_000) == 0 })
    }
  }

  @Test func onlyMultiplesOfTheGridAreTaken() throws {
    let folder = try SmallShow.complete().read()
    #expect(throws: TimelineError.bin(seconds: 15, grid: 10)) { try TimelineView([folder], bin: BinLength("15s")) }
    #expect(throws: TimelineError.bin(seconds: 5, grid: 10)) { try TimelineView([folder], bin: BinLength("5")) }
    #expect(throws: TimelineError.unknownProduct(sku: "Z")) { try TimelineView([folder], skus: ["Z"]) }
    #expect(throws: TimelineError.noProduct) { try TimelineView([folder, folder]) }
    let bare = try SmallShow().read()
    #expect(throws: TimelineError.noTimeline(path: bare.path)) { try TimelineView([bare]) }
  }

  @Test func lengthsOfBinsAreRead() {
    #expect(BinLength("10s")?.microseconds == 10_000_000)
    #expect(BinLength("90")?.microseconds == 90_000_000)
    #expect(BinLength("5m")?.microseconds == 300_000_000)
    #expect(BinLength("1h")?.microseconds == 3_600_000_000)
    for text in ["", "0s", "-1m", "1d", "m", "1.5m", "99999999999999999999s", "25h"] { #expect(BinLength(text) == nil) }
  }

  @Test func aTableForTheTerminalHasASparklineAndStaysInLine() throws {
    let folder = try SmallShow.complete().read()
    let text = try TimelineView([folder]).text(.table)
    let lines = text.split(separator: "\n")
    #expect(lines[0] == "room-1 2026-04-10 20:00")
    #expect(lines[2].hasPrefix("A           不粘炒锅                  18      20      0  ·▂▅▇█·········"))
    let product = try TimelineView([folder], skus: ["A"], bin: BinLength("1m")).text(.table)
    #expect(product.contains("20:00:00   0:00:00         67 %      18     20"))
  }

  @Test func csvHasTheColumnsOfTheFileAndReadsBack() throws {
    let show = try SmallShow.complete()
    let text = try TimelineView([try show.read()], bin: BinLength("20s")).text(.csv)
    #expect(text.hasPrefix("bin_start,stream_start,sku,presenting,"))
    #expect(text.contains("\n2026-04-10T20:00:20.000+08:00,20,A,1,0,10,"))
    try show.write(text, to: "timeline.csv")
    #expect(try TimelineView([try show.read()]).text(.csv) == text)
  }

  @Test func picturesAndJSONAreWellFormed() throws {
    let show = try SmallShow.complete()
    try show.write(
      SmallShow.description.replacing("茉莉花茶", with: "<b>&\\\"</b>").replacing("room-1", with: "]]><x>"), to: "show.json"
    )
    let folder = try show.read()
    for view in [try TimelineView([folder]), try TimelineView([folder, folder], skus: ["A"])] {
      #expect(XMLParser(data: Data(try view.text(.svg).utf8)).parse())
      #expect(try JSONSerialization.jsonObject(with: Data(try view.text(.json).utf8)) is [String: Any])
      let page = try view.text(.html)
      #expect(page.contains("<svg") && page.contains("default-src 'none'") && !page.contains("<x>"))
    }
  }

  @Test func jsonHasTheNamesOfTheFiles() throws {
    let folder = try SmallShow.complete().read()
    let show = try TimelineView([folder], skus: ["A"], bin: BinLength("20s")).text(.json)
    #expect(show.hasPrefix(#"{"bin_s":20,"products":[{"bins":[{"baseline_rate":0.5,"cancelled":0,"comments":2,"#))
    #expect(show.contains(#""orders_created":10,"orders_paid":10,"#) && show.contains(#""stream_start":20"#))
    let shows = try TimelineView([folder, folder], skus: ["A"]).text(.json)
    #expect(shows.contains(#"{"baseline_per_min":0.5,"offset_s":30,"orders_per_min":42}"#))
    #expect(shows.contains(#""peak_offset_s":30,"peak_per_min":42,"#))
  }

  @Test func severalShowsAreComparedFromThePresentationsStart() throws {
    let first = try SmallShow.complete()
    let second = try SmallShow.complete()
    try second.write(SmallShow.description.replacing("2026-04-10T", with: "2026-04-17T"), to: "show.json")
    try second.write(SmallShow.timeline().replacing(",A,1,0,7,7,", with: ",A,1,0,14,14,"), to: "timeline.csv")
    // Given in the wrong order, shown in that of time.
    let view = try TimelineView([try second.read(), try first.read()], skus: ["A"])
    let lines = try view.text(.csv).split(separator: "\n").map(String.init)
    #expect(lines[0] == "show,start,sku,presentations,offset_s,orders_per_min,baseline_per_min")
    // The presentation starts at 10 s, so that its bin of 40 s lies 30 s after it: 7 orders in 10 s.
    #expect(lines.contains("room-1 2026-04-10 20:00,2026-04-10T20:00:00.000+08:00,A,1,30,42,0.5"))
    #expect(lines.contains("room-1 2026-04-17 20:00,2026-04-17T20:00:00.000+08:00,A,1,30,84,0.5"))
    let table = try view.text(.table).split(separator: "\n")
    #expect(table[3].hasPrefix("room-1 2026-04-10 20:00") && table[4].hasPrefix("room-1 2026-04-17 20:00"))
    #expect(table[4].contains("+41 %"))
  }
}

@Suite struct ShowComparisonTests {
  @Test func hostsAreComparedPerMinute() throws {
    let (first, second, third) = (
      try SmallShow.complete(), try SmallShow.complete(), try SmallShow.complete()
    )
    for (show, host) in [(first, "Lin"), (second, "Wang"), (third, "Lin")] {
      try show.write(
        SmallShow.description.replacing("\"format\":1", with: "\"format\":1,\"host\":\"\(host)\""), to: "show.json")
    }
    let folders = try [first, second, third].map { try $0.read() }
    let text = try ShowComparison(folders, by: .host, skus: ["A"]).text(.csv)
    let rows = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows.map { $0[0] } == ["host", "Lin", "Wang"])
    // Two presentations of 40 s with 16.5 orders each, and one.
    #expect(rows[1][3] == "2" && rows[1...].allSatisfy { Double($0[9]) == 24.75 })
    #expect(try ShowComparison(folders, by: .show).text(.csv).split(separator: "\n").count == 7)
    #expect(throws: TimelineError.self) { try ShowComparison(folders, by: .show, skus: ["C"]) }
  }
}
