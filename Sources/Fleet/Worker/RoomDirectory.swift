public import Backbone
public import Foundation
public import LiveshelfCore

/// What the directory holds of a room.
public struct DirectoryEntry: Hashable, Sendable {
  public let room: RoomName
  /// Nil when the room was removed.
  public let value: Data?

  public init(room: RoomName, value: Data?) {
    self.room = room
    self.value = value
  }
}

/// The rooms that are to be run, and what they show: what any number of servers and workers share.
public struct RoomDirectory: Sendable {
  private let backbone: any Backbone

  static let definitions = "rooms."
  static let views = "views."
  static let delivered = "delivered."
  static let settings = "settings."
  static let attention = "attention."
  static let facts = "facts."
  static let runningOrders = "running_order."
  /// So many changes by others are waited out.
  private static let changeAttempts = 50

  public init(_ backbone: any Backbone) {
    self.backbone = backbone
  }

  /// Registers a room, or changes its definition; a worker runs it from then on.
  public func register(_ room: RoomAssignment) async throws(BackboneError) {
    try await backbone.putState(Self.definitions + BackboneName.token(of: room.room), room.definition)
  }

  /// Changes a room's definition, whoever else changes it at the same time: `body` gets the newest one, nil when there is
  /// none, and is asked again when another server was faster.
  ///
  /// - Returns: what was written.
  @discardableResult
  public func change(_ room: RoomName, _ body: (Data?) throws -> Data) async throws -> Data {
    try await change(Self.definitions + BackboneName.token(of: room), body)
  }

  private func change(_ key: String, _ body: (Data?) throws -> Data) async throws -> Data {
    for _ in 0..<Self.changeAttempts {
      let entry = try await backbone.state(key)
      let changed = try body(entry?.value)
      do throws(BackboneError) {
        try await backbone.putState(key, changed, expecting: entry?.revision)
        return changed
      } catch {
        guard case .conflict = error else { throw error }
      }
    }
    throw BackboneError.unavailable("others change \(key) all the time")
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

  /// What a room showed last; nil: it has shown nothing.
  public func view(of room: RoomName) async throws(BackboneError) -> Data? {
    try await backbone.state(Self.views + BackboneName.token(of: room))?.value
  }

  /// What the rooms show, and its changes; nil when a room was removed.
  public func views() async throws(BackboneError) -> Feed<DirectoryEntry> {
    try await entries(Self.views)
  }

  /// The rooms' definitions and their changes; nil when a room was removed.
  public func definitions() async throws(BackboneError) -> Feed<DirectoryEntry> {
    try await entries(Self.definitions)
  }

  /// How far the sinks have a room's signals, as its owner noted it last: where the next owner's outbox goes on, so that
  /// receivers see few signals again. Opaque here; nil when nothing was noted.
  public func delivered(of room: RoomName) async throws(BackboneError) -> Data? {
    try await backbone.state(Self.delivered + BackboneName.token(of: room))?.value
  }

  /// Notes how far the sinks have a room's signals.
  public func noteDelivered(_ places: Data, of room: RoomName) async throws(BackboneError) {
    try await backbone.putState(Self.delivered + BackboneName.token(of: room), places)
  }

  /// Settings that all rooms share, by name; opaque here. Nil: none were set.
  public func settings(_ name: String) async throws(BackboneError) -> Data? {
    try await backbone.state(Self.settings + name)?.value
  }

  public func setSettings(_ name: String, to value: Data) async throws(BackboneError) {
    try await backbone.putState(Self.settings + name, value)
  }

  /// The shared settings and their changes, by name.
  public func settingsChanges() async throws(BackboneError) -> Feed<(name: String, value: Data?)> {
    let feed = try await backbone.watchState(prefix: Self.settings)
    return Feed { wait throws(BackboneError) in
      try await feed.next(wait: wait).map { (String($0.key.dropFirst(Self.settings.count)), $0.value) }
    }
  }

  /// Changes what operators did about a signal, as `change` does with definitions.
  ///
  /// - Parameter signal: its id: letters, digits, `-` and `_`.
  @discardableResult
  public func changeAttention(
    to signal: String, of room: RoomName, _ body: (Data?) throws -> Data
  ) async throws -> Data {
    try await change("\(Self.attention)\(BackboneName.token(of: room)).\(signal)", body)
  }

  /// What operators did about signals, and its changes.
  public func attentionChanges() async throws(BackboneError) -> Feed<(room: RoomName, signal: String, value: Data?)> {
    let feed = try await backbone.watchState(prefix: Self.attention)
    return Feed { wait throws(BackboneError) in
      try await feed.next(wait: wait).compactMap { entry in
        let parts = entry.key.dropFirst(Self.attention.count).split(separator: ".")
        guard parts.count == 2, let room = BackboneName.room(of: parts[0]) else { return nil }
        return (room, String(parts[1]), entry.value)
      }
    }
  }

  /// What viewers may be told of a room besides catalog and ledger; opaque here. Nil: nothing.
  public func facts(of room: RoomName) async throws(BackboneError) -> Data? {
    try await backbone.state(Self.facts + BackboneName.token(of: room))?.value
  }

  public func setFacts(_ value: Data, of room: RoomName) async throws(BackboneError) {
    try await backbone.putState(Self.facts + BackboneName.token(of: room), value)
  }

  /// What a room means to present; opaque here. Nil: nobody said.
  public func runningOrder(of room: RoomName) async throws(BackboneError) -> Data? {
    try await backbone.state(Self.runningOrders + BackboneName.token(of: room))?.value
  }

  public func setRunningOrder(_ value: Data, of room: RoomName) async throws(BackboneError) {
    try await backbone.putState(Self.runningOrders + BackboneName.token(of: room), value)
  }

  private func entries(_ prefix: String) async throws(BackboneError) -> Feed<DirectoryEntry> {
    let feed = try await backbone.watchState(prefix: prefix)
    return Feed { wait throws(BackboneError) in
      try await feed.next(wait: wait).compactMap { entry in
        BackboneName.room(of: entry.key.dropFirst(prefix.count)).map { DirectoryEntry(room: $0, value: entry.value) }
      }
    }
  }
}
