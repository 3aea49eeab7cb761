internal import AudioMarkers
internal import Foundation
internal import Hearing
public import LiveshelfCore
internal import Shows
internal import SpeechRecognition
internal import Storage

extension RoomRegistry {
  /// Makes a room; it does nothing until it is started or gets rows.
  ///
  /// - Throws: `.roomExists`, `.tooManyRooms`, `.storage`.
  public func create(_ definition: RoomSetup, catalog: Catalog) throws(RoomHostError) {
    guard entries[definition.name] == nil else { throw .roomExists(definition.name) }
    guard entries.count < settings.largestRoomCount else { throw .tooManyRooms(limit: settings.largestRoomCount) }
    let folder = folder(of: definition.name)
    try folder.save(catalog)
    try folder.save(definition)
    try add(definition, catalog)
  }

  /// Stops a room and forgets it; its shows stay on the disk, and a room of the same name takes them over.
  ///
  /// - Throws: `.unknownRoom`, `.storage` when its definition stays on the disk: then the next start opens it again.
  public func remove(_ name: RoomName) async throws(RoomHostError) {
    let entry = try entry(name)
    if entry.room.frame?.isRunning ?? false { try await stop(name) }
    entries[name] = nil
    entry.stream?.cancel()
    await entry.stream?.value
    await onClose(name)
    await closeRoom(entry)
    do {
      try FileManager.default.removeItem(at: entry.folder.definitionFile)
    } catch {
      guard FileManager.default.fileExists(atPath: entry.folder.definitionFile.path) else { return }
      throw .storage(
        "the room '\(name)' was stopped, but '\(entry.folder.definitionFile.path)' cannot be removed "
          + "(\(error.localizedDescription)): remove it, or the next start opens the room again")
    }
  }

  /// Attaches a room to its stream, or begins a show of a room without one. The show of a stream begins with its first
  /// sound.
  ///
  /// - Throws: `.hearing` when the speech models or the markers cannot be used; `.wrongState` when it runs already;
  ///   `.badRequest` when the stream's address may not be used (any more).
  public func start(_ name: RoomName) async throws(RoomHostError) {
    try await checkAddress(of: name)
    let model = try entry(name).definition.url == nil ? nil : try await speechModel()
    var entry = try entry(name)
    guard entry.stream == nil else { throw .wrongState("the room '\(name)' is attached already: stop it first") }
    if let model {
      entry.stream = try attach(entry, model)
    } else if !(entry.room.frame?.isRunning ?? false) {
      try await entry.room.begin(
        entry.definition.show(
          catalog: entry.catalog, settings: settings.thresholds, beginning: settings.clock.now))
    } else if entry.definition.isRunning == false {
      log(name, "the show goes on")
    }
    entry.definition.isRunning = true
    try entry.folder.save(entry.definition)
    entries[name] = entry
  }

  /// Leaves the stream, ends the show and writes its files.
  ///
  /// - Throws: `.wrongState` when nothing runs.
  public func stop(_ name: RoomName) async throws(RoomHostError) {
    var entry = try entry(name)
    let stream = entry.stream
    entry.stream = nil
    entry.definition.isRunning = false
    entries[name] = entry
    try entry.folder.save(entry.definition)
    stream?.cancel()
    await stream?.value
    if entry.room.frame?.isRunning ?? false {
      try await finishShow(of: entry)
    } else if stream == nil {
      throw .wrongState("the room '\(name)' does not run")
    }
  }

  /// Replaces the products; a show that runs takes them over at once.
  public func change(_ catalog: Catalog, in name: RoomName) async throws(RoomHostError) {
    var entry = try entry(name)
    try entry.folder.save(catalog)
    try await entry.room.change(catalog)
    entry.catalog = catalog
    entries[name] = entry
    try await attachAnew(name)
  }

  /// Attaches a room that listens once more, so that it hears with other products or markers.
  func attachAnew(_ name: RoomName) async throws(RoomHostError) {
    guard let stream = try entry(name).stream else { return }
    entries[name]?.stream = nil
    stream.cancel()
    await stream.value
    try await checkAddress(of: name)
    let model = try await speechModel()
    guard let entry = entries[name], entry.stream == nil else { return }
    entries[name]?.stream = try attach(entry, model)
  }

  private func checkAddress(of name: RoomName) async throws(RoomHostError) {
    let definition = try entry(name).definition
    guard let address = definition.url, let reason = await objection(address, definition.listens) else { return }
    throw .badRequest(field: "url", reason: reason)
  }

  private func attach(_ entry: Entry, _ model: any RecognizerSource) throws(RoomHostError) -> Task<Void, Never> {
    let name = entry.definition.name
    let attachment = StreamAttachment(
      room: entry.room, definition: entry.definition, catalog: entry.catalog,
      settings: settings.thresholds, markers: try markerLibrary(entry),
      model: model, addressPolicy: addressPolicy, log: { [log] in log(name, $0) })
    return Task { [log] in
      do {
        try await attachment.run()
      } catch {
        log(name, "the stream is left: \(error)")
      }
      if !Task.isCancelled { await self.streamEnded(name) }
    }
  }

  /// A stream ended by itself.
  private func streamEnded(_ name: RoomName) async {
    guard var entry = entries[name] else { return }
    entry.stream = nil
    guard entry.definition.endsAfter != nil, entry.room.frame?.isRunning ?? false else {
      entries[name] = entry
      return
    }
    entry.definition.isRunning = false
    entries[name] = entry
    do {
      try entry.folder.save(entry.definition)
      try await finishShow(of: entry)
    } catch {
      log(name, "the show was not ended: \(error)")
    }
  }

  private func finishShow(of entry: Entry) async throws(RoomHostError) {
    try await entry.room.end()
    guard let show = entry.room.frame?.show else { return }
    await onShowEnd(entry.room)
    let folder = entry.folder.show(show.id)
    do {
      try await ShowExport(store: entry.room.store, show: show.id).write(to: folder)
      log(entry.definition.name, "the show is over; its files are in '\(folder.path)'")
    } catch {
      log(entry.definition.name, "the files of the show were not written: \(error)")
    }
  }
}
