import Testing

@testable import SpeechRecognition

@Suite("The catalog's bias") struct BiasTrieTests {
  private func bonus(of name: String) -> Float {
    let trie = BiasTrie([BiasPhrase(text: name)], bonus: 2, script: ChineseScript())
    var state = BiasTrie.State()
    return trie.advance(&state, by: Array(name.utf8)) + trie.finish(state)
  }

  @Test("A name is favoured by its syllables, in letters as in characters")
  func favoursBySyllables() {
    #expect(abs(bonus(of: "羊绒衫") - 6) < 0.01)
    // Four syllables, eleven letters.
    #expect((6.0...11).contains(bonus(of: "sleeping bag")))
    #expect(bonus(of: "sleeping bag") < 2 * bonus(of: "羊绒衫"))
  }
}
