import Foundation
import History
import InventoryEngine
import LiveshelfCore
import RoomEngine
import Shows
import TestSupport
import Testing

/// One number for one thing: each figure is computed here from the raw orders by itself and compared with every place that
/// tells it.
@Suite struct ConsistencyTests {
  /// Orders, units and hundredths, by product; `kept`: without those that were taken back.
  private struct Naive: Equatable {
    var orders = 0
    var units = 0
    var sales: Int64 = 0
    var keptOrders = 0
    var keptSales: Int64 = 0
    var refused = 0
  }

  private static func naive(_ show: MadeShow) -> [String: Naive] {
    var seen: Set<String> = []
    let events = show.events.filter { seen.insert($0.eventID).inserted }
    let undone = Set(events.filter { $0.type == .cancelled }.map(\.orderID))
    let prices: [SKU: Int64] = ["TEA": 5990, "CUP": 3900, "COAT": 129_900, "PAN": 19_900]
    var sums: [String: Naive] = [:]
    for event in events {
      let time = event.eventTime - show.clock.start
      guard time >= 0, time < 1500 else { continue }
      if event.type == .rejectedOutOfStock { sums[event.sku.text, default: Naive()].refused += event.quantity }
      guard event.type == .created else { continue }
      let price = event.unitPrice?.hundredths ?? prices[event.sku] ?? 0
      let value = max(0, price * Int64(event.quantity) - (event.discount?.hundredths ?? 0))
      sums[event.sku.text, default: Naive()].orders += 1
      sums[event.sku.text, default: Naive()].units += event.quantity
      sums[event.sku.text, default: Naive()].sales += value
      guard !undone.contains(event.orderID) else { continue }
      sums[event.sku.text, default: Naive()].keptOrders += 1
      sums[event.sku.text, default: Naive()].keptSales += value
    }
    return sums
  }

  @Test(arguments: [1, 2, 3, 4]) func everyPlaceTellsTheSame(seed: UInt64) throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let show = try MadeShow(seed: seed, in: folder.appending(path: "show"), refuses: seed % 2 == 0)
    let truth = Self.naive(show)
    let (orders, units) = (truth.values.reduce(0) { $0 + $1.orders }, truth.values.reduce(0) { $0 + $1.units })
    let sales = Double(truth.values.reduce(0) { $0 + $1.sales }) / 100
    #expect(orders > 150)

    // The files.
    let files = try ShowFolder(reading: show.folder.path)
    #expect(files.problems.isEmpty, "\(files.problems)")
    let figures = ShowFigures(files)
    #expect(figures.sold.orders == orders && figures.sold.units == units)
    #expect(abs(figures.sold.sales - sales) < 0.005)
    for product in figures.products {
      let expected = truth[product.product.sku.text] ?? Naive()
      #expect(product.sold.orders == expected.orders && product.sold.keptOrders == expected.keptOrders)
      #expect(abs(product.sold.sales - Double(expected.sales) / 100) < 0.005)
      #expect(abs(product.sold.keptSales - Double(expected.keptSales) / 100) < 0.005)
      #expect(product.refusedUnits == expected.refused)
      if show.events.contains(where: { $0.type == .rejectedOutOfStock }) {
        #expect(product.lostUnits == Double(expected.refused))
      }
    }
    let window = SalesWindow(length: MadeShow.length)
    let bins = files.timeline?.rows.filter { window.contains($0.start) } ?? []
    #expect(bins.reduce(0) { $0 + $1.ordersCreated } == orders && bins.reduce(0) { $0 + $1.units } == units)
    #expect(bins.reduce(0) { $0 + $1.refusedUnits } == truth.values.reduce(0) { $0 + $1.refused })
    let lines = (files.orders ?? []).filter { $0.isOrder && window.contains($0.time) }
    #expect(lines.count == orders)

    // The engine, as screens and the API read it.
    let live = show.engine.overview().sales
    #expect(live.orders == orders && live.units == units)
    #expect(abs(Double(live.value.hundredths) / 100 - sales) < 0.005)
    for product in show.engine.overview().products {
      let expected = truth[product.product.sku.text] ?? Naive()
      #expect(product.sales.orders == expected.orders && product.sales.value.hundredths == expected.sales)
    }

