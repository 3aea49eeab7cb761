internal import LiveshelfCore

/// The latest changes of a cell's available units, by the time at which they happened: what a count of some minutes ago
/// must leave alone. Memory is bounded.
struct RecentChanges: Sendable {
  /// 256 kB for each cell.
  static let capacity = 16_384

  private var changes: [(time: WallTime, units: Int)] = []
  /// All changes at this time and later are known.
  private(set) var knownFrom = WallTime(microseconds: .min)

  mutating func note(_ units: Int, at time: WallTime) {
    changes.append((time, units))
    guard changes.count >= Self.capacity else { return }
    changes.sort { $0.time < $1.time }
    knownFrom = changes[Self.capacity / 2].time
    changes.removeFirst(Self.capacity / 2)
  }

  init() {}

  /// Writes the newest.
  func write(to writer: inout WireWriter) {
    let newest = changes.sorted { ($0.time, $0.units) < ($1.time, $1.units) }.suffix(LedgerCheckpoint.mostChanges)
    let isCut = newest.count < changes.count
    writer.write(isCut ? newest.first?.time ?? knownFrom : knownFrom, as: 1)
    for (time, units) in newest {
      writer.write(as: 2) { inner in
        inner.write(time, as: 1)
        inner.write(units, as: 2)
      }
    }
  }

  init(reading fields: WireReader) throws(WireError) {
    var reader = fields
    while let field = try reader.next() {
      switch field.number {
      case 1: knownFrom = try field.wallTime()
      case 2:
        let (time, units) = try UnitsInTime.read(field.fields())
        changes.append((WallTime(microseconds: time), units))
      default: break
      }
    }
  }

  /// The changes at `time` and later; nil: some of them are forgotten.
  func sum(from time: WallTime) -> Int? {
    guard time >= knownFrom else { return nil }
    return changes.reduce(0) { $1.time >= time ? $0 + $1.units : $0 }
  }
}
