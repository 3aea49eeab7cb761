internal import LiveshelfCore

/// What a cell owes to pre-sold orders, and the receipts that fill them: the oldest receipt after a promise fills it. It depends
/// on the set of promises and receipts alone, not on the order in which they came.
struct PresaleBook: Sendable {
  private enum Step {
    case receipt
    case promise
  }
  /// Owed when the cell was opened.
  private let initial: Int
  private var promises: [(time: Int64, units: Int)] = []
  private var receipts: [(time: Int64, units: Int)] = []

  init(owed: Int) {
    initial = owed
  }

  var isIdle: Bool { initial == 0 && promises.isEmpty }

  mutating func promise(_ units: Int, at time: Int64) {
    promises.append((time, units))
  }

  mutating func receive(_ units: Int, at time: Int64) {
    receipts.append((time, units))
  }

  func write(to writer: inout WireWriter) {
    writer.write(initial, as: 1)
    for (number, list) in [(2, promises), (3, receipts)] {
      for (time, units) in list {
        writer.write(as: number) { inner in
          inner.write(time, as: 1)
          inner.write(units, as: 2)
        }
      }
    }
  }

  init(reading fields: WireReader) throws(WireError) {
    var reader = fields
    var (owed, promises, receipts) = (0, [(time: Int64, units: Int)](), [(time: Int64, units: Int)]())
    while let field = try reader.next() {
      switch field.number {
      case 1: owed = try field.int()
      case 2: promises.append(try UnitsInTime.read(field.fields()))
      case 3: receipts.append(try UnitsInTime.read(field.fields()))
      default: break
      }
    }
    self.init(owed: owed)
    (self.promises, self.receipts) = (promises, receipts)
  }

  /// Units taken from the stock that can be promised, by moment, and what is owed in the end.
  func settled() -> (changes: [(time: Int64, units: Int)], owed: Int) {
    guard !isIdle else { return ([], 0) }
    let steps =
      (receipts.map { ($0.time, Step.receipt, $0.units) } + promises.map { ($0.time, Step.promise, $0.units) }).sorted {
        // A promise and its withdrawal of one moment, and then the receipt: the sums are the same in any order.
        ($0.0, $0.1 == .receipt ? 1 : 0, -$0.2) < ($1.0, $1.1 == .receipt ? 1 : 0, -$1.2)
      }
    var (changes, owed): ([(time: Int64, units: Int)], Int) = ([], initial)
    for (time, step, units) in steps {
      switch step {
      case .receipt:
        let filled = min(units, max(0, owed))
        owed -= filled
        if filled > 0 { changes.append((time, -filled)) }
      case .promise:
        owed += units
        // What was filled already and is not wanted any more can be promised again.
        if owed < 0 {
          changes.append((time, -owed))
          owed = 0
        }
      }
    }
    return (changes, owed)
  }
}

/// A number of units at a moment, as a checkpoint has it.
enum UnitsInTime {
  static func read(_ fields: WireReader) throws(WireError) -> (time: Int64, units: Int) {
    var reader = fields
    var (time, units) = (Int64(0), 0)
    while let field = try reader.next() {
      switch field.number {
      case 1: time = try field.int64()
      case 2: units = try field.int()
      default: break
      }
    }
    return (time, units)
  }
}
