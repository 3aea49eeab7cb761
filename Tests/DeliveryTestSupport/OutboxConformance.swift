public import Delivery
public import LiveshelfCore

/// What every outbox must do, checked through the protocol.
public struct OutboxConformance {
  /// Makes an outbox of a room with these entries, none of them delivered.
  public typealias Maker = (RoomName, [OutboxEntry]) throws -> any Outbox

  private let make: Maker
  private let reopen: (any Outbox) throws -> any Outbox
  private var violations: [String] = []

  /// - Parameter reopen: closes the outbox and opens it again from what it stored; an outbox in memory returns itself.
  public init(make: @escaping Maker, reopen: @escaping (any Outbox) throws -> any Outbox = { $0 }) {
    self.make = make
    self.reopen = reopen
  }

  /// - Returns: what the outbox does wrong; empty when it does all right.
  public mutating func check() throws -> [String] {
    violations = []
    try checkPending()
    try checkConfirming()
    try checkAttempts()
    try checkDeadLetters()
    try checkReviving()
    try checkDiscarding()
    return violations
  }

  /// Entries with gaps between their sequences.
  private static let sequences: [Int64] = [3, 4, 7, 8, 20, 21]

  private func fresh(_ room: String) throws -> any Outbox {
    let name = RoomName(room) ?? .main
    return try make(name, Self.sequences.map { OutboxEntry.sample(room: name, sequence: $0) })
  }

  private mutating func expect(_ isFine: Bool, _ rule: String) {
    if !isFine { violations.append(rule) }
  }

  private mutating func expectPending(_ expected: [Int64], _ outbox: any Outbox, _ sink: String, _ rule: String) throws
  {
    let found = try outbox.pending(for: sink, limit: 100).map(\.sequence)
    if found != expected { violations.append("\(rule): pending is \(found) and should be \(expected)") }
    let depth = try outbox.depth(for: sink)
    if depth != expected.count { violations.append("\(rule): depth is \(depth) and should be \(expected.count)") }
  }

  private mutating func checkPending() throws {
    let outbox = try fresh("pending")
    try expectPending(Self.sequences, outbox, "a", "a new sink gets all entries, the oldest first")
    let entries = try outbox.pending(for: "a", limit: 2)
    expect(entries.map(\.sequence) == [3, 4], "pending keeps to its limit")
    expect(entries.first == OutboxEntry.sample(room: outbox.room, sequence: 3), "an entry comes back as it went in")
    expect(try outbox.pending(for: "a", limit: 0).isEmpty, "a limit of zero gives nothing")
    expect(outbox.room.text == "pending", "an outbox knows its room")
  }

  private mutating func checkConfirming() throws {
    var outbox = try fresh("confirming")
    try outbox.confirm([3, 4], for: "a")
    try outbox.confirm([], for: "a")
    try outbox.confirm([3, 4], for: "a")
    try expectPending([7, 8, 20, 21], outbox, "a", "confirmed entries are done")
    try expectPending(Self.sequences, outbox, "b", "sinks stand apart")
    outbox = try reopen(outbox)
    try expectPending([7, 8, 20, 21], outbox, "a", "a position survives reopening")
    try outbox.confirm([7, 8, 20, 21], for: "a")
    try expectPending([], outbox, "a", "all is confirmed")
  }

  private mutating func checkAttempts() throws {
    var outbox = try fresh("attempts")
    expect(try outbox.attempt(of: 3, for: "a") == nil, "no attempt has failed at first")
    let first = Self.attempt(3, count: 1, next: 10)
    try outbox.recordFailure(first, for: "a")
    expect(try outbox.attempt(of: 3, for: "a") == first, "a failure is remembered")
    expect(try outbox.attempt(of: 3, for: "b") == nil, "a failure is the sink's own")
    try expectPending(Self.sequences, outbox, "a", "a failed entry stays at the head")
    let second = Self.attempt(3, count: 2, next: 500)
    try outbox.recordFailure(second, for: "a")
    outbox = try reopen(outbox)
    expect(try outbox.attempt(of: 3, for: "a") == second, "the last failure survives reopening")
    try outbox.confirm([3], for: "a")
    expect(try outbox.attempt(of: 3, for: "a") == nil, "a delivered entry has no failures")
  }

