import ArgumentParser
import Foundation

/// Draws words from transcripts, to be spotted in the clips that they come from.
struct DrawWords: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "words", abstract: "Draws words of two to five syllables from transcripts and writes a catalog.")

  @Argument(help: "transcripts.tsv with the columns id and transcript") var transcripts: String
  @Option(help: "number of words") var count = 60
  @Option(help: "seed") var seed: UInt64 = 1

  func run() throws {
    let clips = try Transcript.read(URL(filePath: transcripts))
    print("sku,name,aliases,category,list_price,live_price,link_no,options")
    for (number, word) in Self.draw(count, from: clips.map(\.text), seed: seed).enumerated() {
      print("W\(number + 1),\(word),,,,,,")
    }
  }

  /// Characters that belong to grammar: a word with one of them would be no name.
  private static let functionCharacters = Set("的了是在和有不也就都与及为对将被把从到等这那其之于而但并或我你他她它们个上下中")

  /// The rule: lengths 2, 3, 4, 5 in turn; each time a seeded draw of a transcript and a place in it, until a run of
  /// Chinese characters without grammar is met that shares no character of any transcript with a word drawn before.
  static func draw(_ count: Int, from transcripts: [String], seed: UInt64) -> [String] {
    var random = SeededRandom(seed: seed)
    var words: [String] = []
    var taken: Set<Place> = []
    guard !transcripts.isEmpty else { return [] }
    for _ in 0..<(count * 1000) where words.count < count {
      let text = Array(transcripts[Int.random(in: 0..<transcripts.count, using: &random)])
      let length = 2 + words.count % 4
      guard text.count >= length else { continue }
      let start = Int.random(in: 0...(text.count - length), using: &random)
      let word = text[start..<(start + length)]
      let isName = word.allSatisfy { character in
        guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 else { return false }
        return (0x4E00...0x9FFF).contains(scalar.value) && !functionCharacters.contains(character)
      }
      guard isName, !words.contains(String(word)) else { continue }
      let places = places(of: Array(word), in: transcripts)
      guard taken.isDisjoint(with: places) else { continue }
      taken.formUnion(places)
      words.append(String(word))
    }
    return words
  }

  /// A character of a transcript.
  private struct Place: Hashable {
    var transcript: Int
    var character: Int
  }

  private static func places(of word: [Character], in transcripts: [String]) -> Set<Place> {
    var places: Set<Place> = []
    for (number, transcript) in transcripts.enumerated() {
      let text = Array(transcript)
      guard text.count >= word.count else { continue }
      for start in 0...(text.count - word.count) where Array(text[start..<(start + word.count)]) == word {
        for offset in word.indices { places.insert(Place(transcript: number, character: start + offset)) }
      }
    }
    return places
  }
}

/// A clip and what is said in it.
struct Transcript {
  var id: String
  var text: String

  static func read(_ file: URL) throws -> [Transcript] {
    var lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    guard !lines.isEmpty else { return [] }
    let header = lines.removeFirst()
    guard let id = header.firstIndex(of: "id") else {
      throw BenchmarkError.missingColumn(file: file.lastPathComponent, "id")
    }
    guard let text = header.firstIndex(of: "transcript") else {
      throw BenchmarkError.missingColumn(file: file.lastPathComponent, "transcript")
    }
    return lines.filter { $0.count > max(id, text) && !$0[text].isEmpty }.map { Transcript(id: $0[id], text: $0[text]) }
  }
}
