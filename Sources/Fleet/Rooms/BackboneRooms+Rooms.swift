internal import Backbone
internal import Foundation
public import LiveshelfCore
public import RoomAPI
internal import Rooms
internal import Synchronization

extension BackboneRooms {
  public func rooms() async -> [RoomSummary] {
    known.withLock { $0.values.map { Self.summary($0) } }.sorted { $0.name < $1.name }
  }

  static func summary(_ known: Known) -> RoomSummary {
    RoomSummary(
      name: known.definition.setup.name.text, title: known.definition.setup.title, state: known.view?.state ?? .idle,
      url: known.definition.setup.shownAddress, listen: known.definition.setup.listens, show: known.view?.show,
      startedAt: known.view?.startedAt, products: known.definition.catalog.products.count,
      sequence: known.view?.sequence ?? 0, now: known.view?.now, totals: known.view?.totals ?? ShowTotals(),
      openSignals: known.view?.cards.count { $0.isOpen } ?? 0)
  }

  /// Changes a room's definition, whichever server changes it at the same time.
  ///
  /// - Parameter body: gets the newest definition.
  private func change(
    _ room: RoomName, _ body: (inout RoomWish) throws(ServiceError) -> Void
  ) async throws(ServiceError) -> RoomSummary {
    let view = try await known(room).view
    return try await write(room, showing: view) { data throws in
      guard let data else { throw ServiceError.roomNotFound(room) }
      var definition = try RoomWish(data)
      try body(&definition)
      return definition
    }
  }

  private func write(
    _ room: RoomName, showing view: RoomView?, _ body: (Data?) throws -> RoomWish
  ) async throws(ServiceError) -> RoomSummary {
    var written: RoomWish?
    do {
      try await directory.change(room) { data in
        let definition = try body(data)
        written = definition
        return try definition.encoded()
      }
    } catch let error as ServiceError {
      throw error
    } catch BackboneError.tooLarge(let bytes, let limit) {
      throw .limitExceeded("the room's catalog takes \(bytes) bytes; workers share at most \(limit)")
    } catch let error as BackboneError {
      throw .unavailable("the backbone: \(error)")
    } catch {
      throw .unavailable("the room's definition cannot be read or written: \(error)")
    }
    guard let written else { throw .unavailable("the room's definition was not written") }
    let entry = Known(definition: written, view: view)
    known.withLock { $0[room] = entry }
    return Self.summary(entry)
  }

  public func createRoom(_ definition: RoomDefinition) async throws(ServiceError) -> RoomSummary {
    let name = definition.name
    guard definition.shop == nil else {
      throw .invalid(
        field: "shop",
        message: "rooms of workers keep their own stock: run the rooms of a shop with one `liveshelf serve`")
    }
    return try await write(name, showing: nil) { data in
      guard data == nil else { throw ServiceError.roomExists(name) }
      return RoomWish(
        RoomSetup(
          name: name, title: definition.title, url: definition.url, listens: definition.listens,
          headers: definition.headers,
          startTime: definition.startTime, endsAfter: definition.endsAfter, columns: definition.columns),
        catalog: Catalog(definition.products))
    }
  }

  public func changeRoom(_ room: RoomName, _ change: RoomChange) async throws(ServiceError) -> RoomSummary {
    try await self.change(room) { definition throws(ServiceError) in try change.apply(to: &definition.setup) }
  }

  public func columns(of kind: RowKind, in room: RoomName) async throws(ServiceError) -> String? {
    try await known(room).definition.setup.columns[kind.rawValue]
  }

  public func deleteRoom(_ room: RoomName) async throws(ServiceError) {
    let entry = try await known(room)
    try await reached { () throws(BackboneError) in
      try await directory.remove(room)
      for marker in entry.definition.markers {
        try await objects.remove(marker.hash, bytes: marker.bytes, of: room)
      }
    }
    known.withLock { _ = $0.removeValue(forKey: room) }
    await copies.forget(room)
  }

  public func startRoom(_ room: RoomName) async throws(ServiceError) -> RoomSummary {
    try await change(room) { definition throws(ServiceError) in
      guard !definition.setup.isWanted || definition.setup.url == nil else {
        throw .conflict("the room '\(room)' is attached already: stop it first")
      }
      definition.setup.isWanted = true
    }
  }

  /// The room's owner ends the show that was shown last: its name goes into the definition, so that a worker that takes
  /// the room over before it was done does it.
  public func stopRoom(_ room: RoomName) async throws(ServiceError) -> RoomSummary {
    let view = try await known(room).view
    let running = view.flatMap { $0.state == .idle ? nil : $0.show }
    return try await change(room) { definition throws(ServiceError) in
      guard definition.setup.isWanted || (running != nil && definition.endedShow != running) else {
        throw .conflict("the room '\(room)' does not run")
      }
      definition.setup.isWanted = false
      if let running { definition.endedShow = running }
    }
  }

  public func setCatalog(_ products: [Product], in room: RoomName) async throws(ServiceError) -> RoomSummary {
    try await change(room) { definition throws(ServiceError) in definition.catalog = Catalog(products) }
  }

  // MARK: Markers

  public func markers(in room: RoomName) async throws(ServiceError) -> [String] {
    try await known(room).definition.markers.map(\.name).sorted()
  }

  public func setMarker(_ name: String, audio: [UInt8], in room: RoomName) async throws(ServiceError) {
    _ = try await known(room)
    try await served { () throws(RoomHostError) in try MarkerFile.check(name, audio: audio) }
    let marker = RoomMarker(name, audio: Data(audio))
    // The file comes first: who reads the definition finds it.
    try await reached { () throws(BackboneError) in try await objects.put(Data(audio), as: marker.hash, of: room) }
    var replaced: RoomMarker?
    _ = try await change(room) { definition throws(ServiceError) in
      replaced = definition.markers.first { $0.name == name }
      definition.markers.removeAll { $0.name == name }
      guard definition.markers.count < RoomMarker.limit else {
        throw .limitExceeded("a room has at most \(RoomMarker.limit) markers: delete one first")
      }
      definition.markers.append(marker)
    }
    if let replaced { try await discard(replaced, of: room) }
  }

  public func deleteMarker(_ name: String, in room: RoomName) async throws(ServiceError) {
    var removed: RoomMarker?
    _ = try await change(room) { definition throws(ServiceError) in
      removed = definition.markers.first { $0.name == name }
      guard removed != nil else { throw .invalid(field: "name", message: "there is no marker '\(name)'") }
      definition.markers.removeAll { $0.name == name }
    }
    if let removed { try await discard(removed, of: room) }
  }

  /// Removes a marker's file unless another marker has the same.
  private func discard(_ marker: RoomMarker, of room: RoomName) async throws(ServiceError) {
    guard try await !known(room).definition.markers.contains(where: { $0.hash == marker.hash }) else { return }
    try await reached { () throws(BackboneError) in
      try await objects.remove(marker.hash, bytes: marker.bytes, of: room)
    }
  }
}
