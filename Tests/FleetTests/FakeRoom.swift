import Backbone
import BackboneTestSupport
import Fleet
import Foundation
import LiveshelfCore
import Synchronization

/// A room's store in memory: what a worker has on its disk. Each row holds an intake record's sequence and id.
final class FakeStore: ReplicableLog {
  private struct State {
    var rows: [ReplicatedRow] = []
    var position = ReplicatedPosition()
  }

  private let name: String
  private let state = Mutex(State())

  init(_ name: String) { self.name = name }

  func identity() throws -> String { name }
  func replicatedPosition() throws -> ReplicatedPosition { state.withLock { $0.position } }

  func rows(after row: Int64, limit: Int) throws -> [ReplicatedRow] {
    state.withLock { Array($0.rows.drop { $0.sequence <= row }.prefix(limit)) }
  }

  func confirmReplicated(_ position: ReplicatedPosition) throws {
    state.withLock { $0.position = position }
  }

  func discard(after row: Int64) throws {
    state.withLock { $0.rows.removeAll { $0.sequence > row } }
  }

  func restore(_ rows: [ReplicatedRow], replicated position: ReplicatedPosition) throws {
    try state.withLock { state in
      for row in rows {
        guard row.sequence == (state.rows.last?.sequence ?? 0) + 1 else {
          throw TestFailure("row \(row.sequence) follows row \(state.rows.last?.sequence ?? 0)")
        }
        state.rows.append(row)
      }
      state.position = position
    }
  }

  func write(_ texts: [String]) {
    state.withLock { state in
      for text in texts {
        state.rows.append(
          ReplicatedRow(sequence: (state.rows.last?.sequence ?? 0) + 1, show: "show", body: Data(text.utf8)))
      }
    }
  }

  /// Forgets how far the backbone is, as a crash may.
  func forgetPosition() {
    state.withLock { $0.position = ReplicatedPosition() }
  }

  var texts: [String] { state.withLock { $0.rows.map { String(decoding: $0.body, as: UTF8.self) } } }
  var last: Int64 { state.withLock { $0.rows.last?.sequence ?? 0 } }
}

/// Where rooms' signals arrive; drops repeats by their ids, as receivers do.
final class FakeReceiver: Sendable {
  private let state = Mutex<(ids: [String], seen: Set<String>, repeats: Int)>(([], [], 0))

  func receive(_ id: String) {
    state.withLock { state in
      if state.seen.insert(id).inserted { state.ids.append(id) } else { state.repeats += 1 }
    }
  }

  var ids: [String] { state.withLock { $0.ids } }
}

/// A room that writes a row for every intake record, and sends a signal for every row as soon as it may.
final class FakeRoom: RunningRoom, IntakeReceiver {
  private let store: FakeStore
  private let room: RoomName
  private let rowsWereWritten: @Sendable () -> Void
  private let emitter: Task<Void, Never>
  private let definition = Mutex<Data?>(nil)
  let authority: RoomAuthority

  init(
    room: RoomName, store: FakeStore, authority: RoomAuthority, receiver: FakeReceiver,
    rowsWereWritten: @escaping @Sendable () -> Void
  ) {
    self.room = room
    self.store = store
    self.authority = authority
    self.rowsWereWritten = rowsWereWritten
    emitter = Task {
      var emitted: Int64 = 0
      while !Task.isCancelled {
        if let limit = authority.emittableRow, limit > emitted {
          for (index, text) in store.texts.prefix(Int(limit)).enumerated().dropFirst(Int(emitted)) {
            receiver.receive("\(room)/\(index + 1)/\(text)")
          }
          emitted = limit
        }
        await authority.waitForChange(from: emitted, atMost: .milliseconds(100))
      }
    }
  }

  var receiver: any IntakeReceiver { self }
  func update(_ assignment: RoomAssignment) async {
    definition.withLock { $0 = assignment.definition }
  }

  /// As it was last told.
  var lastDefinition: Data? { definition.withLock { $0 } }

  func lag() async -> Duration { .zero }

  func stop() async {
    // Signals of the last rows go out when somebody else, or nobody, has the room: the outbox is durable.
    emitter.cancel()
  }

  func abandon() async { emitter.cancel() }

  func intakePosition() async throws -> UInt64 {
    store.texts.last.flatMap { UInt64($0.split(separator: " ")[0]) } ?? 0
  }

  func accept(_ records: [StoredRecord]) async throws -> Int64 {
    let position = try await intakePosition()
    store.write(records.filter { $0.sequence > position }.map { "\($0.sequence) \($0.id)" })
    rowsWereWritten()
    return store.last
  }
}

/// One machine: its disk outlives its workers.
final class FakeMachine: RoomHandling {
  private let name: String
  private let receiver: FakeReceiver
  private let stores = Mutex<[RoomName: FakeStore]>([:])
  private let running = Mutex<[RoomName: FakeRoom]>([:])
  private let ready = Mutex<Set<RoomName>?>(nil)

  /// The room that was started last under the name.
  func room(_ name: RoomName) -> FakeRoom? { running.withLock { $0[name] } }

  init(_ name: String, receiver: FakeReceiver) {
    self.name = name
    self.receiver = receiver
  }

  func store(of room: RoomName) -> FakeStore {
    stores.withLock { stores in
      let store = stores[room] ?? FakeStore("\(name)-\(room)")
      stores[room] = store
      return store
    }
  }

  /// Which rooms could start here at once; nil, as at first: all alike.
  func setReady(_ rooms: Set<RoomName>?) { ready.withLock { $0 = rooms } }

  func readyRooms() async -> Set<RoomName>? { ready.withLock { $0 } }

  func openLog(of room: RoomAssignment) async throws -> any ReplicableLog { store(of: room.room) }

  func start(
    _ room: RoomAssignment, log: any ReplicableLog, authority: RoomAuthority,
    rowsWereWritten: @escaping @Sendable () -> Void
  ) async throws -> any RunningRoom {
    let started = FakeRoom(
      room: room.room, store: store(of: room.room), authority: authority, receiver: receiver,
      rowsWereWritten: rowsWereWritten)
    running.withLock { $0[room.room] = started }
    return started
  }
}
