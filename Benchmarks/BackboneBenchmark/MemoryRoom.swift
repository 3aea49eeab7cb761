import Backbone
import Fleet
import Foundation
import LiveshelfCore
import Synchronization

/// A room's store in memory, for measuring without the disk of a room.
final class MemoryStore: ReplicableLog {
  private let name: String
  private let state = Mutex<(rows: [ReplicatedRow], position: ReplicatedPosition)>(([], ReplicatedPosition()))

  init(_ name: String) { self.name = name }

  func identity() throws -> String { name }
  func replicatedPosition() throws -> ReplicatedPosition { state.withLock { $0.position } }
  func rows(after row: Int64, limit: Int) throws -> [ReplicatedRow] {
    // Rows count from one without gaps.
    state.withLock { Array($0.rows.dropFirst(Int(row)).prefix(limit)) }
  }
  func confirmReplicated(_ position: ReplicatedPosition) throws { state.withLock { $0.position = position } }
  func discard(after row: Int64) throws { state.withLock { $0.rows.removeSubrange(min(Int(row), $0.rows.count)...) } }
  func restore(_ rows: [ReplicatedRow], replicated position: ReplicatedPosition) throws {
    state.withLock { state in
      state.rows += rows
      state.position = position
    }
  }

  func write(_ bodies: [Data]) -> Int64 {
    state.withLock { state in
      for body in bodies {
        state.rows.append(ReplicatedRow(sequence: Int64(state.rows.count) + 1, show: "bench", body: body))
      }
      return Int64(state.rows.count)
    }
  }

  var count: Int64 { state.withLock { Int64($0.rows.count) } }
}

/// A room that writes rows of 200 bytes, so many a second, and says on standard error when it may no longer emit.
final class MemoryRoom: RunningRoom, IntakeReceiver {
  private let store: MemoryStore
  private let writer: Task<Void, Never>
  private let position = Mutex<UInt64>(0)

  init(
    _ room: RoomName, store: MemoryStore, authority: RoomAuthority, rate: Int,
    rowsWereWritten: @escaping @Sendable () -> Void
  ) {
    self.store = store
    writer = Task {
      var wasAllowed = true
      var lastAllowed = monotonicMilliseconds()
      while !Task.isCancelled {
        if rate > 0 {
          _ = store.write((0..<max(1, rate / 100)).map { _ in Data(count: 200) })
          rowsWereWritten()
        }
        let isAllowed = authority.emittableRow != nil
        if isAllowed { lastAllowed = monotonicMilliseconds() }
        if isAllowed != wasAllowed { say(isAllowed ? "EMITS \(room)" : "SILENT \(room) since \(lastAllowed)") }
        wasAllowed = isAllowed
        do { try await Task.sleep(for: .milliseconds(10)) } catch { return }
      }
    }
  }

  var receiver: any IntakeReceiver { self }
  func update(_ assignment: RoomAssignment) async {}
  func lag() async -> Duration { .zero }
  func stop() async { writer.cancel() }
  func abandon() async { writer.cancel() }
  func intakePosition() async throws -> UInt64 { position.withLock { $0 } }

  func accept(_ records: [StoredRecord]) async throws -> Int64 {
    let row = store.write(records.map(\.body))
    if let last = records.last { position.withLock { $0 = last.sequence } }
    return row
  }
}

/// Runs rooms in memory.
final class MemoryHandling: RoomHandling {
  private let name: String
  private let rate: Int

  init(_ name: String, rate: Int) {
    self.name = name
    self.rate = rate
  }

  func openLog(of room: RoomAssignment) async throws -> any ReplicableLog { MemoryStore("\(name)-\(room.room)") }

  func start(
    _ room: RoomAssignment, log: any ReplicableLog, authority: RoomAuthority,
    rowsWereWritten: @escaping @Sendable () -> Void
  ) async throws -> any RunningRoom {
    guard let store = log as? MemoryStore else { throw BackboneError.log("this store is not ours") }
    return MemoryRoom(room.room, store: store, authority: authority, rate: rate, rowsWereWritten: rowsWereWritten)
  }
}

/// A line on standard error with the time of the monotonic clock in milliseconds, which all processes of a machine share.
func say(_ text: String) {
  FileHandle.standardError.write(Data("\(monotonicMilliseconds()) \(text)\n".utf8))
}

func monotonicMilliseconds() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_BOOTTIME, &time)
  return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}
