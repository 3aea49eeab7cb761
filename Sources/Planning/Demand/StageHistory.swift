import Foundation
import LiveshelfCore

/// What was on stage, what it brought, and what the shelf sold: the order history cut into presentations and days.
struct StageHistory: Sendable {
  /// A presentation of a product that is taken to have happened.
  struct Presentation: Sendable {
    var product: Int
    var show: Int
    var day: Int
    var hour: Double
    var minutes: Double
    /// How often the product had been presented in the show before.
    var repetition: Int
    var end: WallTime
    var start: WallTime
    /// Order lines that it brought.
    var created = 0.0
    /// Refused lines that were seen.
    var refused = 0.0
  }

  var presentations: [Presentation] = []
  /// Created and refused shelf lines, `[product][day - firstDay]`.
  var shelf: [[Double]] = []
  var shelfRefused: [[Double]] = []
  let firstDay: Int
  /// Days without a single order line among days with many: an export is missing.
  var isMissing: [Bool] = []
  var dayCount: Int { -firstDay }

  /// A presentation's orders still come this many seconds after its end.
  private static let tail = 300.0
  /// Edges are heard off by some seconds.
  private static let slack = 15.0

  init(_ data: PlanData) {
    firstDay = min(0, data.orders.firstDay)
    let days = -firstDay
    shelf = Array(repeating: Array(repeating: 0, count: days), count: data.products.count)
    shelfRefused = shelf
    findMissingDays(data)
    presentations = Self.stage(of: data, firstDay: firstDay)
    let byProduct = index()
    let isLive = liveSources(data, byProduct)
    attribute(data, byProduct, isLive)
  }

  // MARK: - What was on stage

  /// Presentations as heard; for shows of which nothing was heard, as planned.
  private static func stage(of data: PlanData, firstDay: Int) -> [Presentation] {
    var all: [Presentation] = []
    for (number, show) in data.shows.enumerated() where show.day < 0 && show.day >= firstDay {
      var told: [Int: Int] = [:]
      func add(_ product: Int, _ start: WallTime, _ end: WallTime) {
        all.append(
          Presentation(
            product: product, show: number, day: data.day(of: start), hour: data.hour(of: start),
            minutes: max(0.5, (end - start) / 60), repetition: told[product, default: 0], end: end,
            start: start))
        told[product, default: 0] += 1
      }
      if show.heard.isEmpty {
        var start = show.start
        for planned in show.planned.sorted(by: { $0.sequence < $1.sequence }) {
          add(planned.product, start, start + planned.minutes * 60)
          start = start + planned.minutes * 60
        }
      } else {
        for heard in show.heard { add(heard.product, heard.start, heard.end) }
      }
    }
    return all.filter { $0.day < 0 }
  }

  /// The presentations of each product, by start.
  private func index() -> [[Int]] {
    var lists = [[Int]](repeating: [], count: shelf.count)
    for (number, presentation) in presentations.enumerated() {
      lists[presentation.product].append(number)
    }
    for product in lists.indices {
      lists[product].sort { (presentations[$0].start, $0) < (presentations[$1].start, $1) }
    }
    return lists
  }

  // MARK: - Orders

