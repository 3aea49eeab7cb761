/// Why the folder of a finished show could not be read. None of the cases mends itself; the message names the place
/// and the remedy. Single lines that cannot be read are no error: see `ShowFolder.problems`.
public enum ShowFolderError: Error, Equatable, CustomStringConvertible {
  /// There is no such folder, or it holds no show.json.
  case notAShow(path: String, reason: String)
  /// A file is there and cannot be read.
  case unreadable(path: String, reason: String)
  /// A file is larger than this program reads.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// A file as a whole is not what its name says: broken JSON, or a table without a column that it must have.
  case malformed(path: String, line: Int, reason: String)

  public var description: String {
    switch self {
    case .notAShow(let path, let reason):
      "'\(path)' is not the folder of a finished show: \(reason). Name the folder that batch or attach wrote with --out"
    case .unreadable(let path, let reason): "cannot read '\(path)': \(reason)"
    case .tooLarge(let path, let bytes, let limit):
      "'\(path)' has \(bytes) bytes, and at most \(limit) are read. Use --bin with a longer bin when the show is written"
    case .malformed(let path, let line, let reason): "'\(path)' line \(line): \(reason)"
    }
  }
}

/// A line that was left out because it could not be read.
public struct ShowFolderProblem: Hashable, Sendable, CustomStringConvertible {
  /// The file's name inside the folder.
  public let file: String
  /// Counted from 1.
  public let line: Int
  public let reason: String

  public var description: String { "\(file) line \(line): \(reason)" }
}
