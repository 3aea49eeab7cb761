public import LiveshelfCore

/// One product on a grid of bins.
public struct TimelineSeries: Hashable, Sendable {
  public let sku: SKU
  /// More than 0.
  public let binMicroseconds: Int64
  /// By time. Bins for which the folder has no row are absent.
  public let bins: [TimelineBin]

  /// The length of a bin in seconds.
  public var binSeconds: Double { Double(binMicroseconds) / 1_000_000 }
}

extension ShowTimeline {
  /// The timeline in longer bins, which start at multiples of their length: counts add up, `presenting` is the share of
  /// the whole bin, rates are means over what the folder covers of it, stock is that at the bin's end.
  ///
  /// - Parameters:
  ///   - microseconds: a multiple of `binMicroseconds`; nil keeps the grid.
  ///   - skus: the products wanted, in this order; nil: all that occur.
  public func series(
    binMicroseconds microseconds: Int64? = nil, of skus: [SKU]? = nil
  ) throws(TimelineError) -> [TimelineSeries] {
    let length = microseconds ?? binMicroseconds
    guard length >= binMicroseconds, length % binMicroseconds == 0 else {
      throw .bin(seconds: Double(length) / 1_000_000, grid: binSeconds)
    }
    let wanted = skus ?? self.skus
    var places: [SKU: Int] = [:]
    for (index, sku) in wanted.enumerated() where places[sku] == nil { places[sku] = index }
    var bins = wanted.map { _ in [BinSum]() }
    for row in rows {
      guard let place = places[row.sku] else { continue }
      let start = StreamTime(microseconds: row.start.microseconds.floor(toMultipleOf: length))
      if bins[place].last?.row.start != start { bins[place].append(BinSum(start: start, sku: row.sku)) }
      bins[place][bins[place].count - 1].add(row)
    }
    let share = Double(binMicroseconds) / Double(length)
    return zip(wanted, bins).map { sku, sums in
      TimelineSeries(sku: sku, binMicroseconds: length, bins: sums.map { $0.total(share: share) })
    }
  }
}

/// The rows of one bin, added up.
private struct BinSum {
  private(set) var row: TimelineBin
  private var baseline = RunningMean()
  private var demand = RunningMean()

  init(start: StreamTime, sku: SKU) {
    row = TimelineBin(start: start, sku: sku)
  }

  mutating func add(_ part: TimelineBin) {
    row.presenting += part.presenting
    row.mentions += part.mentions
    row.ordersCreated += part.ordersCreated
    row.ordersPaid += part.ordersPaid
    row.units += part.units
    row.cancelled += part.cancelled
    row.refunded += part.refunded
    row.comments += part.comments
    baseline.add(part.baselineRate)
    demand.add(part.demandRate)
    row.stockAvailable = part.stockAvailable ?? row.stockAvailable
    row.stockoutETA = part.stockoutETA
  }

  func total(share: Double) -> TimelineBin {
    var total = row
    total.presenting = min(1, row.presenting * share)
    total.baselineRate = baseline.mean
    total.demandRate = demand.mean
    return total
  }
}

private struct RunningMean {
  private var sum = 0.0
  private var count = 0

  mutating func add(_ value: Double?) {
    guard let value else { return }
    sum += value
    count += 1
  }

  var mean: Double? { count == 0 ? nil : sum / Double(count) }
}

extension TimelineBin {
  /// A bin in which nothing has happened yet.
  init(start: StreamTime, sku: SKU) {
    (self.start, self.sku, presenting) = (start, sku, 0)
    (mentions, ordersCreated, ordersPaid, units) = (0, 0, 0, 0)
    (cancelled, refunded, comments) = (0, 0, 0)
  }
}

extension Int64 {
  /// The largest multiple of `length` that is not above the value.
  func floor(toMultipleOf length: Int64) -> Int64 {
    let rest = self % length
    return self - (rest < 0 ? rest + length : rest)
  }
}