  /// The presentation that an order can come from: the latest one of its product that had begun and is not long over.
  private func cause(_ line: OrderHistory.Line, _ product: Int, _ byProduct: [[Int]]) -> Int? {
    let list = byProduct[product]
    let moment = line.time + Self.slack
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if presentations[list[middle]].start <= moment { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let found = list[low - 1]
    return line.time - presentations[found].end <= Self.tail ? found : nil
  }

  /// Which sources are the live room's: those most of whose orders come while the product is on stage. Nil: mixed, told by time.
  private func liveSources(_ data: PlanData, _ byProduct: [[Int]]) -> [Bool?] {
    var (inside, all) = ([Double](repeating: 0, count: data.orders.sources.count), [Double]())
    all = inside
    for line in data.orders.lines {
      let source = Int(line.source)
      guard source < all.count else { continue }
      all[source] += 1
      if cause(line, data.productOfItem[Int(line.item)], byProduct) != nil { inside[source] += 1 }
    }
    // With several sources a share above a half, or below a quarter, is clear; a single source is always mixed.
    return all.indices.map { source in
      guard all[source] >= 20, all.count > 1 else { return nil }
      let share = inside[source] / all[source]
      return share > 0.5 ? true : share < 0.25 ? false : nil
    }
  }

  private mutating func attribute(_ data: PlanData, _ byProduct: [[Int]], _ isLive: [Bool?]) {
    var unexplained: [Int: [Int]] = [:]
    for (number, line) in data.orders.lines.enumerated() {
      let product = data.productOfItem[Int(line.item)]
      let source = Int(line.source)
      let live = source < isLive.count ? isLive[source] : nil
      if live != false, let found = cause(line, product, byProduct) {
        count(line, in: found)
      } else if live == true {
        unexplained[product, default: []].append(number)
      } else {
        countOnShelf(line, product, data)
      }
    }
    dropWrongOnes(data, byProduct)
    for product in unexplained.keys.sorted() { explain(unexplained[product] ?? [], product, data) }
  }

  private mutating func count(_ line: OrderHistory.Line, in found: Int) {
    if line.isRefused {
      presentations[found].refused += 1
    } else {
      presentations[found].created += 1
    }
  }

  private mutating func countOnShelf(_ line: OrderHistory.Line, _ product: Int, _ data: PlanData) {
    let day = data.day(of: line.time) - firstDay
    guard shelf[product].indices.contains(day) else { return }
    if line.isRefused { shelfRefused[product][day] += 1 } else { shelf[product][day] += 1 }
  }

  /// Takes out presentations that brought nothing at all though the product sells well and was not planned: another
  /// product was on stage.
  private mutating func dropWrongOnes(_ data: PlanData, _ byProduct: [[Int]]) {
    var isWrong = [Bool](repeating: false, count: presentations.count)
    for (product, list) in byProduct.enumerated() where list.count >= 4 {
      let counts = list.map { presentations[$0].created + presentations[$0].refused }.sorted()
      let usual = counts[counts.count / 2]
      guard usual >= 4 else { continue }
      for number in list where presentations[number].created + presentations[number].refused == 0 {
        let show = data.shows[presentations[number].show]
        isWrong[number] = show.hasRunningOrder && !show.planned.contains { $0.product == product }
      }
    }
    guard isWrong.contains(true) else { return }
    presentations = presentations.indices.filter { !isWrong[$0] }.map { presentations[$0] }
  }

  /// Live orders without a presentation: one was missed. It is taken to be as long as planned.
  private mutating func explain(_ lines: [Int], _ product: Int, _ data: PlanData) {
    var rest: [Int: [Int]] = [:]
    for number in lines {
      let time = data.orders.lines[number].time
      let show = data.shows.indices.last {
        data.shows[$0].day < 0 && data.shows[$0].start <= time + Self.slack
          && time - data.shows[$0].end <= 3 * Self.tail
          && (data.shows[$0].planned.contains { $0.product == product }
            || data.shows[$0].planned.isEmpty)
      }
      rest[show ?? -1, default: []].append(number)
    }
    for (show, numbers) in rest.sorted(by: { $0.key < $1.key }) {
      let heard = presentations.indices.filter {
        presentations[$0].show == show && presentations[$0].product == product
      }
      let planned = show < 0 ? [] : data.shows[show].planned.filter { $0.product == product }
      let usual = heard.map { presentations[$0].created + presentations[$0].refused }.max() ?? 0
      if show >= 0, planned.count > heard.count, numbers.count >= 2,
        Double(numbers.count) >= 0.3 * usual
      {
        let first = data.orders.lines[numbers[0]].time
        let minutes = planned.map(\.minutes).reduce(0, +) / Double(planned.count)
        presentations.append(
          Presentation(
            product: product, show: show, day: data.day(of: first), hour: data.hour(of: first),
            minutes: minutes,
            repetition: heard.count, end: first + minutes * 60, start: first))
        for number in numbers { count(data.orders.lines[number], in: presentations.count - 1) }
      } else if let nearest = heard.last {
        for number in numbers { count(data.orders.lines[number], in: nearest) }
      } else {
        for number in numbers { countOnShelf(data.orders.lines[number], product, data) }
      }
    }
  }

  /// Days of which nothing is there though an ordinary day has dozens of lines.
  private mutating func findMissingDays(_ data: PlanData) {
    var counts = [Int](repeating: 0, count: dayCount)
    for line in data.orders.lines {
      let day = data.day(of: line.time) - firstDay
      if counts.indices.contains(day) { counts[day] += 1 }
    }
    let usual = counts.sorted().dropFirst(counts.count / 2).first ?? 0
    isMissing = counts.map { $0 == 0 && usual >= 20 }
  }
}
