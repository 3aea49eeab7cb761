public import LiveshelfCore

/// Which dead letters are meant.
public enum DeadLetterSelection: Hashable, Sendable {
  case all
  /// Those with these signal ids.
  case ids(Set<String>)

  func holds(_ letter: DeadLetter) -> Bool {
    switch self {
    case .all: true
    case .ids(let ids): ids.contains(letter.entry.id)
    }
  }
}

/// What a person does with dead letters: `liveshelf outbox list`, `resend` and `drop`.
public struct DeadLetterOffice: Sendable {
  private let outboxes: [any Outbox]

  /// - Parameter outboxes: of the rooms in question.
  public init(_ outboxes: [any Outbox]) {
    self.outboxes = outboxes.sorted { $0.room.text < $1.room.text }
  }

  /// The dead letters by room, sink and sequence.
  ///
  /// - Parameter sink: nil means all sinks.
  public func list(sink: String? = nil, _ selection: DeadLetterSelection = .all) throws -> [DeadLetter] {
    try outboxes.flatMap { try $0.deadLetters(for: sink) }.filter(selection.holds)
  }

  /// Puts them back to be delivered, before newer entries of their rooms. A running dispatcher learns of it by
  /// `lookAgain`.
  ///
  /// - Returns: the rooms with letters that go out again, and how many.
  public func resend(sink: String? = nil, _ selection: DeadLetterSelection) throws -> [RoomName: Int] {
    try forEach(sink, selection) { outbox, sink, sequences in try outbox.revive(sequences, for: sink) }
  }

  /// Forgets them for good.
  ///
  /// - Returns: the rooms whose letters were dropped, and how many.
  public func drop(sink: String? = nil, _ selection: DeadLetterSelection) throws -> [RoomName: Int] {
    try forEach(sink, selection) { outbox, sink, sequences in try outbox.discard(sequences, for: sink) }
  }

  private func forEach(
    _ sink: String?, _ selection: DeadLetterSelection, _ body: (any Outbox, String, [Int64]) throws -> Int
  ) throws -> [RoomName: Int] {
    var counts: [RoomName: Int] = [:]
    for outbox in outboxes {
      let letters = try outbox.deadLetters(for: sink).filter(selection.holds)
      for (sink, letters) in Dictionary(grouping: letters, by: \.sink).sorted(by: { $0.key < $1.key }) {
        let count = try body(outbox, sink, letters.map(\.entry.sequence))
        if count > 0 { counts[outbox.room, default: 0] += count }
      }
    }
    return counts
  }
}
