public import Backbone
public import Foundation
public import LiveshelfCore

/// A room that is to be run, as it stands in the directory.
public struct RoomAssignment: Hashable, Sendable {
  public let room: RoomName
  /// What whoever registered the room wrote: address of the stream, settings. Opaque here.
  public let definition: Data

  public init(room: RoomName, definition: Data) {
    self.room = room
    self.definition = definition
  }
}

/// A room that a worker runs.
public protocol RunningRoom: Sendable {
  /// Where intake goes.
  var receiver: any IntakeReceiver { get }
  /// The room's definition has changed in the directory. Returns soon; what the change asks for is done in the room's own
  /// time. May be called again with what is known already.
  func update(_ assignment: RoomAssignment) async
  /// How far the room's hearing is behind its stream.
  func lag() async -> Duration
  /// Leaves the stream and ends; when it returns, everything that the room decided is in its log.
  func stop() async
  /// Somebody else runs the room: leaves the stream at once, emits nothing, forgets nothing on disk.
  func abandon() async
}

/// What runs rooms: the room's side of a worker.
public protocol RoomHandling: Sendable {
  /// Opens, or makes, the local store of a room. It may be one that was used before.
  func openLog(of room: RoomAssignment) async throws -> any ReplicableLog

  /// Starts a room from its log, which is whole. The room calls `rowsWereWritten` after each transaction, and asks
  /// `authority` before each effect outside.
  func start(
    _ room: RoomAssignment, log: any ReplicableLog, authority: RoomAuthority,
    rowsWereWritten: @escaping @Sendable () -> Void
  ) async throws -> any RunningRoom

  /// Rooms that others run and that may come here next: what can be prepared may be. Called with all of them whenever they
  /// change.
  func standBy(for rooms: Set<RoomName>) async

  /// The rooms of `standBy` that could start here at once. Nil: nothing is prepared, and every room is as ready as any.
  func readyRooms() async -> Set<RoomName>?
}

extension RoomHandling {
  /// Prepares nothing: a takeover restores everything.
  public func standBy(for rooms: Set<RoomName>) async {}
  public func readyRooms() async -> Set<RoomName>? { nil }
}
