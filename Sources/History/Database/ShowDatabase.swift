public import Foundation
internal import GRDB
internal import LiveshelfCore
public import Shows

/// Shows gathered in one SQLite file, for questions in SQL and for the history.
///
/// The file is made of the shows' folders and holds nothing else: it may be deleted at any time. Any program that reads SQLite
/// may read it. One thread at a time may use an instance.
public final class ShowDatabase {
  /// What gathering did.
  public struct Gathering: Sendable {
    public internal(set) var read: [String] = []
    /// They had not changed since they were read.
    public internal(set) var unchanged = 0
    /// Folders that could not be read, and why.
    public internal(set) var failed: [(folder: String, reason: String)] = []
  }

  public let path: String
  let queue: DatabaseQueue

  /// Opens the file, or makes it.
  ///
  /// - Parameter asItIs: nothing will be gathered: a file of another version is refused instead of made anew.
  /// - Throws: `.unusable`, `.foreign`, `.outdated`.
  public init(path: String, asItIs: Bool = false) throws(HistoryError) {
    self.path = path
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(10)
      configuration.label = "history"
      queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.writeWithoutTransaction { database in
        // It can be made again: what a crash takes away is read again from the folders.
        try database.execute(sql: "PRAGMA synchronous = NORMAL")
      }
      try queue.write { try Self.prepare($0, path, asItIs: asItIs) }
    } catch let error as HistoryError {
      throw error
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw .foreign(path: path)
    } catch {
      throw .unusable(path: path, reason: "\(error)")
    }
  }

  private static func prepare(_ database: Database, _ path: String, asItIs: Bool) throws {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let names = try String.fetchAll(
      database, sql: "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'")
    guard application == HistorySchema.application || names.isEmpty else {
      throw HistoryError.foreign(path: path)
    }
    if version == HistorySchema.version, !names.isEmpty { return }
    guard names.isEmpty || !asItIs else { throw HistoryError.outdated(path: path) }
    for name in names {
      let isView = try Bool.fetchOne(
        database, sql: "SELECT type = 'view' FROM sqlite_master WHERE name = ?", arguments: [name])
      try database.execute(sql: "DROP \(isView == true ? "VIEW" : "TABLE") \"\(name)\"")
    }
    for statement in HistorySchema.statements { try database.execute(sql: statement) }
    try database.execute(sql: "PRAGMA user_version = \(HistorySchema.version)")
    try database.execute(sql: "PRAGMA application_id = \(HistorySchema.application)")
  }

  /// Reads the folders that are new or have changed, and drops those that are not named. A folder that cannot be read fails
  /// by itself.
  ///
  /// - Parameter progress: called before each folder that is read, with how many are done and how many there are.
  public func gather(
    _ folders: [URL], progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) throws(HistoryError) -> Gathering {
    var gathering = Gathering()
    do {
      let known = try queue.read { database in
        Dictionary(
          try Row.fetchAll(database, sql: "SELECT folder, fingerprint FROM t_show").map {
            ($0["folder"] as String, $0["fingerprint"] as String)
          }, uniquingKeysWith: { first, _ in first })
      }
      let paths = folders.map { $0.standardizedFileURL.path }
      for stale in Set(known.keys).subtracting(paths) {
        try queue.write { try Self.drop(stale, $0) }
      }
      for (number, path) in paths.enumerated() {
        let fingerprint = Self.fingerprint(of: path)
        if known[path] == fingerprint {
          gathering.unchanged += 1
          continue
        }
        progress(number, paths.count)
        switch Self.read(path) {
        case .failure(let error):
          gathering.failed.append((path, error.description))
          try queue.write { try Self.drop(path, $0) }
        case .success(let show):
          try queue.write { database in
            try Self.drop(path, database)
            try ShowImport(show, fingerprint: fingerprint).write(to: database)
          }
          gathering.read.append(path)
        }
      }
    } catch {
      throw .unusable(path: path, reason: "\(error)")
    }
    return gathering
  }

  private static func read(_ path: String) -> Result<ShowFolder, ShowFolderError> {
    do {
      return .success(try ShowFolder(reading: path))
    } catch {
      return .failure(error)
    }
  }

  private static func drop(_ folder: String, _ database: Database) throws {
    guard let id = try Int64.fetchOne(database, sql: "SELECT id FROM t_show WHERE folder = ?", arguments: [folder])
    else {
      return
    }
    for table in HistorySchema.tables {
      try database.execute(sql: "DELETE FROM \(table) WHERE show_id = ?", arguments: [id])
    }
    try database.execute(sql: "DELETE FROM t_show WHERE id = ?", arguments: [id])
  }

  /// Changes with the names, sizes and dates of the folder's files.
  private static func fingerprint(of folder: String) -> String {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { !$0.hasSuffix(".html") }.map { name in
      let facts = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
      let date = (facts?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      return "\(name):\(facts?[.size] as? Int ?? 0):\(Int64(date * 1000))"
    }.joined(separator: " ")
  }

  /// The folders of shows that are meant: a show's own folder, else all that lie below it, at most four levels deep.
  public static func folders(below url: URL) -> [URL] {
    let files = FileManager.default
    if files.fileExists(atPath: url.appending(path: "show.json").path) { return [url] }
    var found: [URL] = []
    func look(_ folder: URL, _ depth: Int) {
      let names = (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
      for name in names.sorted() where !name.hasPrefix(".") {
        let place = folder.appending(path: name)
        var isFolder: ObjCBool = false
        guard files.fileExists(atPath: place.path, isDirectory: &isFolder), isFolder.boolValue else { continue }
        if files.fileExists(atPath: place.appending(path: "show.json").path) {
          found.append(place)
        } else if depth < 4 {
          look(place, depth + 1)
        }
      }
    }
    look(url, 1)
    return found
  }
}
