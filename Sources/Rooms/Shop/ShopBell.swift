internal import LiveshelfCore
internal import Synchronization

/// Rings when a shop has booked something, for the rooms that sell its stock.
final class ShopBell: Sendable {
  private let listeners = Mutex<[RoomName: [RoomName: AsyncStream<Void>.Continuation]]>([:])

  /// Rings of a shop until the task that reads them ends; rings that come close together are one.
  func rings(of shop: RoomName, for room: RoomName) -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    listeners.withLock { $0[shop, default: [:]][room] = continuation }
    continuation.yield()
    return stream
  }

  func ring(_ shop: RoomName) {
    for listener in listeners.withLock({ $0[shop] ?? [:] }).values { listener.yield() }
  }

  /// Rings for one room alone, which may have begun a show.
  func ring(_ shop: RoomName, for room: RoomName) {
    listeners.withLock { $0[shop]?[room] }?.yield()
  }

  func leave(_ shop: RoomName, _ room: RoomName) {
    listeners.withLock { $0[shop]?.removeValue(forKey: room) }?.finish()
  }
}
