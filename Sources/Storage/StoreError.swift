/// Why something could not be stored or read back.
public enum StoreError: Error, Equatable, CustomStringConvertible {
  /// The database cannot be opened or made. Mended from outside: permissions, a missing folder.
  case unusable(path: String, reason: String)
  /// The file is no database, or damaged. Not recoverable in place: restore a backup, or move the file away.
  case damaged(path: String, reason: String)
  /// The database was written by a newer version of the program.
  case newer(path: String)
  /// The database was written by an older version of the program, in a format that is no longer read.
  case older(path: String)
  /// Another process holds the database. Recoverable: it is tried again.
  case locked(path: String)
  /// The disk is full, or a quota is. Recoverable: it is tried again, and nothing is acknowledged meanwhile.
  case full(path: String)
  /// A row of the log cannot be understood.
  case record(sequence: Int64, reason: String)
  /// A signal of the outbox cannot be understood.
  case signal(sequence: Int64, reason: String)
  /// Anything else that the database says.
  case failed(path: String, reason: String)

  public var description: String {
    switch self {
    case .unusable(let path, let reason): "cannot use '\(path)': \(reason)"
    case .damaged(let path, let reason):
      "'\(path)' is damaged (\(reason)): move it away with its -wal and -shm files, or put a backup in its place"
    case .newer(let path): "'\(path)' was written by a newer version of Liveshelf: use that version"
    case .older(let path):
      "'\(path)' was written by an older version of Liveshelf, whose log this one cannot read: export its shows with that "
        + "version (liveshelf export), then move the room's folder away"
    case .locked(let path): "'\(path)' is in use by another process: end that process, or use another --data folder"
    case .full(let path): "no space is left for '\(path)': make room on the disk; nothing that was accepted is lost"
    case .record(let sequence, let reason): "row \(sequence) of the log cannot be read: \(reason)"
    case .signal(let sequence, let reason):
      "signal \(sequence) of the outbox cannot be read: \(reason); use the version that wrote it, or a backup"
    case .failed(let path, let reason): "'\(path)': \(reason)"
    }
  }

  /// Whether the same call may succeed later without anybody changing the data.
  public var isTransient: Bool {
    switch self {
    case .locked, .full: true
    case .unusable, .damaged, .newer, .older, .record, .signal, .failed: false
    }
  }
}
