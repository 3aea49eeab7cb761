internal import Synchronization

/// Bounds the intake bodies that are read at once, room by room (one room's flood leaves the others alone), and their bytes.
final class BodySlots: Sendable {
  private let taken = Mutex<[String: Int]>([:])
  private let bytes = Mutex(0)

  /// False: there are `limit` already.
  func take(_ room: String, limit: Int) -> Bool {
    taken.withLock { taken in
      guard taken[room, default: 0] < limit else { return false }
      taken[room, default: 0] += 1
      return true
    }
  }

  func give(_ room: String) {
    taken.withLock { taken in
      let rest = (taken[room] ?? 1) - 1
      taken[room] = rest > 0 ? rest : nil
    }
  }

  /// Counts bytes of bodies that are kept until their requests end; false: with them there are more than `limit`.
  func take(bytes count: Int, limit: Int) -> Bool {
    bytes.withLock { bytes in
      guard bytes + count <= limit else { return false }
      bytes += count
      return true
    }
  }

  func give(bytes count: Int) {
    bytes.withLock { $0 -= count }
  }
}
