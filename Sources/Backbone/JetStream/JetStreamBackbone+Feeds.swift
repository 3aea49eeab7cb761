internal import Foundation
internal import Synchronization

extension JetStreamBackbone {
  /// The messages of a stream in order, none left out: read through a consumer that lives as long as it is read, keeps
  /// no acknowledgements, and is made anew where it ended when a message is missing or its server has gone.
  ///
  /// - Parameter after: start after this sequence; nil: start with the last message of every subject.
  func feed<Element: Sendable>(
    of stream: String, filter: String, after start: UInt64?,
    _ transform: @escaping @Sendable (NatsMessage, UInt64) -> Element?
  ) async throws(BackboneError) -> Feed<Element> {
    try await prepare()
    let place = Mutex(FeedPlace(start: start))
    let connection = connection
    let reader = try await PullReader(connection: connection, stream: stream, expires: .seconds(1)) {
      () throws(BackboneError) in
      let name = "feed-\(UUID().uuidString)"
      var configuration = JetStreamAPI.ConsumerConfiguration(name: name, filterSubject: filter, ackPolicy: "none")
      let last = place.withLock { place in
        place.consumer = name
        place.next = 1
        return place.last
      }
      configuration.deliverPolicy = last == nil ? "last_per_subject" : "by_start_sequence"
      configuration.optStartSeq = last.map { $0 == .max ? $0 : $0 + 1 }
      configuration.numReplicas = 1
      configuration.memStorage = true
      configuration.inactiveThreshold = Duration.seconds(30).nanoseconds
      _ = try await connection.api(
        "CONSUMER.CREATE.\(stream).\(name).\(filter)",
        JetStreamAPI.ConsumerRequest(streamName: stream, config: configuration), as: JetStreamAPI.Nothing.self)
      return name
    }
    try await reader.start()
    return Feed { wait throws(BackboneError) in
      let deadline = ContinuousClock.now + wait
      while true {
        let messages = try await reader.fetch(limit: 256, wait: max(.zero, deadline - .now))
        var elements: [Element] = []
        for message in messages {
          guard let address = message.reply.flatMap(AcknowledgeAddress.init) else { continue }
          switch place.withLock({ $0.take(address) }) {
          case .next:
            if let element = transform(message, address.sequence) { elements.append(element) }
          case .ofEarlierConsumer: continue
          case .afterGap: reader.restart()
          }
        }
        if !elements.isEmpty || messages.isEmpty || deadline <= .now || Task.isCancelled { return elements }
      }
    }
  }
}

/// How far a feed has come.
private struct FeedPlace {
  enum Step { case next, ofEarlierConsumer, afterGap }

  /// The last sequence of the stream that was handed out; nil before the first when it started with the last messages.
  var last: UInt64?
  var consumer = ""
  /// What the consumer counts next.
  var next: UInt64 = 1

  init(start: UInt64?) {
    last = start
  }

  mutating func take(_ address: AcknowledgeAddress) -> Step {
    guard address.consumer == consumer else { return .ofEarlierConsumer }
    guard address.consumerSequence == next else { return .afterGap }
    next += 1
    last = address.sequence
    return .next
  }
}
