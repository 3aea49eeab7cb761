internal import LiveshelfCore

/// When unpaid orders expire, the next first. A moment may come of an order that is paid by then.
struct ReservationClock: Sendable {
  private var due: [(time: Int64, key: Fingerprint)] = []
  /// Those before it are done.
  private var first = 0

  /// Notes an order; one that is due already is left out.
  mutating func add(_ time: Int64, _ key: Fingerprint, after now: WallTime?) {
    if let now, time <= now.microseconds { return }
    // Most come in order: the place is near the end.
    var place = due.count
    while place > first, time < due[place - 1].time { place -= 1 }
    due.insert((time, key), at: place)
  }

  mutating func next(until time: Int64) -> (time: Int64, key: Fingerprint)? {
    guard first < due.count, due[first].time <= time else { return nil }
    defer {
      first += 1
      if first > 1024, first * 2 > due.count {
        due.removeFirst(first)
        first = 0
      }
    }
    return due[first]
  }
}

/// The sources of orders by number, and what the rules say of each.
struct SourceNumbers: Sendable {
  private var numbers: [String: UInt16] = [:]
  private(set) var names: [String] = []

  func isKnown(_ number: UInt16) -> Bool { names.indices.contains(Int(number)) }

  /// The number of a source, which it has from now on; nil: there are more than 4,096.
  mutating func number(of name: String) -> UInt16? {
    if let number = numbers[name] { return number }
    guard names.count < 4096 else { return nil }
    numbers[name] = UInt16(names.count)
    names.append(name)
    return numbers[name]
  }

  /// Microseconds after which an unpaid order expires; nil: never.
  func expiry(_ number: UInt16, _ rules: LedgerRules) -> Int64? {
    guard !rules.reservationMinutes.isEmpty else { return nil }
    return (rules.reservationMinutes[names[Int(number)]] ?? rules.reservationMinutes["*"]).map {
      Int64($0 * 60_000_000)
    }
  }

  func tellsShipping(_ number: UInt16, _ rules: LedgerRules) -> Bool {
    !rules.shippingSources.isEmpty
      && (rules.shippingSources.contains(names[Int(number)]) || rules.shippingSources.contains("*"))
  }
}

/// What became of the order events.
public struct OrderCounts: Hashable, Sendable {
  /// Events that count.
  public var applied = 0
  /// Events that had come before.
  public var duplicates = 0
  /// Events that were set aside: notices say why.
  public var refused = 0
  /// Events of an order whose creation has not been seen (yet).
  public var orphans = 0
}
