/// What is wrong with a configuration, all of it at once. The user can mend every case.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  public struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// The file, or `environment`.
    public var file: String
    /// From 1; nil: nowhere in particular.
    public var line: Int?
    /// Such as `server.port`; empty: the file as a whole.
    public var path: String
    /// What is wrong and the remedy.
    public var message: String

    public var description: String {
      "\(file)\(line.map { ":\($0)" } ?? ""): \(path.isEmpty ? "" : "\(path): ")\(message)"
    }
  }

  public var problems: [Problem]

  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
