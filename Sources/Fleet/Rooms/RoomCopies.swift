internal import Backbone
internal import Foundation
internal import LiveshelfCore
internal import RoomAPI
internal import Rooms
internal import Storage

/// A server's copies of rooms that workers run, made when somebody asks for more than what a room shows.
///
/// They can be deleted at any time: the next question makes them again from the backbone's log.
actor RoomCopies {
  /// A copy, and the desk that answers its viewers.
  struct Copy: Sendable {
    let room: FollowedRoom
    let desk: ViewerDesk
  }

  private let backbone: any Backbone
  private let folder: URL
  private var copies: [RoomName: Copy] = [:]
  /// What operators did about signals that may not be in the copies yet.
  private var waiting: [RoomName: [String: SharedAttention]] = [:]

  /// - Parameter folder: where the copies are.
  init(_ backbone: any Backbone, folder: URL) {
    self.backbone = backbone
    self.folder = folder
  }

  /// The copy, as new as it was when it was asked last.
  func copy(of name: RoomName) throws(ServiceError) -> Copy {
    if let known = copies[name] { return known }
    let store: RoomStore
    do {
      store = try RoomStore(room: name, folder: folder.appending(path: name.text))
    } catch {
      throw .unavailable("the copy of '\(name)' cannot be opened: \(error)")
    }
    let follower = LogFollower(backbone, room: name, log: StoreLog(store))
    let room = FollowedRoom(store: store) { try await follower.catchUp() }
    let copy = Copy(room: room, desk: ViewerDesk(room))
    copies[name] = copy
    return copy
  }

  /// The copy with everything that the backbone has.
  func current(_ name: RoomName) async throws(ServiceError) -> FollowedRoom {
    let room = try copy(of: name).room
    try await served { () async throws(RoomHostError) in try await room.refresh() }
    for (signal, shared) in waiting[name] ?? [:] {
      let known: StoredSignal?
      do {
        known = try room.store.attend(to: signal) { $0 = shared.attention }
      } catch {
        throw .unavailable("the copy of '\(name)' cannot be written: \(error)")
      }
      if known != nil { waiting[name]?[signal] = nil }
    }
    return room
  }

  func note(_ attention: SharedAttention, to signal: String, of room: RoomName) {
    waiting[room, default: [:]][signal] = attention
  }

  func forget(_ room: RoomName) {
    copies[room] = nil
    waiting[room] = nil
  }
}
