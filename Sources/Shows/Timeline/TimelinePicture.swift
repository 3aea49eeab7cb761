internal import LiveshelfCore

/// The timeline of one show as a picture: a strip per product with orders a minute, baseline, stock and presentations.
enum TimelinePicture {
  private static let (width, left, strip, top) = (1000.0, 170.0, 74.0, 56.0)
  /// More bins than pixels cannot be told apart.
  private static let mostBins = 4000

  static func svg(_ show: ShowDescription, _ series: [TimelineSeries]) throws(TimelineError) -> String {
    let strips = series.prefix(200)
    let starts = strips.flatMap { $0.bins.map(\.start) }
    let length = strips.first?.binSeconds ?? 10
    let from = starts.min()?.seconds ?? 0
    let to = max(from + length, (starts.max()?.seconds ?? 0) + length)
    let count = Int(((to - from) / length).rounded())
    guard count <= mostBins else { throw .tooManyBins(count: count, limit: mostBins) }
    var drawing = Drawing(width: width, height: top + strip * Double(strips.count) + 14, title: show.label)
    drawing.text(show.label, kind: "head", x: 14, y: 24)
    drawing.text(
      "orders/min   --- baseline   — stock   ▒ presenting", kind: "note", x: width - 14, y: 24, anchor: "end")
    let scale = Scale(from: from, to: to, left: left, right: width - 14)
    for time in scale.ticks {
      let x = scale.x(time)
      drawing.line("grid", through: [(x, top - 4), (x, top + strip * Double(strips.count))])
      drawing.text(
        String(StreamTime(seconds: time).description.dropLast(4)), kind: "note", x: x, y: top - 9, anchor: "middle")
    }
    for (index, product) in strips.enumerated() {
      draw(product, name: show.name(of: product.sku), at: top + strip * Double(index), scale: scale, in: &drawing)
    }
    return drawing.svg
  }

  private static func draw(
    _ product: TimelineSeries, name: String, at top: Double, scale: Scale, in drawing: inout Drawing
  ) {
    let bottom = top + strip - 8
    let minutes = product.binSeconds / 60
    let most = max(1 / minutes, product.bins.map { Double($0.ordersCreated) / minutes }.max() ?? 0)
    let full = Double(max(1, product.bins.compactMap(\.stockAvailable).max() ?? 0))
    let height = strip - 16
    func middle(_ bin: TimelineBin) -> Double { scale.x(bin.start.seconds + product.binSeconds / 2) }
    for bin in product.bins {
      let x = scale.x(bin.start.seconds)
      let wide = scale.x(bin.start.seconds + product.binSeconds) - x
      if bin.presenting > 0 {
        drawing.rectangle("span", x: x, y: top + 2, width: wide, height: strip - 10, opacity: bin.presenting)
      }
      if bin.ordersCreated > 0 {
        let bar = Double(bin.ordersCreated) / minutes / most * height
        drawing.rectangle("bar", x: x + wide * 0.06, y: bottom - bar, width: wide * 0.88, height: bar)
      }
    }
    drawing.line(
      "baseline",
      through: product.bins.map { bin in
        bin.baselineRate.map { (middle(bin), bottom - min(1, max(0, $0) / most) * height) }
      })
    drawing.line(
      "stock",
      through: product.bins.map { bin in
        bin.stockAvailable.map { (middle(bin), bottom - min(1, Double(max(0, $0)) / full) * height) }
      })
    drawing.line("grid", through: [(14, bottom), (width - 14, bottom)])
    let orders = product.bins.reduce(0) { $0 + $1.ordersCreated }
    drawing.text(TerminalText.column(name, 22).trimmed, x: 14, y: top + 24)
    drawing.text(TerminalText.column(product.sku.text, 24).trimmed, kind: "note", x: 14, y: top + 40)
    drawing.text("\(orders) orders, ≤ \(most.text(places: 1))/min", kind: "note", x: 14, y: top + 55)
  }
}

/// Moments on a line of pixels.
struct Scale {
  let from: Double
  let to: Double
  let left: Double
  let right: Double

  func x(_ time: Double) -> Double { left + (time - from) / max(to - from, 0.001) * (right - left) }

  /// About eight round moments.
  var ticks: [Double] {
    let steps = [5.0, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400, 604_800]
    let step = steps.first { (to - from) / $0 <= 9 } ?? 604_800
    return Array(stride(from: (from / step).rounded(.up) * step, through: to, by: step))
  }
}
