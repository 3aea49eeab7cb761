internal import Concurrency
internal import Foundation
internal import LiveshelfCore
internal import Storage
internal import Synchronization

/// The thread on which a room's worker works, and the one that goes on if it traps: a row that would end the process is set aside,
/// and the room is folded anew from its log.
final class RoomThread: Sendable {
  /// A room that traps more often than that is left alone: it is not one row then.
  private static let mostTraps = 8

  private struct State {
    var traps = 0
    /// The worker at work, or the one whose work nobody has taken over yet.
    var worker: Handle?
  }

  /// Unchecked: a worker belongs to its thread, and to whoever goes on for it once that has stopped for ever.
  private struct Handle: @unchecked Sendable {
    let worker: RoomWorker
  }

  private let name: RoomName
  private let make: @Sendable (TrapGuard) throws(StoreError) -> RoomWorker
  private let state = Mutex(State())
  private let opened = OneShot<RoomHostError?>()
  private let ended = OneShot<Void>()

  /// - Parameter make: makes the room's worker from its store; called on its thread.
  init(_ name: RoomName, _ make: @escaping @Sendable (TrapGuard) throws(StoreError) -> RoomWorker) {
    self.name = name
    self.make = make
  }

  /// Starts it.
  ///
  /// - Throws: why the room cannot be opened.
  func open() throws(RoomHostError) {
    start(instead: nil)
    if let error = opened.wait() { throw error }
  }

  /// Returns when the room has ended.
  func finished() async { await ended.value() }

  private func start(instead dead: Handle?) {
    WorkerThread("room \(name)") { [self] in
      let trapGuard = TrapGuard { [self] in trapped() }
      defer { trapGuard.end() }
      do throws(StoreError) {
        let worker = try make(trapGuard)
        if let dead { worker.inherit(from: dead.worker) }
        state.withLock { $0.worker = Handle(worker: worker) }
        worker.begin()
        opened.settle(nil)
        worker.goOn()
        worker.run()
      } catch {
        opened.settle(.storage("\(error)"))
        dead?.worker.giveUp("\(error)")
      }
      ended.settle(())
    }
  }

  /// Called when the room's thread has stopped for ever.
  private func trapped() {
    let (dead, traps) = state.withLock { state in
      state.traps += 1
      return (state.worker, state.traps)
    }
    let reason = "the room's state cannot be computed: a defect of the program; please report it with the room's folder"
    guard let dead else {
      // It trapped before it was a worker: its log cannot be folded.
      opened.settle(.storage(reason))
      ended.settle(())
      return
    }
    guard traps <= Self.mostTraps else {
      dead.worker.giveUp(reason)
      ended.settle(())
      return
    }
    start(instead: dead)
  }
}
