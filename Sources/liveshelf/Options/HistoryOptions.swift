import ArgumentParser
import Foundation
import History
import LiveshelfCore
import Rooms
import Storage

/// Which shows are meant, and where they are gathered.
struct HistoryOptions: ParsableArguments {
  @Option(
    name: .customLong("shows"), parsing: .upToNextOption,
    help: ArgumentHelp("Folders of shows, or folders that hold such folders.", valueName: "folder"),
    completion: .directory)
  var folders: [String] = []

  @Option(
    name: .customLong("data"), help: ArgumentHelp("The folder that 'liveshelf serve' works in.", valueName: "folder"),
    completion: .directory)
  var data: String?

  @Option(
    help: ArgumentHelp(
      "Keep the gathered shows in this SQLite file: the next time only what changed is read.", valueName: "file"),
    completion: .file())
  var database: String?

  func validate() throws {
    guard !folders.isEmpty || data != nil || database != nil else {
      throw ValidationError("name the shows: --shows FOLDER …, --data FOLDER of a server, or --database FILE")
    }
  }

  /// Gathers the shows and gives the database to `body`.
  func with<Value>(_ body: (ShowDatabase) throws -> Value) async throws -> Value {
    let temporary = FileManager.default.temporaryDirectory.appending(path: "liveshelf-\(UUID().uuidString)")
    if database == nil {
      try FileManager.default.createDirectory(
        at: temporary, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    defer { if database == nil { try? FileManager.default.removeItem(at: temporary) } }
    let shows = try ShowDatabase(
      path: database ?? temporary.appending(path: "shows.sqlite").path, asItIs: folders.isEmpty && data == nil)
    var places: [URL] = []
    for folder in folders {
      let found = ShowDatabase.folders(below: URL(filePath: folder))
      guard !found.isEmpty else {
        throw ValidationError("there is no show in '\(folder)': name a folder that batch or attach wrote, or one above")
      }
      places += found
    }
    places += try await served()
    if !places.isEmpty {
      let gathering = try shows.gather(places) { done, all in
        Console.progress("\(100 * done / max(1, all)) %  read \(done) of \(all) shows")
      }
      Console.endProgress()
      for failure in gathering.failed { Console.error("liveshelf: left out: \(failure.reason)") }
    }
    return try body(shows)
  }

  /// The folders of the shows that a server's rooms have held.
  private func served() async throws -> [URL] {
    guard let data else { return [] }
    var options = DataOptions()
    options.folder = data
    options.room = nil
    var folders: [URL] = []
    for store in try options.stores() {
      let archive = ShowArchive(store: store)
      for show in try store.shows() where show.end != nil {
        Console.progress("room \(store.room): show \(show.id)")
        folders.append(try await archive.folder(of: show.id))
      }
    }
    Console.endProgress()
    return folders
  }
}
