/// A row that was skipped, and why. It never stops the reading.
public struct RejectedRow: Hashable, Sendable, CustomStringConvertible {
  public var file: String
  public var problem: FieldProblem

  public init(file: String, problem: FieldProblem) {
    self.file = file
    self.problem = problem
  }

  public var line: Int { problem.line }
  /// Such as `orders.csv:17: column 'qty': is not a whole number: 'zwei'; write a number such as 12`.
  public var description: String { "\(file):\(problem.line): \(problem)" }
}
