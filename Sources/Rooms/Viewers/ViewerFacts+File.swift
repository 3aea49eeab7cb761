public import Foundation
public import LiveshelfCore

extension ViewerFacts {
  /// Reads the facts file in a room's folder; without one, nothing is told.
  ///
  /// - Throws: `.storage` for a file that cannot be read.
  public init(folder: URL) throws(RoomHostError) {
    let file = Self.file(in: folder)
    guard FileManager.default.fileExists(atPath: file.path) else {
      self.init()
      return
    }
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
    } catch {
      throw .storage("'\(file.path)' cannot be read: \(RoomFileTrouble.text(error))")
    }
    if let problem { throw .storage("'\(file.path)': \(problem.field): \(problem.reason)") }
  }

  fileprivate static func file(in folder: URL) -> URL { folder.appending(path: "facts.json") }

  fileprivate func write(to folder: URL) throws(RoomHostError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try encoder.encode(self).write(to: Self.file(in: folder), options: .atomic)
    } catch {
      throw .storage("'\(Self.file(in: folder).path)' cannot be written: \(RoomFileTrouble.text(error))")
    }
  }
}

extension RoomRegistry {
  /// What viewers may be told of a room besides catalog and ledger.
  public func viewerFacts(of name: RoomName) throws(RoomHostError) -> ViewerFacts {
    try ViewerFacts(folder: entry(name).folder.url)
  }

  /// Replaces them; the next answer uses them.
  ///
  /// - Throws: `.badRequest`, `.storage`.
  public func setViewerFacts(_ facts: ViewerFacts, of name: RoomName) throws(RoomHostError) {
    let entry = try entry(name)
    if let problem = facts.problem { throw .badRequest(field: problem.field, reason: problem.reason) }
    try facts.write(to: entry.folder.url)
  }

  /// The products that a room has, or will have in its next show.
  public func catalog(of name: RoomName) throws(RoomHostError) -> Catalog { try entry(name).wish.catalog }
}
