internal import CNats
internal import Dispatch

/// A subscription that hands its messages to a function, on a thread of libnats.
final class NatsSubscription: @unchecked Sendable {
  // Unchecked: libnats's subscriptions may be used from any thread.
  private let pointer: OpaquePointer

  /// What the subscription's callback holds.
  private final class Receiver: Sendable {
    let receive: @Sendable (NatsMessage) -> Void
    init(_ receive: @escaping @Sendable (NatsMessage) -> Void) { self.receive = receive }
  }

  /// - Parameter connection: a `natsConnection`. The subscription keeps it.
  init(
    _ subject: String, on connection: OpaquePointer, receive: @escaping @Sendable (NatsMessage) -> Void
  ) throws(BackboneError) {
    // Kept until libnats says that the last callback has returned.
    let context = Unmanaged.passRetained(Receiver(receive))
    var subscription: OpaquePointer?
    let status = natsConnection_Subscribe(
      &subscription, connection, subject,
      { _, _, message, context in
        guard let message, let context else { return }
        defer { natsMsg_Destroy(message) }
        Unmanaged<Receiver>.fromOpaque(context).takeUnretainedValue().receive(NatsMessage(copying: message))
      }, context.toOpaque())
    guard status == NATS_OK, let subscription else {
      context.release()
      throw BackboneError(status, "subscribing to \(subject)")
    }
    pointer = subscription
    // What is asked for bounds what comes; nothing may be dropped on the way.
    natsSubscription_SetPendingLimits(subscription, -1, -1)
    natsSubscription_SetOnCompleteCB(
      subscription, { context in if let context { Unmanaged<Receiver>.fromOpaque(context).release() } },
      context.toOpaque())
  }

  deinit {
    // The calls may wait for the connection's lock.
    let subscription = SendablePointer(pointer)
    DispatchQueue.global().async {
      natsSubscription_Unsubscribe(subscription.value)
      natsSubscription_Destroy(subscription.value)
    }
  }
}
