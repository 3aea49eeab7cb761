/// Whether the service can do its work.
public struct ServiceStatus: Hashable, Sendable {
  public struct Problem: Codable, Hashable, Sendable {
    /// Such as `storage`, `speech_model`, `room:main`.
    public var part: String
    /// What is wrong and the remedy.
    public var message: String

    public init(part: String, message: String) {
      self.part = part
      self.message = message
    }
  }

  /// Problems that keep it from taking in orders at all; empty: ready.
  public var problems: [Problem]
  /// Problems of single rooms and parts, with which the rest works.
  public var warnings: [Problem]

  public init(problems: [Problem] = [], warnings: [Problem] = []) {
    self.problems = problems
    self.warnings = warnings
  }
}
