import Foundation
import SpeechRecognition

/// The names and aliases of a catalog.csv without quoted fields.
struct CatalogNames {
  let phrases: [BiasPhrase]

  init(file: URL) throws {
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    var seen: Set<String> = []
    phrases = lines.dropFirst().flatMap { line -> [BiasPhrase] in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count >= 3 else { return [] }
      let names = [fields[1]] + fields[2].split(separator: "|")
      return names.map(String.init).filter { !$0.isEmpty && seen.insert($0).inserted }.map { BiasPhrase(text: $0) }
    }
  }
}
