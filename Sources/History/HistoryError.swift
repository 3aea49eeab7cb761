/// Why shows could not be gathered or asked about. The message names the place and the remedy.
public enum HistoryError: Error, Equatable, CustomStringConvertible {
  /// The database's file cannot be used.
  case unusable(path: String, reason: String)
  /// The file is a database, and not one of these.
  case foreign(path: String)
  /// Another version made the file, and no folders were named to gather it anew from.
  case outdated(path: String)
  /// The statement cannot be run.
  case statement(reason: String)
  /// The statement took too long, or more rows than wanted came.
  case tooLong(seconds: Double)

  public var description: String {
    switch self {
    case .unusable(let path, let reason): "the database '\(path)' cannot be used: \(reason)"
    case .foreign(let path):
      "'\(path)' is a file of another kind: name one that 'liveshelf query --database' made, or a new one"
    case .outdated(let path):
      "'\(path)' was made by another version: name the folders too (--shows, --data), so that it is made anew"
    case .statement(let reason): "the query cannot be run: \(reason)"
    case .tooLong(let seconds):
      "the query took more than \(Int(seconds)) s and was stopped: ask for fewer shows, or raise --timeout"
    }
  }
}
