internal import Concurrency
internal import Foundation
internal import LiveshelfCore

/// Messages of a topic that were read and are not done with, by room, in the order in which they came.
///
/// A room that cannot take its own keeps nobody else's waiting: only the offsets stay where its first one is, so that after a
/// crash all from there on come again.
struct KafkaBacklog {
  private struct Waiting {
    var messages: [KafkaMessage] = []
    var backoff = Backoff(from: .milliseconds(100), to: .seconds(5))
    /// Not to be tried before; nil: it may be tried now.
    var due: ContinuousClock.Instant?
  }

  /// Bytes that may wait, with what a message takes besides its value.
  private static let limit = 64 << 20
  private static let overhead = 256

  private var rooms: [RoomName: Waiting] = [:]
  private var bytes = 0
  /// By partition: what comes after the last message that was read, and what was committed.
  private var read: [Int32: Int64] = [:]
  private var committed: [Int32: Int64] = [:]

  /// No more should be read.
  var isFull: Bool { bytes >= Self.limit }
  var isEmpty: Bool { rooms.isEmpty }

  /// - Parameter room: nil: nothing is to be done with the message.
  mutating func add(_ message: KafkaMessage, for room: RoomName?) {
    let next = message.offset == .max ? message.offset : message.offset + 1
    // A partition that was away comes again from where it was committed.
    if message.offset < read[message.partition] ?? 0 { committed[message.partition] = nil }
    read[message.partition] = next
    guard let room else { return }
    rooms[room, default: Waiting()].messages.append(message)
    bytes += message.value.count + Self.overhead
  }

  /// Rooms that may be tried, with at most `limit` of their messages.
  func due(at now: ContinuousClock.Instant, limit: Int) -> [(room: RoomName, messages: [KafkaMessage])] {
    rooms.keys.sorted { $0.text < $1.text }.compactMap { room in
      guard let waiting = rooms[room], waiting.due.map({ $0 <= now }) ?? true else { return nil }
      return (room, Array(waiting.messages.prefix(limit)))
    }
  }

  /// A room has taken its first messages.
  mutating func finish(_ count: Int, of room: RoomName) {
    guard var waiting = rooms[room] else { return }
    for message in waiting.messages.prefix(count) { bytes -= message.value.count + Self.overhead }
    waiting.messages.removeFirst(min(count, waiting.messages.count))
    waiting.backoff.reset()
    waiting.due = nil
    rooms[room] = waiting.messages.isEmpty ? nil : waiting
  }

  /// A room could not take its messages now.
  mutating func postpone(_ room: RoomName, from now: ContinuousClock.Instant) {
    guard let delay = rooms[room]?.backoff.next() else { return }
    rooms[room]?.due = now + delay
  }

  /// Where to go on after a crash, of the partitions where that has changed.
  var uncommitted: [Int32: Int64] {
    var offsets = read
    for waiting in rooms.values {
      for message in waiting.messages {
        offsets[message.partition] = min(offsets[message.partition] ?? message.offset, message.offset)
      }
    }
    return offsets.filter { committed[$0.key] != $0.value }
  }

  mutating func noteCommitted(_ offsets: [Int32: Int64]) { committed.merge(offsets) { $1 } }
}
