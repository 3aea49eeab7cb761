import Backbone
import Foundation
import Intake
import LiveshelfCore
import LiveshelfServer
import Logging

/// What `serve --check` tries: everything that starting does, up to listening, on a copy of the server's database.
struct ServingCheck {
  private var configuration: ServerConfiguration
  private let file: URL?
  private let logger: Logger

  init(_ configuration: ServerConfiguration, file: URL?, logger: Logger) {
    self.configuration = configuration
    self.file = file
    self.logger = logger
  }

  /// - Parameter backbone: as `serve` got it.
  /// - Throws: what would keep the server from starting.
  func run(backbone: String?) async throws {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "liveshelf-check-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    var copy = configuration
    copy.dataFolder = scratch.path
    // Whether there are tokens decides where it may listen.
    let data = URL(filePath: configuration.dataFolder)
    for name in ["server.sqlite", "server.sqlite-wal", "thresholds.json"] {
      let source = data.appending(path: name)
      guard FileManager.default.fileExists(atPath: source.path) else { continue }
      try FileManager.default.copyItem(at: source, to: scratch.appending(path: name))
    }
    try checkFolder(data)
    _ = try RoomServer(copy, file: file, models: nil, logger: logger, started: { _ in })
    if let backbone { try await BackboneConnection.open(backbone).close() }
    for room in configuration.rooms { try await check(room) }
  }

  private func checkFolder(_ data: URL) throws {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: data.path, isDirectory: &isFolder)
    guard !exists || isFolder.boolValue && FileManager.default.isWritableFile(atPath: data.path) else {
      throw ServingError.refused("the folder '\(data.path)' cannot be written; choose another with `data`")
    }
  }

  private func check(_ room: ConfiguredRoom) async throws {
    do {
      if let catalog = room.catalogFile { _ = try CatalogReader.read(URL(filePath: catalog)) }
    } catch {
      throw ServingError.refused("the room '\(room.name)' cannot be made: \(error)")
    }
    if let folder = room.markersFolder, !FileManager.default.fileExists(atPath: folder) {
      throw ServingError.refused("the room '\(room.name)' cannot be made: there is no folder '\(folder)' of markers")
    }
  }
}
