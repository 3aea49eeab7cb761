internal import LiveshelfCore

/// Calls the timeline's bins final as the watermark passes them, and keeps what late events changed in them.
struct BinFinality: Sendable {
  /// Microseconds of a bin.
  private static let width: Int64 = 10_000_000
  /// More revisions than these are only counted.
  private static let mostRevisions = 100_000

  private struct Place: Hashable, Sendable {
    var bin: Int64
    var sku: SKU
  }

  /// A bin's counts, in the order of `BinRevision.Quantity`.
  private struct Counts: Sendable {
    private var ordersCreated: Int32 = 0
    private var ordersPaid: Int32 = 0
    private var units: Int32 = 0
    private var cancelled: Int32 = 0
    private var refunded: Int32 = 0

    /// Adds to a count; gives its old and its new value.
    mutating func add(_ amount: Int, to quantity: BinRevision.Quantity) -> (old: Int, new: Int) {
      func add(to count: inout Int32) -> (old: Int, new: Int) {
        let old = count
        count = Int32(clamping: Int64(old).addingReportingOverflow(Int64(amount)).partialValue)
        return (Int(old), Int(count))
      }
      return switch quantity {
      case .ordersCreated: add(to: &ordersCreated)
      case .ordersPaid: add(to: &ordersPaid)
      case .units: add(to: &units)
      case .cancelled: add(to: &cancelled)
      case .refunded: add(to: &refunded)
      }
    }
  }

  private(set) var watermark = Watermark()
  /// Everything before it is final; it never goes back.
  private(set) var finalUntil: WallTime?
  private var counts: [Place: Counts] = [:]
  private(set) var revisions: [BinRevision] = []
  private(set) var revisionsLeftOut = 0

  /// - Parameters:
  ///   - trueTime: when the event happened, its source's clock error taken out; `time` is the same moment of the stream.
  ///   - knownAt: when the room learnt of it; `now` is the same moment of the stream.
  mutating func take(
    _ event: OrderEvent, trueTime: WallTime, time: StreamTime, knownAt: WallTime, at now: StreamTime
  ) {
    let bin = Self.bin(of: time)
    let isFinal = finalUntil.map { $0.microseconds >= trueTime.microseconds + Self.rest(of: time) } ?? false
    let place = Place(bin: bin, sku: event.sku)
    func count(_ amount: Int, _ quantity: BinRevision.Quantity) {
      let change = counts[place, default: Counts()].add(amount, to: quantity)
      if isFinal { note(event, place, quantity, old: change.old, new: change.new, late: now - time, at: now) }
    }
    switch event.type {
    case .created:
      count(1, .ordersCreated)
      count(event.quantity, .units)
    case .paid: count(1, .ordersPaid)
    case .cancelled: count(1, .cancelled)
    case .refunded: count(1, .refunded)
    case .rejectedOutOfStock, .edited, .rerouted, .shipped: break
    }
    // A clock that runs far ahead must not call the others' events late.
    _ = watermark.observe(source: event.warehouse, time: min(trueTime, knownAt), knownAt: knownAt)
    if let current = watermark.current { finalUntil = max(finalUntil ?? current, current) }
  }

  private mutating func note(
    _ event: OrderEvent, _ place: Place, _ quantity: BinRevision.Quantity, old: Int, new: Int, late: Double,
    at now: StreamTime
  ) {
    guard revisions.count < Self.mostRevisions else {
      revisionsLeftOut += 1
      return
    }
    let seconds = max(0, late).rounded()
    let source = event.warehouse.isEmpty ? "" : " of \(event.warehouse)"
    revisions.append(
      BinRevision(
        binStart: StreamTime(microseconds: place.bin * Self.width), binSeconds: Double(Self.width) / 1_000_000,
        sku: place.sku, quantity: quantity, old: old, new: new,
        reason: "event \(event.eventID)\(source) (\(event.type.rawValue)) came "
          + "\(Int(min(seconds, 1e9))) s after it happened",
        at: now))
  }

  private static func bin(of time: StreamTime) -> Int64 {
    let (quotient, remainder) = time.microseconds.quotientAndRemainder(dividingBy: width)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// Microseconds from a moment to the end of its bin.
  private static func rest(of time: StreamTime) -> Int64 {
    let remainder = time.microseconds % width
    return width - (remainder < 0 ? remainder + width : remainder)
  }
}
