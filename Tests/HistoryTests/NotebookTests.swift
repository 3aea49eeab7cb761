import Foundation
import History
import LiveshelfCore
import TestSupport
import Testing

/// The notebook's ten answers over a small season, against arithmetic on the raw orders and on the shows' files.
@Suite struct NotebookTests {
  private static let prices: [String: Int] = ["TEA": 5990, "CUP": 3900, "COAT": 129_900, "PAN": 19_900]

  /// Orders of one kind, by themselves.
  private struct Raw {
    var orders = 0
    var units = 0
    var hundredths = 0
    var keptOrders = 0
    var keptHundredths = 0
    var refused = 0

    var sales: Double { Double(hundredths) / 100 }
    var kept: Double { Double(keptHundredths) / 100 }

    static func + (a: Raw, b: Raw) -> Raw {
      Raw(
        orders: a.orders + b.orders, units: a.units + b.units, hundredths: a.hundredths + b.hundredths,
        keptOrders: a.keptOrders + b.keptOrders, keptHundredths: a.keptHundredths + b.keptHundredths,
        refused: a.refused + b.refused)
    }
  }

  private struct Key: Hashable {
    var day: Int
    var sku: String
    var option: String
  }

  /// Each event once; those of the window; without the cancelled ones where they are kept.
  private static func counted(_ shows: [MadeShow]) -> [Key: Raw] {
    var sums: [Key: Raw] = [:]
    for (day, show) in shows.enumerated() {
      var seen: Set<String> = []
      let events = show.events.filter { seen.insert($0.eventID).inserted }
      let undone = Set(events.filter { $0.type == .cancelled }.map(\.orderID))
      for event in events where (0..<1500).contains(event.eventTime - show.clock.start) {
        let value = (event.unitPrice.map { Int($0.hundredths) } ?? prices[event.sku.text] ?? 0) * event.quantity
        let sales = max(0, value - Int(event.discount?.hundredths ?? 0))
        let isKept = !undone.contains(event.orderID)
        let one: Raw =
          switch event.type {
          case .created:
            Raw(
              orders: 1, units: event.quantity, hundredths: sales, keptOrders: isKept ? 1 : 0,
              keptHundredths: isKept ? sales : 0)
          case .rejectedOutOfStock: Raw(refused: event.quantity)
          default: Raw()
          }
        sums[Key(day: day, sku: event.sku.text, option: event.option), default: Raw()] =
          sums[
            Key(day: day, sku: event.sku.text, option: event.option), default: Raw()] + one
      }
    }
    return sums
  }

  private static func sum(_ raw: [Key: Raw], _ isMeant: (Key) -> Bool) -> Raw {
    raw.reduce(Raw()) { isMeant($1.key) ? $0 + $1.value : $0 }
  }