    // The page.
    let page = try String(contentsOf: show.folder.appending(path: "report.html"), encoding: .utf8)
    let from = try #require(page.range(of: "id=\"data\">")).upperBound
    let to = try #require(page.range(of: "</script>", range: from..<page.endIndex)).lowerBound
    let data = try #require(try JSONSerialization.jsonObject(with: Data(page[from..<to].utf8)) as? [String: Any])
    let items = try #require(data["products"] as? [[String: Any]])
    #expect(items.reduce(0) { $0 + ($1["orders"] as? Int ?? 0) } == orders)
    #expect(abs(items.reduce(0) { $0 + ($1["sales"] as? Double ?? 0) } - sales) < 0.02)
    #expect((data["show"] as? [String: Any])?["duration"] as? Double == MadeShow.length)
    // How a product stands is the same on its card, in the show's files and on the page.
    for product in show.engine.overview().products {
      let state = product.outlook.verdict.state
      let item = try #require(items.first { $0["sku"] as? String == product.product.sku.text })
      #expect(item["state"] as? String == (state == .fine ? nil : state.rawValue), "\(product.product.sku)")
      let figure = try #require(figures.products.first { $0.product.sku == product.product.sku })
      #expect(figure.stateAtEnd == state)
      let advice = item["advice"] as? String
      switch state {
      case .slow: #expect(["slow", "sold_out"].contains(advice))
      case .short: #expect(item["toOrder"] as? Int ?? 0 > 0)
      default: break
      }
    }

    // Uplift never exceeds the orders it is part of; what was taken back is there as taken back.
    for entry in files.uplift ?? [] {
      #expect(entry.upliftOrders <= entry.orders + 0.01 && entry.upliftHigh <= entry.orders + 0.01)
      #expect(entry.upliftLow <= entry.upliftOrders && entry.upliftOrders <= entry.upliftHigh + 0.01)
      #expect(entry.upliftOrders + entry.baselineOrders <= entry.orders + 0.05)
    }
    #expect(Set((files.uplift ?? []).map(\.presentationID)) == Set(files.stood.map(\.id)))

