import LiveshelfCore

/// The numbers under which products hang in the shopping bag, and where they are called ("三号链接").
struct LinkNumbers: Sendable {
  private var productByNumber: [Int: Int] = [:]
  private static let words = ["号链接", "号宝贝", "号商品", "号连接"]
  private let spoken: [[Sound]]

  init(_ catalog: Catalog) {
    let reader = SoundReader()
    spoken = Self.words.map { reader.read(Array($0.unicodeScalars), numbers: .cardinal).map(\.sound) }
    for (position, product) in catalog.products.enumerated() {
      guard let number = product.linkNumber, productByNumber[number] == nil else { continue }
      productByNumber[number] = position
    }
  }

  struct Call: Sendable {
    /// The product's place in the catalog.
    var product: Int
    var range: Range<Int>
    /// 0…1.
    var distance: Float
  }

  /// The average distance of the word for a link, up to which it is taken for one.
  private static let maximumDistance: Float = 0.2
  private static let maximumNumerals = 4

  /// The calls of known link numbers in a stretch of speech.
  func calls(in elements: [HeardSounds.Element]) -> [Call] {
    var calls: [Call] = []
    for place in elements.indices {
      let distance = spoken.map { self.distance($0, at: place, in: elements) }.min() ?? 1
      guard distance <= Self.maximumDistance, calls.last.map({ $0.range.upperBound <= place }) ?? true else { continue }
      var first = place
      while first > 0, place - first < Self.maximumNumerals, !elements[first].beginsClause,
        Numerals.isNumeral(elements[first - 1].sound.character)
      {
        first -= 1
      }
      let numerals = elements[first..<place].map(\.sound.character)
      guard let number = Numerals.value(of: numerals), let product = productByNumber[number] else { continue }
      calls.append(Call(product: product, range: first..<(place + 3), distance: distance))
    }
    return calls
  }

  private func distance(_ word: [Sound], at place: Int, in elements: [HeardSounds.Element]) -> Float {
    guard place + word.count <= elements.count else { return 1 }
    return zip(word, elements[place...]).reduce(0) { $0 + $1.0.distance(to: $1.1.sound) } / Float(word.count)
  }
}
