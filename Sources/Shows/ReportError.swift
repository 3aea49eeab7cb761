/// Why a result could not be written. Neither case mends itself; the message names the place and the remedy.
public enum ReportError: Error, Equatable, CustomStringConvertible {
  /// The folder of the results cannot be made or written to.
  case folder(path: String, reason: String)
  /// A file in it cannot be written.
  case file(path: String, reason: String)
  /// A value could not be put into its format.
  case encoding(what: String, reason: String)

  public var description: String {
    switch self {
    case .folder(let path, let reason):
      "cannot use the folder '\(path)' for the results: \(reason). Choose another one with --out"
    case .file(let path, let reason): "cannot write '\(path)': \(reason)"
    case .encoding(let what, let reason): "cannot write \(what): \(reason)"
    }
  }
}
