import Foundation
import ViewerComments

/// How often the sentiment of labelled reviews is told right, in two halves: of each category and label the first,
/// third, fifth … review, on which settings were chosen, and the others, which were held back.
struct ReviewScore {
  private(set) var right = [0, 0]
  private(set) var all = [0, 0]

  init(file: URL) throws {
    var places: [String: Int] = [:]
    // The first two fields hold neither commas nor quotes; the third may hold line breaks within quotes.
    let text = try String(contentsOf: file, encoding: .utf8)
    for record in Self.records(text).dropFirst() {
      let fields = record.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let key = "\(fields[0])/\(fields[1])"
      let half = places[key, default: 0] % 2
      places[key, default: 0] += 1
      all[half] += 1
      if (SentimentModel.score(fields[2]) > 0) == (fields[1] == "1") { right[half] += 1 }
    }
  }

  func accuracy(half: Int) -> Double { Double(right[half]) / Double(max(1, all[half])) }

  private static func records(_ text: String) -> [Substring] {
    var isQuoted = false
    return text.split { character in
      if character == "\"" { isQuoted.toggle() }
      return character.isNewline && !isQuoted
    }
  }
}
