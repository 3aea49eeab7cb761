internal import Concurrency
public import LiveshelfCore

/// Rows from a topic, keyed by room: each message's key is a room's name, its value rows as JSON.
///
/// An offset is committed only after the message's effect is durable, so that after a crash messages come again; they
/// keep their ids. Several sources with one group share the partitions.
public struct KafkaIntake: Sendable {
  /// A message that names no room. It is skipped; the next ones go on.
  public struct Rejected: Hashable, Sendable {
    public let message: KafkaMessage
    public let reason: String
  }

  private let settings: KafkaSettings
  private let topic: String
  private let group: String
  private let room: RoomName?
  /// The largest value that is handed on, in bytes.
  private let largestValue = 1 << 20
  /// Messages that are read, and given to a room, at once.
  private static let batch = 500

  /// - Parameter room: the room of messages without a key; nil: they are rejected.
  /// - Throws: `.invalidSetting`.
  public init(
    _ settings: KafkaSettings, topic: String, group: String = "liveshelf", room: RoomName? = nil
  ) throws(KafkaError) {
    try settings.check()
    self.settings = settings
    self.topic = try KafkaTopic.checked(topic)
    guard (1...200).contains(group.utf8.count) else {
      throw .invalidSetting(name: "group", reason: "write 1 to 200 characters")
    }
    self.group = group
    self.room = room
  }

  /// Reads until the task is cancelled.
  ///
  /// - Parameters:
  ///   - effect: makes a room's messages durable; when it throws, they are given to it again after a while, and those of the
  ///     room that come meanwhile wait behind them. Other rooms' go on.
  ///   - rejected: is told of messages that are skipped.
  ///   - disturbed: is told of what is tried again.
  /// - Throws: what a person must mend: `.refused`, `.invalidSetting`.
  public func run(
    effect: @Sendable (RoomName, [KafkaMessage]) async throws -> Void, rejected: @Sendable (Rejected) -> Void,
    disturbed: @Sendable (String) -> Void
  ) async throws(KafkaError) {
    let consumer = try KafkaConsumer(settings, topic: topic, group: group)
    var backlog = KafkaBacklog()
    var rests = false
    do throws(KafkaError) {
      while !Task.isCancelled {
        do throws(KafkaError) {
          if backlog.isFull || rests {
            rests = backlog.isFull
            try await consumer.rest(rests)
          }
          for message in try await consumer.poll(limit: Self.batch, wait: .milliseconds(200)) {
            switch read(message) {
            case .success(let room): backlog.add(message, for: room)
            case .failure(let why):
              backlog.add(message, for: nil)
              rejected(Rejected(message: message, reason: why.reason))
            }
          }
          await work(&backlog, effect, disturbed)
          let offsets = backlog.uncommitted
          guard !offsets.isEmpty else { continue }
          try await consumer.commit(offsets)
          backlog.noteCommitted(offsets)
        } catch {
          guard case .unavailable = error else { throw error }
          disturbed(error.description)
          await pause(.milliseconds(500))
        }
      }
    } catch {
      await consumer.close()
      throw error
    }
    await consumer.close()
  }

  private func work(
    _ backlog: inout KafkaBacklog, _ effect: @Sendable (RoomName, [KafkaMessage]) async throws -> Void,
    _ disturbed: @Sendable (String) -> Void
  ) async {
    for (room, messages) in backlog.due(at: .now, limit: Self.batch) {
      do {
        try await effect(room, messages)
        backlog.finish(messages.count, of: room)
      } catch {
        guard !Task.isCancelled else { return }
        disturbed("rows of the room '\(room)' wait: \(error)")
        backlog.postpone(room, from: .now)
      }
    }
  }

  private struct Refusal: Error {
    let reason: String
  }

  private func read(_ message: KafkaMessage) -> Result<RoomName, Refusal> {
    guard message.value.count <= largestValue else {
      return .failure(
        Refusal(reason: "\(message.value.count) bytes are more than a message may have (\(largestValue))"))
    }
    guard !message.value.isEmpty else { return .failure(Refusal(reason: "the message is empty")) }
    guard let room = message.key.isEmpty ? room : RoomName(String(decoding: message.key, as: UTF8.self)) else {
      return .failure(Refusal(reason: "the key is no room's name; key messages by room"))
    }
    return .success(room)
  }
}
