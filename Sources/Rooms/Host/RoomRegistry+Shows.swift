internal import Foundation
public import LiveshelfCore
internal import Storage

extension RoomRegistry {
  /// Makes a room; it does nothing until it is started or gets rows.
  ///
  /// A shop that it names and that is not there is made too, and started.
  ///
  /// - Throws: `.roomExists`, `.tooManyRooms`, `.badRequest` for a shop that cannot be one, `.storage`.
  public func create(_ setup: RoomSetup, catalog: Catalog) async throws(RoomHostError) {
    // A room of this name that was removed may still be writing the files of its last show.
    await removals[setup.name]?.value
    guard entries[setup.name] == nil else { throw .roomExists(setup.name) }
    guard entries.count < settings.largestRoomCount else { throw .tooManyRooms(limit: settings.largestRoomCount) }
    try await prepareShop(of: setup, catalog)
    let folder = folder(of: setup.name)
    let wish = RoomWish(setup, catalog: catalog, markers: try folder.readMarkers())
    try folder.save(wish)
    try await add(wish)
    linkShops()
  }

  /// Attaches a room to its stream, or begins a show of a room without one. The show of a stream begins with its first
  /// sound.
  ///
  /// - Throws: `.hearing` when the speech models or the markers cannot be used; `.wrongState` when it runs already;
  ///   `.badRequest` when the stream's address may not be used (any more).
  public func start(_ name: RoomName) async throws(RoomHostError) {
    let old = try entry(name).wish
    guard !old.setup.isWanted || old.setup.url == nil else {
      throw .wrongState("the room '\(name)' is attached already: stop it first")
    }
    do throws(RoomHostError) {
      try await change(name) { $0.setup.isWanted = true }
    } catch {
      // Nobody waits for it any more: it must not begin by itself later.
      guard !old.setup.isWanted, let entry = entries[name] else { throw error }
      try keep(name) { $0.setup.isWanted = false }
      await entry.life.want(try self.entry(name).wish)
      throw error
    }
  }

  /// Leaves the stream, ends the show and writes its files.
  ///
  /// - Throws: `.wrongState` when nothing runs.
  public func stop(_ name: RoomName) async throws(RoomHostError) {
    let entry = try entry(name)
    let running = entry.room.frame.flatMap { $0.isRunning ? $0.show?.id : nil }
    guard entry.wish.setup.isWanted || running != nil else { throw .wrongState("the room '\(name)' does not run") }
    try await change(name) { wish in
      wish.setup.isWanted = false
      if let running { wish.endedShow = running }
    }
  }

  /// Replaces the products; a show that runs takes them over at once.
  public func change(_ catalog: Catalog, in name: RoomName) async throws(RoomHostError) {
    if let shop = try entry(name).wish.setup.shop { try await teach(shop, catalog) }
    try await change(name) { $0.catalog = catalog }
  }

  /// Changes what a room is called, where its stream is and when its shows end; one that listens is attached anew.
  ///
  /// - Throws: `.unknownRoom`, `.badRequest` when the stream's address may not be used, `.hearing`, `.storage`.
  public func change(_ setup: RoomSetup) async throws(RoomHostError) {
    try await change(setup.name) { wish in
      (wish.setup.title, wish.setup.url, wish.setup.listens) = (setup.title, setup.url, setup.listens)
      wish.setup.endsAfter = setup.endsAfter
    }
  }

  /// Wishes something else of a room, and waits until it is so.
  func change(_ name: RoomName, _ body: (inout RoomWish) -> Void) async throws(RoomHostError) {
    try keep(name, body)
    let entry = try entry(name)
    try await entry.life.follow(entry.wish)
  }

  /// Changes what is wished of a room, on the disk too.
  private func keep(_ name: RoomName, _ body: (inout RoomWish) -> Void) throws(RoomHostError) {
    let entry = try entry(name)
    var wish = entry.wish
    body(&wish)
    try entry.folder.save(wish)
    entries[name]?.wish = wish
  }

  /// A stream ended by itself, and its show with it.
  func streamEnded(of name: RoomName, show: String) async throws(RoomHostError) {
    try keep(name) { wish in
      // The next publisher begins the next show.
      wish.setup.isWanted = wish.setup.listens
      wish.endedShow = show
    }
    let entry = try entry(name)
    await entry.life.want(entry.wish)
  }
}
