public import Backbone
internal import Concurrency
public import LiveshelfCore

/// Brings a room's intake from the backbone into the room, in order.
///
/// Where it stands is part of the room's log, so a record counts exactly once whoever owns the room. A record is done
/// with when the backbone has its effects; it is then trimmed away, which is its acknowledgement.
public struct IntakeConsumer: Sendable {
  private let backbone: any Backbone
  private let subject: Subject
  private let receiver: any IntakeReceiver
  private let replicator: Replicator
  private let authority: RoomAuthority
  /// How many rows may wait for the backbone before intake waits too.
  private let backlog: Int64 = 50_000
  /// Trimming costs the servers a write each time.
  private let trimInterval = Duration.seconds(10)

  public init(
    _ backbone: any Backbone, room: RoomName, receiver: any IntakeReceiver, replicator: Replicator,
    authority: RoomAuthority
  ) {
    self.backbone = backbone
    subject = .intake(of: room)
    self.receiver = receiver
    self.replicator = replicator
    self.authority = authority
  }

  /// Runs until the task is cancelled.
  /// - Throws: `.log` when the room refuses, and what needs a person.
  public func run() async throws(BackboneError) {
    var backoff = Backoff()
    while !Task.isCancelled {
      do throws(BackboneError) {
        try await consume()
      } catch {
        guard error.isTransient else { throw error }
        await backoff.wait()
      }
    }
  }

  private func consume() async throws(BackboneError) {
    var done: [(record: UInt64, row: Int64)] = []
    var trimmed = ContinuousClock.now
    let position = try await onRoom { room throws in try await room.intakePosition() }
    let feed = try await backbone.follow(subject, after: position)
    while !Task.isCancelled {
      let records = try await feed.next(wait: .milliseconds(500))
      if let last = records.last {
        let row = try await onRoom { room throws in try await room.accept(records) }
        replicator.rowsWereWritten()
        done.append((last.sequence, row))
        while !Task.isCancelled, !authority.isRevoked, row - authority.replicatedRow > backlog {
          await authority.waitForChange(from: authority.replicatedRow, atMost: .seconds(1))
        }
      }
      guard ContinuousClock.now - trimmed > trimInterval else { continue }
      let finished = done.prefix { $0.row <= authority.replicatedRow }
      if let last = finished.last, authority.emittableRow != nil {
        done.removeFirst(finished.count)
        trimmed = .now
        try await backbone.trim(subject, through: last.record)
      }
    }
  }

  private func onRoom<Value: Sendable>(
    _ body: (any IntakeReceiver) async throws -> Value
  ) async throws(BackboneError) -> Value {
    do {
      return try await body(receiver)
    } catch let error as BackboneError {
      throw error
    } catch {
      throw .log("\(subject): \(error)")
    }
  }
}
