import LiveshelfCore
@testable import ProductMentions
import Testing

@Suite("Latin names in Mandarin speech") struct LatinSyllablesTests {
  private let catalog = Catalog([
    Speech.product("WASHER", "Kova V7洗地机", "洗地机"), Speech.product("SUN", "Solva防晒霜", "防晒霜"),
    Speech.product("LIPS", "Aurora口红"), Speech.product("FRYER", "air fryer"),
  ])

  @Test(
    "are read as the syllables that a Mandarin ear takes them for",
    arguments: [
      ("kova", ["kou", "wa"]), ("nova", ["nou", "wa"]), ("solva", ["sou", "er", "wa"]), ("lumira", ["lu", "mi", "la"]),
      ("hans", ["han", "si"]), ("b", ["bu"]), ("e", ["ei"]),
    ])
  func syllables(word: String, expected: [String]) {
    let read = LatinSyllables.read(Array(word.unicodeScalars)).map(\.syllable)
    #expect(read == expected.compactMap(Syllable.init(pinyin:)))
  }

  @Test("are found in what the recogniser wrote as Mandarin")
  func found() {
    var finder = MentionFinder(catalog: catalog)
    #expect(finder.skus(in: "来看一下狗瓦维七洗地机啊") == ["WASHER"])
    #expect(finder.skus(in: "今天这个搜尔瓦防晒霜", at: 20) == ["SUN"])
  }

  @Test("are not found in talk of other things")
  func notFound() {
    var finder = MentionFinder(catalog: catalog)
    #expect(finder.skus(in: "我们一起去看一下那个地方到底有没有人").isEmpty)
    #expect(finder.skus(in: "各位比起上一次真的好很多", at: 20).isEmpty)
  }

  @Test("No word of letters makes the reader stop or fail")
  func anyWord() {
    var state: UInt64 = 42
    for _ in 0..<2_000 {
      let word = (0..<9).compactMap { _ -> Unicode.Scalar? in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Unicode.Scalar(UInt8(97 + (state >> 33) % 26))
      }
      let read = LatinSyllables.read(word)
      #expect(read.count <= word.count * 2)
      #expect(zip(read, read.dropFirst()).allSatisfy { $0.index <= $1.index })
      #expect(read.allSatisfy { word.indices.contains($0.index) })
    }
  }
}
