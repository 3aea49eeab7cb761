internal import Foundation
public import LiveshelfCore
internal import Storage

extension RoomRegistry {
  /// Forgets a room: when this returns nobody sees it any more, also after a crash. Its show is ended and its database closed
  /// after that, which takes as long as the show's files do. Its shows stay on the disk, and a room of the same name takes
  /// them over.
  ///
  /// - Throws: `.unknownRoom`; `.wrongState` for a shop that has rooms; `.storage`: then the room is there as before.
  public func remove(_ name: RoomName) throws(RoomHostError) {
    let rooms = entries.values.filter { $0.wish.setup.shop == name }.map(\.room.name.text).sorted()
    guard rooms.isEmpty else {
      throw .wrongState("'\(name)' keeps the stock of \(rooms.joined(separator: ", ")): remove these rooms first")
    }
    var entry = try entry(name)
    let running = entry.room.frame.flatMap { $0.isRunning ? $0.show?.id : nil }
    entry.wish.isRemoved = true
    entry.wish.setup.isWanted = false
    if let running { entry.wish.endedShow = running }
    try entry.folder.save(entry.wish)
    entries[name] = nil
    // A shop is told of its rooms' last rows before it closes.
    let before = removals.filter { removed[$0.key] == name }.map(\.value)
    removed[name] = entry.wish.setup.shop
    let leaving = entry
    removals[name] = Task {
      for task in before { await task.value }
      await self.finishRemoval(of: leaving)
    }
  }

  /// Ends what a room that was removed still ran.
  private func finishRemoval(of entry: Entry) async {
    let name = entry.room.name
    var trouble: RoomHostError?
    do throws(RoomHostError) {
      if entry.wish.endedShow != nil { try await entry.life.follow(entry.wish) }
    } catch {
      trouble = error
    }
    await close(entry)
    do throws(RoomHostError) {
      if trouble == nil { try forgetDefinition(entry) }
    } catch {
      trouble = error
    }
    if let trouble {
      surroundings.log(name, "the room was removed, and the next start removes what is left of it: \(trouble)")
    }
    removals[name] = nil
    removed[name] = nil
  }

  private func forgetDefinition(_ entry: Entry) throws(RoomHostError) {
    do {
      try FileManager.default.removeItem(at: entry.folder.definitionFile)
    } catch {
      guard FileManager.default.fileExists(atPath: entry.folder.definitionFile.path) else { return }
      throw .storage("'\(entry.folder.definitionFile.path)' cannot be removed (\(RoomFileTrouble.text(error)))")
    }
  }

  /// Ends rooms whose removal a crash has interrupted.
  func finishRemovals() throws(RoomHostError) {
    for (name, entry) in entries where entry.wish.isRemoved { try remove(name) }
  }
}
