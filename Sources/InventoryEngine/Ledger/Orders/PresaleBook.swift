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