  private mutating func checkDeadLetters() throws {
    var outbox = try fresh("burying")
    try outbox.confirm([3], for: "b")
    try outbox.recordFailure(Self.attempt(3, count: 8, next: 10), for: "a")
    let last = Self.attempt(3, count: 9, next: nil)
    try outbox.bury(last, for: "a")
    try outbox.bury(Self.attempt(4, count: 1, next: nil), for: "b")
    try expectPending([4, 7, 8, 20, 21], outbox, "a", "the next entry follows a dead one")
    outbox = try reopen(outbox)
    let letters = try outbox.deadLetters(for: nil)
    expect(letters.map(\.sink) == ["a", "b"], "dead letters of all sinks come by sink")
    let expected = DeadLetter(entry: .sample(room: outbox.room, sequence: 3), sink: "a", attempt: last)
    expect(letters.first == expected, "a dead letter keeps its entry and its last attempt")
    expect(try outbox.deadLetters(for: "b").map(\.entry.sequence) == [4], "dead letters of one sink")
    expect(try outbox.attempt(of: 3, for: "a") == nil, "a dead letter has no attempt ahead")
    expect(try outbox.deadLetters(for: "c").isEmpty, "a new sink has no dead letters")
  }

  private mutating func checkReviving() throws {
    var outbox = try fresh("reviving")
    for sequence: Int64 in [3, 4] { try outbox.bury(Self.attempt(sequence, count: 9, next: nil), for: "a") }
    try outbox.confirm([7], for: "a")
    expect(try outbox.revive([4, 8, 99], for: "a") == 1, "reviving counts the dead letters among those named")
    expect(try outbox.revive([4], for: "a") == 0, "a dead letter is revived once")
    expect(try outbox.revive([3], for: "b") == 0, "reviving is the sink's own")
    try expectPending([4, 8, 20, 21], outbox, "a", "a revived entry comes before newer ones")
    expect(try outbox.attempt(of: 4, for: "a") == nil, "a revived entry has all attempts ahead")
    try outbox.confirm([8], for: "a")
    try expectPending([4, 20, 21], outbox, "a", "confirming a newer entry does not confirm a revived one")
    expect(try outbox.deadLetters(for: "a").map(\.entry.sequence) == [3], "a revived letter is not dead")
    _ = try outbox.revive([3], for: "a")
    outbox = try reopen(outbox)
    try expectPending([3, 4, 20, 21], outbox, "a", "revived entries survive reopening, the oldest first")
    expect(try outbox.pending(for: "a", limit: 1).map(\.sequence) == [3], "the limit counts revived entries")
    try outbox.bury(Self.attempt(3, count: 1, next: nil), for: "a")
    try outbox.confirm([4, 20], for: "a")
    try expectPending([21], outbox, "a", "revived and newer entries are confirmed together")
    expect(try outbox.deadLetters(for: "a").map(\.entry.sequence) == [3], "a revived entry can die again")
  }

  private mutating func checkDiscarding() throws {
    let outbox = try fresh("discarding")
    try outbox.bury(Self.attempt(3, count: 9, next: nil), for: "a")
    expect(try outbox.discard([3, 4], for: "a") == 1, "discarding counts the dead letters among those named")
    expect(try outbox.deadLetters(for: nil).isEmpty, "a discarded letter is gone")
    expect(try outbox.revive([3], for: "a") == 0, "a discarded letter cannot be revived")
    try expectPending([4, 7, 8, 20, 21], outbox, "a", "a discarded letter is not delivered")
  }

  private static func attempt(_ sequence: Int64, count: Int, next: Int64?) -> DeliveryAttempt {
    DeliveryAttempt(
      sequence: sequence, count: count, failedAt: WallTime(microseconds: 1_775_822_523_400_000),
      nextAt: next.map { WallTime(microseconds: 1_775_822_523_400_000 + $0 * 1_000_000) },
      reason: "the receiver answered 500: 服务器 “down”")
  }
}