    // SQL.
    let database = try ShowDatabase(path: folder.appending(path: "shows.sqlite").path)
    #expect(try database.gather([show.folder]).read.count == 1)
    let row = try #require(
      try database.query("SELECT orders, units, sales, lost_units, stockout_minutes, length_s FROM shows").rows.first)
    #expect(row[0] == .integer(Int64(orders)) && row[1] == .integer(Int64(units)))
    for (sql, expected) in [
      ("SELECT sum(orders) FROM products", Double(orders)), ("SELECT sum(sales) FROM products", sales),
      ("SELECT count(*) FROM orders WHERE in_show AND event_type = 'created'", Double(orders)),
      ("SELECT sum(sales) FROM orders WHERE in_show AND event_type = 'created'", sales),
      ("SELECT sum(qty) FROM orders WHERE in_show AND event_type = 'created'", Double(units)),
      ("SELECT sum(orders_created) FROM timeline WHERE stream_s >= 0 AND stream_s < 1500", Double(orders)),
      (
        "SELECT sum(units) FROM variants",
        Double(
          files.orders?.filter { $0.isOrder && !$0.option.isEmpty && window.contains($0.time) }.reduce(0) {
            $0 + $1.units
          } ?? 0)
      ),
      ("SELECT length_s FROM shows", MadeShow.length),
      ("SELECT sum(lost_units) - (SELECT lost_units FROM shows) FROM products", 0),
      ("SELECT sum(lost_sales) - (SELECT lost_sales FROM shows) FROM products", 0),
      ("SELECT sum(stockout_minutes) - (SELECT stockout_minutes FROM shows) FROM products", 0),
      ("SELECT count(*) FROM comments WHERE text LIKE '%1381234%'", 0),
    ] {
      let answer = try #require(try database.query(sql).rows.first?.first)
      let value: Double? =
        switch answer {
        case .integer(let number): Double(number)
        case .real(let number): number
        case .null, .text: nil
        }
      #expect(abs(try #require(value, "\(sql)") - expected) < 0.03, "\(sql)")
    }

    // Turnover: sold out is sold out, by the ledger's own times and by the timeline's ten seconds.
    var histories = StockHistories()
    histories.add(show.movements)
    var seen: Set<String> = []
    for event in show.events where seen.insert(event.eventID).inserted { histories.add(event) }
    let period = (show.clock.start, show.clock.start + MadeShow.length)
    let all = Turnover.measure(histories.all, from: period.0, to: period.1, by: .all, catalog: MadeShow.catalog)
    let bySKU = Turnover.measure(histories.all, from: period.0, to: period.1, by: .sku, catalog: MadeShow.catalog)
    let minutes = figures.total { $0.stockoutMinutes } as Double
    #expect(abs((all.first?.stockoutMinutes ?? -1) - minutes) < 1.5)
    #expect(abs(bySKU.reduce(0) { $0 + ($1.stockoutMinutes ?? 0) } - (all.first?.stockoutMinutes ?? -1)) < 1e-6)
    #expect(abs(bySKU.reduce(0) { $0 + $1.lostUnits } - (all.first?.lostUnits ?? -1)) < 1e-6)
  }

  /// A shop's numbers do not depend on how its shows are laid out in folders.
  @Test func gatheringIsIncrementalAndCountsEachShowOnce() throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try MadeShow(seed: 1, in: folder.appending(path: "a/one"), day: 0)
    _ = try MadeShow(seed: 2, in: folder.appending(path: "a/two"), day: 1, host: "阿杰")
    let twice = folder.appending(path: "b")
    try FileManager.default.copyItem(at: folder.appending(path: "a/one"), to: twice)
    let database = try ShowDatabase(path: folder.appending(path: "shows.sqlite").path)
    let folders = ShowDatabase.folders(below: folder)
    #expect(folders.count == 3)
    let first = try database.gather(folders)
    #expect(first.read.count == 3 && first.failed.isEmpty)
    #expect(try database.query("SELECT count(*) FROM shows").rows == [[.integer(2)]])
    #expect(try database.gather(folders).unchanged == 3)
    try FileManager.default.removeItem(at: twice.appending(path: "show.json"))
    let third = try database.gather(folders)
    #expect(third.failed.count == 1 && third.unchanged == 2)
    #expect(try database.gather(Array(folders.prefix(1))).unchanged == 1)
    #expect(try database.query("SELECT count(*) FROM shows").rows == [[.integer(1)]])
    let hits = try database.find("羊绒")
    #expect(hits.count == 1 && hits.first?.product == "龙井茶" && hits.first?.start == 70)
    #expect(try database.find("' OR 1=1 --").isEmpty)
    #expect(try database.history().effects == nil)
  }

  @Test func onlyQuestionsAreAnswered() throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "shows.sqlite").path
    let database = try ShowDatabase(path: path)
    for statement in [
      "DELETE FROM t_show", "DROP VIEW shows", "ATTACH '/etc/passwd' AS x", "PRAGMA writable_schema = 1", "", "SELECT",
      "SELECT 1; DELETE FROM t_show", "SELECT * FROM nowhere", "WITH x AS (SELECT 1) DELETE FROM t_show",
      "VACUUM INTO '\(folder.path)/copy'", "CREATE TABLE t (a)",
    ] {
      #expect(throws: HistoryError.self, "\(statement)") { try database.query(statement) }
    }
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    #expect(throws: HistoryError.tooLong(seconds: 0.2)) {
      try database.query(endless, limits: QueryLimits(seconds: 0.2))
    }
    let cut = try database.query(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", limits: QueryLimits(rows: 7))
    #expect(cut.rows.count == 7 && cut.isCut)
    let odd = try database.query(#"SELECT '=1+1' AS a, 'x"y,z' AS b, 1.5 AS c, NULL AS d"#)
    #expect(odd.csv == "a,b,c,d\n'=1+1,\"x\"\"y,z\",1.5,\n")
    #expect(odd.json == #"[{"a":"=1+1","b":"x\"y,z","c":1.5,"d":null}]"#)
    // A file of another kind is left alone.
    let other = folder.appending(path: "notes.txt")
    try Data(
      "these are notes, and no database at all, of more than a hundred bytes, so that it has a header's length".utf8
    )
    .write(to: other)
    #expect(throws: HistoryError.self) { try ShowDatabase(path: other.path) }
    // A database of another version is not emptied by a question.
    let old = folder.appending(path: "old.sqlite").path
    _ = try ShowDatabase(path: old)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c", "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA user_version = 1')", old,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(throws: HistoryError.outdated(path: old)) { try ShowDatabase(path: old, asItIs: true) }
    #expect(try ShowDatabase(path: old).query("SELECT count(*) FROM shows").rows == [[.integer(0)]])
    #expect(throws: Never.self) { try ShowDatabase(path: old, asItIs: true) }
    #expect(try String(contentsOf: other, encoding: .utf8).hasPrefix("these are notes"))
  }
}
