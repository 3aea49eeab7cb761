public import LiveshelfCore

/// What a user says of an order file, on top of what its header shows: `--order-columns`.
public struct OrderColumns: Hashable, Sendable {
  /// The preset to start from; nil: the one that the header fits.
  public var base: OrderPreset?
  /// Headers by field, instead of the preset's.
  public var headers: [OrderField: [String]] = [:]
  public var zone: ZoneOffset?
  public var dates: TimeStyle.DateOrder?
  public var numbers: NumberStyle?
  public var priceUnit: OrderPreset.PriceUnit?
  public var maximumQuantity: Int?

  public init() {}

  /// The preset for a file with this header, with all that was said; empty for JSON Lines, which are Liveshelf's own format
  /// unless a preset is named.
  public func preset(for header: [String]) -> OrderPreset { preset(for: header, given: []) }

  /// - Parameter given: fields that another file tells.
  func preset(for header: [String], given: Set<OrderField>) -> OrderPreset {
    let index = HeaderIndex(header)
    let possible = OrderPreset.all.filter { isPossible($0) && (given.isEmpty || $0.layout == .lifecycle) }
    var result = base.map { adjusted($0, given) } ?? Self.detect(index, possible.map { adjusted($0, given) })
    if let zone {
      result.times.zone = zone
      result.isZoneTold = true
    }
    if let dates {
      result.times.dateOrder = dates
      result.toldDates = dates
    }
    result.numbers = numbers
    if let priceUnit { result.priceUnit = priceUnit }
    if let maximumQuantity { result.maximumQuantity = maximumQuantity }
    return result
  }

  /// With `created_time` a row is a whole order line, with `event_time` one event.
  private func isPossible(_ preset: OrderPreset) -> Bool {
    if headers[.createdTime] != nil { return preset.layout == .lifecycle }
    if headers[.eventTime] != nil { return preset.layout == .event }
    return true
  }

  private func adjusted(_ preset: OrderPreset, _ given: Set<OrderField>) -> OrderPreset {
    var preset = preset
    preset.given = given
    preset.headers.merge(headers) { _, own in own }
    return preset
  }

  /// The preset that a header fits best: one that lacks nothing, then that with most of its own headers, then that with most
  /// fields. Without any header of a platform's own it is that of no platform.
  private static func detect(_ header: HeaderIndex, _ presets: [OrderPreset]) -> OrderPreset {
    var best = presets.first ?? .liveshelf
    var (isComplete, most, marks) = (false, -1, 0)
    for preset in presets {
      let fit = preset.fit(header)
      // Whoever writes Liveshelf's own format wrote it on purpose.
      if preset.layout == .event, fit.isComplete { return preset }
      // A name that many columns have says nothing alone.
      let score = fit.found < 2 ? 0 : fit.found + 3 * fit.marks
      if fit.isComplete && !isComplete || fit.isComplete == isComplete && score > most {
        (best, isComplete, most, marks) = (preset, fit.isComplete, score, fit.marks)
      }
    }
    guard best.layout == .lifecycle, marks == 0 else { return best }
    let isChinese = header.words.keys.contains { $0.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } }
    let name = isChinese ? OrderPreset.chinese.name : OrderPreset.english.name
    return presets.first { $0.name == name } ?? best
  }
}
