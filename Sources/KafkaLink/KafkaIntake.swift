internal import Concurrency
public import LiveshelfCore

/// Rows from a topic, keyed by room: each message's key is a room's name, its value rows as JSON.
///
/// An offset is committed only after the message's effect is durable, so that after a crash messages come again; they
/// keep their ids. Several sources with one group share the partitions.
public struct KafkaIntake: Sendable {
  /// A message that is handed on.
  public struct Item: Hashable, Sendable {
    public let room: RoomName
    public let message: KafkaMessage
  }

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
  ///   - effect: makes rows durable; when it throws, they are given to it again after a while.
  ///   - rejected: is told of messages that are skipped.
  ///   - disturbed: is told of what is tried again.
  /// - Throws: what a person must mend: `.refused`, `.invalidSetting`.
  public func run(
    effect: @Sendable ([Item]) async throws -> Void, rejected: @Sendable (Rejected) -> Void,
    disturbed: @Sendable (String) -> Void
  ) async throws(KafkaError) {
    let consumer = try KafkaConsumer(settings, topic: topic, group: group)
    do throws(KafkaError) {
      while !Task.isCancelled {
        try await step(consumer, effect, rejected, disturbed)
      }
    } catch {
      await consumer.close()
      throw error
    }
    await consumer.close()
  }

  private func step(
    _ consumer: KafkaConsumer, _ effect: @Sendable ([Item]) async throws -> Void,
    _ rejected: @Sendable (Rejected) -> Void, _ disturbed: @Sendable (String) -> Void
  ) async throws(KafkaError) {
    do throws(KafkaError) {
      let messages = try await consumer.poll(limit: 500, wait: .milliseconds(200))
      guard !messages.isEmpty else { return }
      let items = messages.compactMap { message -> Item? in
        switch read(message) {
        case .success(let item): return item
        case .failure(let why):
          rejected(Rejected(message: message, reason: why.reason))
          return nil
        }
      }
      var backoff = Backoff(from: .milliseconds(100), to: .seconds(5))
      while !items.isEmpty {
        do {
          try await effect(items)
          break
        } catch {
          guard !Task.isCancelled else { return }
          disturbed("rows wait: \(error)")
          await backoff.wait()
        }
      }
      try await consumer.commit(messages)
    } catch {
      guard case .unavailable = error else { throw error }
      disturbed(error.description)
      await pause(.milliseconds(500))
    }
  }

  private struct Refusal: Error {
    let reason: String
  }

  private func read(_ message: KafkaMessage) -> Result<Item, Refusal> {
    guard message.value.count <= largestValue else {
      return .failure(
        Refusal(reason: "\(message.value.count) bytes are more than a message may have (\(largestValue))"))
    }
    guard !message.value.isEmpty else { return .failure(Refusal(reason: "the message is empty")) }
    guard let room = message.key.isEmpty ? room : RoomName(String(decoding: message.key, as: UTF8.self)) else {
      return .failure(Refusal(reason: "the key is no room's name; key messages by room"))
    }
    return .success(Item(room: room, message: message))
  }
}
