import Foundation
import Intake
import LiveshelfCore

extension PlanReader {
  /// The calendar. Rows with a product are a running order; rows without one only say that there will be a show.
  mutating func readSchedule(_ url: URL) throws(IntakeError) {
    data.rejected += try TableReader.read(
      url, required: ["show_id", "start", "end"], optional: ["room", "host", "seq", "sku", "planned_minutes"]
    ) { (row) throws(FieldProblem) in
      let (start, end) = (try row.requiredTime(1), try row.requiredTime(2))
      guard start < end, end - start < 7 * 86_400 else {
        throw row.problem(2, "is not within a week after the start:", remedy: "write the end of the show")
      }
      let number = try show(row.requiredText(0), room: row.text(3), host: row.text(4), start: start, end: end)
      guard !row.text(6).isEmpty else { return }
      data.shows[number].planned.append(
        PlannedPresentation(
          sequence: try row.integer(5, in: 0...100_000, empty: data.shows[number].planned.count + 1),
          product: try product(row, 6), minutes: try row.number(7, in: 0.1...1440) ?? 5))
    }
  }

  mutating func readPresentations(_ url: URL) throws(IntakeError) {
    data.rejected += try TableReader.read(
      url, required: ["show_id", "sku", "start", "end"], optional: ["room", "host"]
    ) { (row) throws(FieldProblem) in
      let (start, end) = (try row.requiredTime(2), try row.requiredTime(3))
      guard start < end, end - start < 86_400 else {
        throw row.problem(3, "is not within a day after the start:", remedy: "write the end of the presentation")
      }
      guard start < data.now else {
        throw row.problem(2, "is later than the moment of planning:", remedy: "give what has been heard so far")
      }
      let product = try product(row, 1)
      let number = try show(row.requiredText(0), room: row.text(4), host: row.text(5), start: start, end: end)
      data.shows[number].end = max(data.shows[number].end, end)
      data.shows[number].heard.append(HeardPresentation(product: product, start: start, end: end))
    }
    for index in data.shows.indices { data.shows[index].heard.sort { $0.start < $1.start } }
  }

  /// The number of a show, new or known.
  private mutating func show(
    _ id: String, room: String, host: String, start: WallTime, end: WallTime
  ) throws(FieldProblem) -> Int {
    if let known = showOfID[id] { return known }
    showOfID[id] = data.shows.count
    data.shows.append(
      Show(id: id, room: room, host: host, start: start, end: end, day: data.day(of: start)))
    return data.shows.count - 1
  }
}