  /// The rows of a table of a show, by its header.
  private static func table(_ show: MadeShow, _ name: String) throws -> [[String: String]] {
    let text = try String(contentsOf: show.folder.appending(path: name), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let header = try #require(lines.first)
    return lines.dropFirst().map { line in
      Dictionary(uniqueKeysWithValues: zip(header.map(String.init), line.map(String.init)))
    }
  }

  /// The presentations that stand, in their order.
  private static func presentations(_ show: MadeShow) throws -> [(id: String, sku: String, minutes: Double)] {
    let text = try String(contentsOf: show.folder.appending(path: "presentations.jsonl"), encoding: .utf8)
    let lines = try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    func number(_ line: [String: Any], _ name: String) -> Double { (line[name] as? NSNumber)?.doubleValue ?? .nan }
    return lines.filter { $0["withdrawn_at"] == nil }.sorted { number($0, "start") < number($1, "start") }.map {
      ($0["id"] as? String ?? "", $0["sku"] as? String ?? "", (number($0, "end") - number($0, "start")) / 60)
    }
  }

  private static func answers(_ database: ShowDatabase) throws -> [String: [[String: Any]]] {
    let notebook = OtherReadersTests.repository.appending(path: "docs/guide/history.ipynb").path
    let script = """
      import json
      for cell in json.load(open('\(notebook)', encoding='utf-8'))['cells']:
          if cell['cell_type'] == 'code':
              exec(''.join(cell['source']))
      print('ANSWERS' + json.dumps(answers))
      """
    let (code, output) = try OtherReadersTests.run("python3", script, database: database.path)
    #expect(code == 0, "\(output)")
    let text = try #require(output.components(separatedBy: "ANSWERS").last)
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: [[String: Any]]])
  }

  @Test func tenAnswersAreTheTruthOfASeason() throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let hosts = ["小雨", "阿杰", "小雨", "阿杰"]
    let shows = try hosts.enumerated().map { day, host in
      try MadeShow(seed: UInt64(day + 20), in: folder.appending(path: "shows/\(day)"), day: day, host: host)
    }
    let database = try ShowDatabase(path: folder.appending(path: "shows.sqlite").path)
    #expect(try database.gather(ShowDatabase.folders(below: folder)).read.count == shows.count)
    let answers = try Self.answers(database)
    #expect(answers.count == 10)
    func rows(_ name: String) throws -> [[String: Any]] { try #require(answers[name], "\(name)") }
    func number(_ row: [String: Any], _ name: String) -> Double { (row[name] as? NSNumber)?.doubleValue ?? .nan }
    func same(_ row: [String: Any], _ name: String, _ truth: Double, within slack: Double = 0.0051) {
      #expect(abs(number(row, name) - truth) <= slack, "\(name) \(row[name] ?? "nothing"), and in truth \(truth)")
    }
    let raw = Self.counted(shows)

    // 1–3, 8: counted from the raw orders.
    #expect(try rows("shows").count == shows.count)
    for (day, row) in try rows("shows").enumerated() {
      let truth = Self.sum(raw) { $0.day == day }
      same(row, "orders", Double(truth.orders))
      same(row, "units", Double(truth.units))
      same(row, "sales", truth.sales)
      same(row, "kept_sales", truth.kept)
      #expect(row["host"] as? String == hosts[day])
    }
    #expect(try rows("products").count == 4 && rows("returns").count == 4)
    for row in try rows("products") {
      let truth = Self.sum(raw) { $0.sku == row["sku"] as? String }
      same(row, "units", Double(truth.units))
      same(row, "sales", truth.sales)
    }
    for row in try rows("returns") {
      let truth = Self.sum(raw) { $0.sku == row["sku"] as? String }
      same(row, "taken_back", Double(truth.orders - truth.keptOrders))
      same(row, "share", 1 - truth.kept / truth.sales, within: 0.000_051)
    }
    let variants = Set(raw.filter { $0.value.orders > 0 && !$0.key.option.isEmpty }.map { $0.key.sku + $0.key.option })
    #expect(try Set(rows("variants").map { "\($0["sku"] ?? "")\($0["option"] ?? "")" }).isSuperset(of: variants))
    for row in try rows("variants") {
      let truth = Self.sum(raw) { $0.sku == row["sku"] as? String && $0.option == row["option"] as? String }
      same(row, "units", Double(truth.units))
      same(row, "sales", truth.sales)
    }

    // 4: the refused pieces, at the mean price of the show's orders.
    let lost = try rows("lost")
    let refused = Self.sum(raw) { _ in true }.refused
    #expect(refused > 0 && lost.reduce(0) { $0 + number($1, "lost_units") } == Double(refused))
    for row in lost {
      let money = shows.indices.reduce(0.0) { sum, day in
        let truth = Self.sum(raw) { $0.day == day && $0.sku == row["sku"] as? String }
        return sum + (truth.units > 0 ? Double(truth.refused) * truth.sales / Double(truth.units) : 0)
      }
      same(row, "lost_sales", money, within: 0.005 * Double(shows.count) + 0.005)
    }

    // 5–7: what the files say that presentations brought, over how long they say that they lasted.
    struct Brought {
      var (presentations, orders, kept, minutes) = (0, 0.0, 0.0, 0.0)
    }
    var brought: [String: Brought] = [:]
    for (day, show) in shows.enumerated() {
      let uplift = try Self.table(show, "uplift.csv")
      var shown: [String: Int] = [:]
      for stage in try Self.presentations(show) {
        let row = try #require(uplift.first { $0["presentation_id"] == stage.id })
        #expect(row["sku"] == stage.sku)
        shown[stage.sku, default: 0] += 1
        let share = Double(row["cancelled_share"] ?? "") ?? 0
        for key in [stage.sku, "\(hosts[day])/\(stage.sku)", "nth \(shown[stage.sku] ?? 0)"] {
          brought[key, default: Brought()].presentations += 1
          brought[key, default: Brought()].minutes += stage.minutes
          brought[key, default: Brought()].orders += try #require(Double(row["uplift_orders"] ?? ""))
          brought[key, default: Brought()].kept += try #require(Double(row["revenue"] ?? "")) * (1 - share)
        }
      }
      #expect(shown == ["TEA": 2, "CUP": 1, "COAT": 1, "PAN": 1])
    }
    #expect(try rows("minutes").count == 4 && rows("hosts").count == 8 && rows("again").count == 2)
    for row in try rows("minutes") {
      let truth = try #require(brought[row["sku"] as? String ?? ""])
      same(row, "minutes", truth.minutes, within: 0.051)
      same(row, "earned_per_minute", truth.kept / truth.minutes, within: 0.01 + truth.kept / truth.minutes * 0.001)
    }
    for row in try rows("hosts") {
      let truth = try #require(brought["\(row["host"] ?? "")/\(row["sku"] ?? "")"])
      same(row, "uplift_per_minute", truth.orders / truth.minutes, within: 0.002)
    }
    for row in try rows("again") {
      let truth = try #require(brought["nth \(row["nth"] ?? "")"])
      same(row, "presentations", Double(truth.presentations))
      same(row, "uplift_per_minute", truth.orders / truth.minutes, within: 0.002)
    }

    // 9: who asks in these shows asks the same all the time, which is let in for nothing. 10: of the last show.
    #expect(try rows("questions").isEmpty && rows("stock").count == 4)
    let figures = try JSONSerialization.jsonObject(
      with: Data(contentsOf: shows[shows.count - 1].folder.appending(path: "figures.json")))
    let products = try #require((figures as? [String: Any])?["products"] as? [[String: Any]])
    for row in try rows("stock") {
      let truth = try #require(products.first { $0["sku"] as? String == row["sku"] as? String })
      for name in ["stock_at_end", "suggested_stock", "to_order"] {
        #expect(row[name] as? Int == truth[name] as? Int, "\(name)")
      }
    }
  }
}
