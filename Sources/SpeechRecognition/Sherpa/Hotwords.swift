internal import LiveshelfCore

/// Names as sherpa-onnx takes them: parted by slashes, each with its own score.
enum Hotwords {
  /// The most names that are passed: the library's search through them is not made for whole assortments.
  private static let limit = 5_000

  static func text(_ phrases: [BiasPhrase], score: Double = 2) -> String {
    var seen: Set<String> = []
    var words: [String] = []
    for phrase in phrases where words.count < limit {
      let weight = phrase.weight.isNaN ? 0 : min(3, max(0, phrase.weight))
      // The signs that part names and scores cannot be in a name.
      let name = String(
        String.UnicodeScalarView(
          phrase.text.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }))
      guard weight > 0, name.unicodeScalars.count >= 2, seen.insert(name).inserted else { continue }
      words.append(weight == 1 ? name : "\(name) :\((weight * score * 100).rounded() / 100)")
    }
    return words.joined(separator: "/")
  }
}
