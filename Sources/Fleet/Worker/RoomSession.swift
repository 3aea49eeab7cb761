public import Backbone
internal import Concurrency
internal import Foundation
internal import LiveshelfCore
internal import Synchronization

/// One room on one worker: from its lease to its end.
final class RoomSession: Sendable {
  /// How a session ended.
  enum End: Sendable {
    case released, lost
    case failed(BackboneError)
  }

  private struct State {
    var lease: Lease
    /// The definition as the directory has it now.
    var definition: Data
    var running: (any RunningRoom)?
    var stopRequested = false
    /// The room has ended in good order: the lease is given back.
    var isReleasing = false
  }

  private let backbone: any Backbone
  /// As it was when the room was taken.
  private let definition: RoomAssignment
  private let handling: any RoomHandling
  private let settings: WorkerSettings
  private let report: @Sendable (WorkerEvent) -> Void
  private let authority: RoomAuthority
  private let state: Mutex<State>
  private let wishes = ChangeSignal()

  init(
    _ backbone: any Backbone, _ definition: RoomAssignment, lease: Lease, handling: any RoomHandling,
    settings: WorkerSettings, report: @escaping @Sendable (WorkerEvent) -> Void
  ) {
    self.backbone = backbone
    self.definition = definition
    self.handling = handling
    self.settings = settings
    self.report = report
    authority = RoomAuthority(lease)
    state = Mutex(State(lease: lease, definition: definition.definition))
  }

  /// Tells the room that the directory has another definition, if it has.
  func update(_ definition: Data) {
    let isNew = state.withLock { state in
      defer { state.definition = definition }
      return state.definition != definition
    }
    if isNew { wishes.notify() }
  }

  /// Ends the room in good order, and gives its lease back.
  func requestStop() {
    state.withLock { $0.stopRequested = true }
    wishes.notify()
  }

  func lag() async -> Duration {
    await state.withLock { $0.running }?.lag() ?? .zero
  }

  func run() async -> End {
    // The lease is renewed from the first moment: restoring may take longer than it lasts.
    await withTaskGroup(of: End?.self) { group in
      group.addTask { await self.keepLease() }
      group.addTask { await self.runRoom() }
      var end: End = .lost
      for await result in group {
        // The keeper ends only when the lease is lost, or when it is cancelled after the room's end.
        if let result {
          end = result
          group.cancelAll()
          break
        }
      }
      for await _ in group {}
      return end
    }
  }

  // MARK: The lease

  private func keepLease() async -> End? {
    var isSilenced = false
    while !Task.isCancelled, !state.withLock({ $0.isReleasing }) {
      let (lease, lifetime) = state.withLock { ($0.lease, $0.lease.lifetime) }
      do throws(BackboneError) {
        let renewed = try await backbone.renewLease(lease)
        state.withLock { $0.lease = renewed }
        authority.extend(until: renewed.validUntil)
        if isSilenced { report(.resumed(definition.room)) }
        isSilenced = false
        await pause(lifetime / 3)
      } catch {
        if case .leaseLost = error {
          if state.withLock({ $0.isReleasing }) { return nil }
          authority.revoke()
          return .lost
        }
        if !isSilenced, authority.emittableRow == nil {
          isSilenced = true
          report(.silenced(definition.room))
        }
        if !error.isTransient { report(.failed(definition.room, error)) }
        await pause(min(lifetime / 6, .milliseconds(250)))
      }
    }
    return nil
  }

  // MARK: The room

  private func runRoom() async -> End {
    var running: (any RunningRoom)?
    do throws(BackboneError) {
      let log = try await onRoom { handling, room throws in try await handling.openLog(of: room) }
      let replicator = Replicator(backbone, room: definition.room, log: log, authority: authority)
      let restoration = try await takeOver(replicator)
      let authority = authority
      let room = try await onRoom { handling, room throws in
        try await handling.start(room, log: log, authority: authority) { replicator.rowsWereWritten() }
      }
      running = room
      state.withLock { $0.running = room }
      report(.started(definition.room, restoration))
      try await drive(room, replicator)
      await room.stop()
      running = nil
      let isFlushed = try await replicator.flush(within: settings.drainTime)
      if !isFlushed { report(.disturbed(.unavailable("\(definition.room) ended with rows that wait in its store"))) }
      let lease = state.withLock { state in
        state.isReleasing = true
        return state.lease
      }
      try await backbone.releaseLease(lease)
      authority.revoke()
      return .released
    } catch {
      let isLost = Task.isCancelled || authority.isRevoked || error.isFencing
      authority.revoke()
      await running?.abandon()
      return isLost ? .lost : .failed(error)
    }
  }

  /// Tries for as long as the lease is not lost.
  private func takeOver(_ replicator: Replicator) async throws(BackboneError) -> Restoration {
    var backoff = Backoff()
    while true {
      do throws(BackboneError) {
        return try await replicator.takeOver()
      } catch {
        guard error.isTransient, !Task.isCancelled, !authority.isRevoked else { throw error }
        await backoff.wait()
      }
    }
  }

  /// Replicates and takes intake until the room is to stop. Throws when something ended it.
  private func drive(_ room: any RunningRoom, _ replicator: Replicator) async throws(BackboneError) {
    let intake = IntakeConsumer(
      backbone, room: definition.room, receiver: room.receiver, replicator: replicator, authority: authority)
    let failure: BackboneError? = await withTaskGroup(of: BackboneError?.self) { group in
      group.addTask { await Self.failure { () throws(BackboneError) in try await replicator.run() } }
      group.addTask { await Self.failure { () throws(BackboneError) in try await intake.run() } }
      group.addTask {
        await self.watchDirectory(for: room)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
    if let failure { throw failure }
    if Task.isCancelled { throw .leaseLost(name: definition.room.text) }
  }

  private static func failure(_ body: () async throws(BackboneError) -> Void) async -> BackboneError? {
    do throws(BackboneError) {
      try await body()
      return nil
    } catch {
      return error
    }
  }

  /// Passes changes of the definition on until the room is to stop.
  private func watchDirectory(for room: any RunningRoom) async {
    var known = definition.definition
    while !Task.isCancelled {
      let version = wishes.version
      let (isToStop, current) = state.withLock { ($0.stopRequested, $0.definition) }
      if isToStop { return }
      if current != known {
        known = current
        await room.update(RoomAssignment(room: definition.room, definition: current))
      }
      await wishes.wait(after: version, atMost: .seconds(60))
    }
  }

  private func onRoom<Value: Sendable>(
    _ body: (any RoomHandling, RoomAssignment) async throws -> Value
  ) async throws(BackboneError) -> Value {
    do {
      return try await body(handling, definition)
    } catch let error as BackboneError {
      throw error
    } catch {
      throw .log("\(definition.room): \(error)")
    }
  }
}

extension BackboneError {
  /// Somebody else owns the room.
  fileprivate var isFencing: Bool {
    switch self {
    case .fenced, .leaseLost, .conflict: true
    default: false
    }
  }
}
