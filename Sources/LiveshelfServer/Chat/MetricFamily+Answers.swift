internal import RoomAPI

extension MetricFamily {
  static let answers = MetricFamily(
    "liveshelf_answers_total", .counter, "Viewers' questions answered, by kind of answer.")
  static let answerDuration = MetricFamily(
    "liveshelf_answer_duration_seconds", .histogram(DistributionCounts.durationBounds),
    "From a question that was read to its answer from the ledger, without another model's phrasing.")
  static let phrasings = MetricFamily(
    "liveshelf_answer_phrasings_total", .counter,
    "Answers that an upstream model was to phrase: `used`, or why our own sentence went out.")
}
