public import LiveshelfCore

/// The demand timeline of one show: rows of timeline.csv, and the grid that they lie on.
public struct ShowTimeline: Sendable {
  /// By time, then in the order of the file.
  public let rows: [TimelineBin]
  /// The length of a bin in microseconds, more than 0: the shortest distance between two different starts, or 10 s when
  /// there is only one.
  public let binMicroseconds: Int64

  /// - Parameter binMicroseconds: the length of a bin, more than 0; nil: taken from the rows.
  public init(_ rows: [TimelineBin], binMicroseconds: Int64? = nil) {
    self.rows = rows.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }.map(
      \.element)
    var shortest: Int64?
    for (row, next) in zip(self.rows, self.rows.dropFirst()) where next.start > row.start {
      let gap = next.start.microseconds - row.start.microseconds
      shortest = min(shortest ?? gap, gap)
    }
    self.binMicroseconds = binMicroseconds ?? shortest ?? 10_000_000
  }

  /// The length of a bin in seconds.
  public var binSeconds: Double { Double(binMicroseconds) / 1_000_000 }

  /// The products that occur, by first occurrence.
  public var skus: [SKU] {
    var seen: Set<SKU> = []
    return rows.map(\.sku).filter { seen.insert($0).inserted }
  }
}
