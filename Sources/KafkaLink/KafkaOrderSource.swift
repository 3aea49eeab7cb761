public import Backbone
public import LiveshelfCore

/// Orders from a topic, keyed by room: each message's key is a room's name, its value an order as JSON.
///
/// An offset is committed only after the message's effect is durable, so that after a crash messages come again; they
/// keep their ids. Several sources with one group share the partitions.
public struct KafkaOrderSource: Sendable {
  /// A message that is handed on.
  public struct Order: Hashable, Sendable {
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
  private let largestValue = 256 << 10

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
  ///   - effect: makes orders durable; when it throws, they are given to it again after a while.
  ///   - rejected: is told of messages that are skipped.
  ///   - disturbed: is told of what is tried again.
  /// - Throws: what a person must mend: `.refused`, `.invalidSetting`.
  public func run(
    effect: @Sendable ([Order]) async throws -> Void, rejected: @Sendable (Rejected) -> Void,
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
    _ consumer: KafkaConsumer, _ effect: @Sendable ([Order]) async throws -> Void,
    _ rejected: @Sendable (Rejected) -> Void, _ disturbed: @Sendable (String) -> Void
  ) async throws(KafkaError) {
    do throws(KafkaError) {
      let messages = try await consumer.poll(limit: 500, wait: .milliseconds(200))
      guard !messages.isEmpty else { return }
      let orders = messages.compactMap { message -> Order? in
        switch read(message) {
        case .success(let order): return order
        case .failure(let why):
          rejected(Rejected(message: message, reason: why.reason))
          return nil
        }
      }
      var delay = Duration.milliseconds(100)
      while !orders.isEmpty {
        do {
          try await effect(orders)
          break
        } catch {
          guard !Task.isCancelled else { return }
          disturbed("orders wait: \(error)")
          // A sleep throws only when the task is cancelled, which the loop looks at.
          try? await Task.sleep(for: delay)
          delay = min(delay * 2, .seconds(5))
        }
      }
      try await consumer.commit(messages)
    } catch {
      guard case .unavailable = error else { throw error }
      disturbed(error.description)
      // As above.
      try? await Task.sleep(for: .milliseconds(500))
    }
  }

  private struct Refusal: Error {
    let reason: String
  }

  private func read(_ message: KafkaMessage) -> Result<Order, Refusal> {
    guard message.value.count <= largestValue else {
      return .failure(Refusal(reason: "\(message.value.count) bytes are more than an order may have (\(largestValue))"))
    }
    guard !message.value.isEmpty else { return .failure(Refusal(reason: "the message is empty")) }
    guard let room = message.key.isEmpty ? room : RoomName(String(decoding: message.key, as: UTF8.self)) else {
      return .failure(Refusal(reason: "the key is no room's name; key messages by room"))
    }
    return .success(Order(room: room, message: message))
  }
}

extension Backbone {
  /// Makes orders durable as intake of their rooms, each once: what `KafkaOrderSource.run` wants as its effect.
  public func takeOrders(_ orders: [KafkaOrderSource.Order]) async throws(BackboneError) {
    var rooms: [RoomName] = []
    var records: [RoomName: [NewRecord]] = [:]
    for order in orders {
      if records[order.room] == nil { rooms.append(order.room) }
      records[order.room, default: []].append(
        NewRecord(id: order.message.id, attributes: ["Kind": "orders"], body: order.message.value))
    }
    for room in rooms { _ = try await append(records[room] ?? [], to: .intake(of: room)) }
  }
}
