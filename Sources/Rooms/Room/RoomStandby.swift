internal import Foundation
public import Storage

/// The engine of a room that runs elsewhere, kept as far as its log is known here, so that the room can go on here at once.
public final class RoomStandby: @unchecked Sendable {
  // Unchecked: everything is read and written under the lock, and what was taken is not touched any more.
  private let lock = NSLock()
  private var log = LogFold()

  public init() {}

  /// Folds rows up to one that nobody takes back. Blocks for seconds the first time with a long show.
  public func advance(through row: Int64, of store: RoomStore) throws(RoomHostError) {
    lock.lock()
    defer { lock.unlock() }
    do {
      try log.advance(through: row, of: store)
    } catch {
      log.reset()
      throw .storage("\(error)")
    }
  }

  /// The store has lost all rows after this one.
  public func discard(after row: Int64) {
    lock.lock()
    defer { lock.unlock() }
    log.reset(after: row)
  }

  /// A room that went on with it has ended in good order: the next one may go on here.
  func put(_ log: LogFold) {
    lock.lock()
    defer { lock.unlock() }
    self.log = log
  }

  /// What is folded, for the room that goes on with it.
  func take() -> LogFold {
    lock.lock()
    defer { lock.unlock() }
    defer { log.reset() }
    return log
  }
}
