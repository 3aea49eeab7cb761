public import LiveshelfCore

/// The form in which a timeline is shown.
public enum TimelineFormat: String, CaseIterable, Sendable {
  /// For a terminal, with a sparkline.
  case table
  /// The columns of timeline.csv; for several shows those of the response curve.
  case csv
  case json
  /// A picture.
  case svg
  /// A page with the picture and the figures, which needs no network.
  case html
}

/// The length of a bin, such as `10s`, `1m`, `5m`, `1h`.
public struct BinLength: Hashable, Sendable {
  /// More than 0, at most a day.
  public let microseconds: Int64

  /// Reads a whole number with `s`, `m` or `h`; without a unit it is seconds. Nil for anything else.
  public init?(_ text: String) {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
    let unit = text.last.flatMap { units[$0] }
    guard let count = Int64(unit == nil ? text[...] : text.dropLast()), (1...86_400).contains(count),
      count * (unit ?? 1) <= 86_400
    else { return nil }
    microseconds = count * (unit ?? 1) * 1_000_000
  }
}

/// The demand timeline of one show, or one product's response from show to show.
///
/// One folder: its timeline in the bins asked for. Several: the orders around the start of each presentation of one
/// product, show by show.
public struct TimelineView: Sendable {
  enum Content: Sendable {
    case show(ShowDescription, [TimelineSeries])
    case response(ResponseComparison)
  }

  let content: Content

  /// - Parameters:
  ///   - folders: one or more.
  ///   - skus: the products wanted; empty: all of one show.
  ///   - bin: nil keeps the shows' own bins.
  public init(_ folders: [ShowFolder], skus: [SKU] = [], bin: BinLength? = nil) throws(TimelineError) {
    let length = bin?.microseconds
    if folders.count == 1, let folder = folders.first {
      guard let timeline = folder.timeline else { throw .noTimeline(path: folder.path) }
      let known = Set(timeline.skus)
      if let stranger = skus.first(where: { !known.contains($0) }) { throw .unknownProduct(sku: stranger.text) }
      content = .show(folder.show, try timeline.series(binMicroseconds: length, of: skus.isEmpty ? nil : skus))
    } else {
      guard skus.count == 1, let sku = skus.first else { throw .noProduct }
      content = .response(try ResponseComparison(folders, sku: sku, binMicroseconds: length))
    }
  }

  /// The view as text. The same folders give the same text, byte for byte.
  public func text(_ format: TimelineFormat) throws -> String {
    switch (content, format) {
    case (.show(let show, let series), .table): TimelineTable.text(show, series)
    case (.show(let show, let series), .csv): TimelineTable.csv(show, series)
    case (.show(let show, let series), .json): try jsonLine(TimelineDocument(show, series), of: "the timeline") + "\n"
    case (.show(let show, let series), .svg): try TimelinePicture.svg(show, series)
    case (.show(let show, let series), .html):
      ChartPage.html(
        title: show.label, picture: try TimelinePicture.svg(show, series), table: TimelineTable.csv(show, series))
    case (.response(let response), .table): response.table
    case (.response(let response), .csv): response.csv
    case (.response(let response), .json): try jsonLine(response, of: "the response curves") + "\n"
    case (.response(let response), .svg): response.svg
    case (.response(let response), .html):
      ChartPage.html(title: response.name, picture: response.svg, table: response.csv)
    }
  }
}

extension ShowDescription {
  /// The room and when it was on air, in the show's own zone.
  var label: String {
    let start = clock.text(of: .zero)
    return room + " " + start.prefix(10) + " " + start.dropFirst(11).prefix(5)
  }

  /// The name of a product, or its SKU where the catalog does not know it.
  func name(of sku: SKU) -> String {
    products.first { $0.sku == sku }?.name ?? sku.text
  }
}
