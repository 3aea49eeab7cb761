internal import LiveshelfCore

/// One product's response curves, show by show in the order of time.
struct ResponseComparison: Sendable, Encodable {
  let sku: SKU
  let name: String
  let binSeconds: Double
  let shows: [ResponseCurve]

  private enum CodingKeys: String, CodingKey {
    case sku, name, shows
    case binSeconds = "bin_s"
  }

  init(_ folders: [ShowFolder], sku: SKU, binMicroseconds: Int64?) throws(TimelineError) {
    var timelines: [(folder: ShowFolder, timeline: ShowTimeline)] = []
    for folder in folders {
      guard let timeline = folder.timeline else { throw .noTimeline(path: folder.path) }
      timelines.append((folder, timeline))
    }
    guard let known = folders.first(where: { folder in folder.show.products.contains { $0.sku == sku } }) else {
      throw .unknownProduct(sku: sku.text)
    }
    let coarsest = timelines.map(\.timeline.binMicroseconds).max() ?? 10_000_000
    let length = binMicroseconds ?? coarsest
    guard length >= coarsest else {
      throw .bin(seconds: Double(length) / 1_000_000, grid: Double(coarsest) / 1_000_000)
    }
    self.sku = sku
    name = known.show.name(of: sku)
    binSeconds = Double(length) / 1_000_000
    let bin = binSeconds
    shows = timelines.enumerated()
      .sorted { ($0.element.folder.show.clock.start, $0.offset) < ($1.element.folder.show.clock.start, $1.offset) }
      .map { ResponseCurve($0.element.folder, timeline: $0.element.timeline, sku: sku, bin: bin) }
  }

  /// Uplift against that of the last earlier show that presented it, as a share; nil: nothing to compare with.
  func change(at index: Int) -> Double? {
    guard let uplift = shows[index].uplift, let earlier = shows[..<index].last(where: { $0.uplift != nil })?.uplift,
      earlier > 0
    else { return nil }
    return uplift / earlier - 1
  }

  var table: String {
    var text = TerminalText.column("\(sku.text) \(name)", 78).trimmed + "\n"
    text +=
      "orders/min from \(Int(-ResponseCurve.before)) s to +\(Int(ResponseCurve.after)) s around the start of a presentation\n\n"
    text += "show                          talks  orders  uplift  change  peak/min    at  curve\n"
    for (index, curve) in shows.enumerated() {
      func cell(_ value: String, _ width: Int) -> String { TerminalText.column(value, width, right: true) }
      let change = change(at: index).map { ($0 >= 0 ? "+" : "") + ($0 * 100).text(places: 0) + " %" } ?? ""
      text +=
        [
          TerminalText.column(curve.show, 29), cell(String(curve.presentations), 5),
          cell(curve.orders?.text(places: 1) ?? "", 7), cell(curve.uplift?.text(places: 1) ?? "", 7), cell(change, 7),
          cell(curve.peakPerMinute?.text(places: 1) ?? "", 9),
          cell(curve.peakOffsetSeconds.map { $0.text(places: 0) + " s" } ?? "", 6),
          " " + TerminalText.sparkline(curve.points.map(\.ordersPerMinute), columns: 40),
        ].joined(separator: " ").trimmed + "\n"
    }
    return text
  }

  var csv: String {
    var table = CSVText(header: [
      "show", "start", "sku", "presentations", "offset_s", "orders_per_min", "baseline_per_min",
    ])
    for curve in shows {
      for point in curve.points {
        table.append([
          curve.show.replacing("\n", with: " "), curve.start, sku.text, String(curve.presentations),
          point.offsetSeconds.text(places: 3), point.ordersPerMinute.text(places: 3),
          point.baselinePerMinute?.text(places: 3) ?? "",
        ])
      }
    }
    return table.text
  }

  /// The curves over each other, the latest in the strongest colour.
  var svg: String {
    let (width, left, top, bottom) = (900.0, 54.0, 60.0, 360.0)
    var drawing = Drawing(width: width, height: 396 + 20 * Double(shows.count), title: name)
    drawing.text("\(name)  \(sku.text)", kind: "head", x: 14, y: 26)
    drawing.text("orders/min by the time since a presentation started", kind: "note", x: 14, y: 44)
    let scale = Scale(from: -ResponseCurve.before, to: ResponseCurve.after, left: left, right: width - 20)
    let most = max(1, shows.flatMap { $0.points.map(\.ordersPerMinute) }.max() ?? 0)
    for share in [0.0, 0.5, 1] {
      let y = bottom - share * (bottom - top)
      drawing.line("grid", through: [(left, y), (width - 20, y)])
      drawing.text((most * share).text(places: 1), kind: "note", x: left - 6, y: y + 4, anchor: "end")
    }
    for time in scale.ticks {
      drawing.text("\(time.text(places: 0)) s", kind: "note", x: scale.x(time), y: bottom + 18, anchor: "middle")
    }
    drawing.line("start", through: [(scale.x(0), top), (scale.x(0), bottom)])
    for (index, curve) in shows.enumerated() {
      let hue = shows.count > 1 ? 215 - 200 * index / (shows.count - 1) : 215
      let colour = " style=\"stroke:hsl(\(hue) 62% 48%)\""
      drawing.line(
        "curve",
        through: curve.points.map { point in
          (
            scale.x(point.offsetSeconds + binSeconds / 2),
            bottom - min(1, point.ordersPerMinute / most) * (bottom - top)
          )
        }, extra: colour)
      let y = 398 + 20 * Double(index)
      drawing.line("curve", through: [(left, y - 4), (left + 26, y - 4)], extra: colour)
      let change = change(at: index).map { ", \($0 >= 0 ? "+" : "")\(($0 * 100).text(places: 0)) %" } ?? ""
      let uplift = curve.uplift.map { ": \($0.text(places: 1)) orders beyond the baseline a presentation\(change)" }
      drawing.text(curve.show + (curve.presentations == 0 ? ": not presented" : uplift ?? ""), x: left + 36, y: y)
    }
    return drawing.svg
  }
}
