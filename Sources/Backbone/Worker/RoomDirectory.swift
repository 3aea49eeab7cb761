public import Foundation
public import LiveshelfCore

/// What the directory holds of a room.
public struct RoomEntry: Hashable, Sendable {
  public let room: RoomName
  /// Nil when the room was removed.
  public let value: Data?
}

/// The rooms that are to be run, and what they show: what any number of servers and workers share.
public struct RoomDirectory: Sendable {
  private let backbone: any Backbone

  static let definitions = "rooms."
  static let views = "views."
  static let delivered = "delivered."

  public init(_ backbone: any Backbone) {
    self.backbone = backbone
  }

  /// Registers a room, or changes its definition; a worker runs it from then on.
  public func register(_ room: RoomAssignment) async throws(BackboneError) {
    try await backbone.putState(Self.definitions + BackboneName.token(of: room.room), room.definition)
  }

  /// The worker that runs the room stops it. Its log stays.
  public func remove(_ room: RoomName) async throws(BackboneError) {
    try await backbone.deleteState(Self.definitions + BackboneName.token(of: room))
    try await backbone.deleteState(Self.views + BackboneName.token(of: room))
  }

  public func definition(of room: RoomName) async throws(BackboneError) -> RoomAssignment? {
    let entry = try await backbone.state(Self.definitions + BackboneName.token(of: room))
    return entry?.value.map { RoomAssignment(room: room, definition: $0) }
  }

  /// Publishes what a room shows at the moment, for the servers that draw it. Small: it is sent with every change.
  public func show(_ view: Data, of room: RoomName) async throws(BackboneError) {
    try await backbone.putState(Self.views + BackboneName.token(of: room), view)
  }

  /// What the rooms show, and its changes; nil when a room was removed.
  public func views() async throws(BackboneError) -> Feed<RoomEntry> {
    try await entries(Self.views)
  }

  /// The rooms' definitions and their changes; nil when a room was removed.
  public func definitions() async throws(BackboneError) -> Feed<RoomEntry> {
    try await entries(Self.definitions)
  }

  /// How far each sink has a room's signals, as its owner noted it last: where the next owner's outbox goes on, so that
  /// receivers see few signals again. Nil when nothing was noted.
  public func delivered(of room: RoomName) async throws(BackboneError) -> [String: Int64]? {
    guard let value = try await backbone.state(Self.delivered + BackboneName.token(of: room))?.value else { return nil }
    do {
      return try JSONDecoder().decode([String: Int64].self, from: value)
    } catch {
      throw .damaged("the positions of \(room)'s sinks: \(error)")
    }
  }

  /// Notes how far each sink has a room's signals.
  public func noteDelivered(_ positions: [String: Int64], of room: RoomName) async throws(BackboneError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let value: Data
    do {
      value = try encoder.encode(positions)
    } catch {
      throw .refused("the positions of \(room)'s sinks cannot be written: \(error)")
    }
    try await backbone.putState(Self.delivered + BackboneName.token(of: room), value)
  }

  private func entries(_ prefix: String) async throws(BackboneError) -> Feed<RoomEntry> {
    let feed = try await backbone.watchState(prefix: prefix)
    return Feed { wait throws(BackboneError) in
      try await feed.next(wait: wait).compactMap { entry in
        BackboneName.room(of: entry.key.dropFirst(prefix.count)).map { RoomEntry(room: $0, value: entry.value) }
      }
    }
  }
}
