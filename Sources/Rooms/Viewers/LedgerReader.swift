internal import LiveshelfCore
internal import Synchronization

/// Asks a room's thread for stage and stock on behalf of many questions at once: those that come while it is asked wait
/// for its next answer together, so that a flood of questions costs the room no more than a few looks.
///
/// Every question gets what the room knew after the question had come: an order that was acknowledged before is counted.
final class LedgerReader: Sendable {
  /// Seconds that a room's thread gets to answer; a full disk, or a new catalog, may hold it up for longer.
  private static let patience = Duration.milliseconds(400)

  private typealias Waiter = CheckedContinuation<StageAndStock?, Never>

  private struct State {
    var isAsking = false
    var waiting: [Int: Waiter] = [:]
    /// Those that the look under way serves.
    var served: [Int: Waiter] = [:]
    var next = 0
  }

  private let room: any QuestionedRoom
  private let state = Mutex(State())

  init(_ room: any QuestionedRoom) {
    self.room = room
  }

  /// Nil: the room has had no show, has stopped, or does not answer in time.
  func read() async -> StageAndStock? {
    let ticket = state.withLock { state in
      state.next += 1
      return state.next
    }
    let watch = Task { [weak self] in
      try? await Task.sleep(for: Self.patience)
      if !Task.isCancelled { self?.giveUp(ticket) }
    }
    defer { watch.cancel() }
    return await withCheckedContinuation { continuation in
      let mustAsk = state.withLock { state in
        state.waiting[ticket] = continuation
        defer { state.isAsking = true }
        return !state.isAsking
      }
      if mustAsk { ask() }
    }
  }

  private func ask() {
    state.withLock { state in
      state.served.merge(state.waiting) { first, _ in first }
      state.waiting = [:]
    }
    Task { [self] in
      let answer: StageAndStock?
      do {
        answer = try await room.stageAndStock()
      } catch {
        // The room has stopped: nothing is known of its stock.
        answer = nil
      }
      let (served, mustAsk) = state.withLock { state in
        let served = state.served
        state.served = [:]
        state.isAsking = !state.waiting.isEmpty
        return (served, state.isAsking)
      }
      for waiter in served.values { waiter.resume(returning: answer) }
      if mustAsk { ask() }
    }
  }

  private func giveUp(_ ticket: Int) {
    let waiter = state.withLock { state in
      state.waiting.removeValue(forKey: ticket) ?? state.served.removeValue(forKey: ticket)
    }
    waiter?.resume(returning: nil)
  }
}
