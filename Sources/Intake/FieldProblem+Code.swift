extension FieldProblem {
  /// A stable word for what is wrong, for programs and translations; `unusable`: something else.
  public var code: String { Self.codes.first { problem.hasPrefix($0.text) }?.code ?? "unusable" }

  /// How problems begin, in the readers' words.
  private static let codes: [(text: String, code: String)] = [
    ("is empty", "empty"), ("is missing", "empty"), ("is not a whole number", "not_whole"),
    ("is not a number", "not_number"), ("is not an amount", "not_amount"), ("is not a time", "not_time"),
    ("is out of range", "out_of_range"), ("lies in the year", "out_of_range"), ("is negative", "negative"),
    ("is longer than", "too_long"), ("was rounded by a spreadsheet", "rounded"), ("is not known", "unknown"),
    ("is no currency", "unknown"),
  ]
}
