import ArgumentParser
import Foundation
import LiveshelfCore
import Rooms
import Storage

/// Where `serve` keeps its rooms, and which of them is meant.
struct DataOptions: ParsableArguments {
  @Option(
    name: .customLong("data"), help: ArgumentHelp("The folder that 'liveshelf serve' works in.", valueName: "folder"),
    completion: .directory)
  var folder = "liveshelf-data"

  @Option(help: ArgumentHelp("The room (default: the only one).", valueName: "name"))
  var room: RoomName?

  var rooms: URL { URL(filePath: folder).appending(path: "rooms") }

  /// The rooms that are meant: the named one, else all.
  func stores() throws -> [RoomStore] {
    let names = room.map { [$0] } ?? allRooms
    guard !names.isEmpty else {
      throw ValidationError("there are no rooms in '\(rooms.path)': name the folder of 'liveshelf serve' with --data")
    }
    return try names.map { name in
      let folder = rooms.appending(path: name.text)
      guard FileManager.default.fileExists(atPath: folder.appending(path: "room.sqlite").path) else {
        throw ValidationError("there is no room '\(name)' in '\(rooms.path)'")
      }
      return try RoomStore(room: name, folder: folder)
    }
  }

  /// The one room that is meant.
  func store() throws -> RoomStore {
    let stores = try stores()
    guard let store = stores.first, stores.count == 1 else {
      throw ValidationError("several rooms are in '\(rooms.path)': name one with --room")
    }
    return store
  }

  private var allRooms: [RoomName] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: rooms.path)) ?? []
    return names.sorted().compactMap { name in
      let hasStore = FileManager.default.fileExists(atPath: rooms.appending(path: "\(name)/room.sqlite").path)
      return hasStore ? RoomName(name) : nil
    }
  }
}

extension RoomStore {
  /// The show with this name, else the newest.
  func show(named name: String?) throws -> ShowRecord {
    let shows = try shows()
    guard let show = name.map({ name in shows.first { $0.id == name } }) ?? shows.last else {
      let known = shows.map(\.id).joined(separator: ", ")
      throw ValidationError(
        shows.isEmpty ? "the room '\(room)' has had no show" : "no such show in '\(room)': it has \(known)")
    }
    return show
  }
}
