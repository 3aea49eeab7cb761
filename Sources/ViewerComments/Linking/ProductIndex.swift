internal import LiveshelfCore

/// The names of a catalog's products, ready for the search in comments.
struct ProductIndex: Sendable {
  struct Name: Sendable {
    var tokens: [FoldedText.Token]
    var sounds: [String]
    /// The places of the products in the catalog's order that are called so.
    var products: [Int]
    /// A part of a name that no other product has, and not a name by itself.
    var isPart: Bool
  }

  struct Option: Sendable {
    var name: OptionName
    var products: [Int]
  }

  let catalog: Catalog
  /// Longer names first.
  let names: [Name]
  let options: [Option]
  let productsByLink: [Int: Int]

  /// Words at the end of names that say nothing about the product.
  private static let generic: Set<String> = [
    "套装", "礼盒", "组合", "系列", "升级", "新款", "同款", "家用", "正品", "官方", "专用", "两件", "三件", "大码", "套盒", "礼包", "产品",
  ]

  init(_ catalog: Catalog) {
    self.catalog = catalog
    var products: [[FoldedText.Token]: [Int]] = [:]
    var parts: [[FoldedText.Token]: [Int]] = [:]
    var byLink: [Int: Int] = [:]
    var options: [String: Option] = [:]
    for (index, product) in catalog.products.enumerated() {
      for name in product.names {
        let tokens = FoldedText(name).tokens
        guard !tokens.isEmpty else { continue }
        products[tokens, default: []].append(index)
        for word in tokens where tokens.count > 1 && word.isLatin && word.text.count >= 4 {
          if parts[[word]]?.last != index { parts[[word], default: []].append(index) }
        }
        guard tokens.count >= 4, tokens.allSatisfy(\.isHan) else { continue }
        for length in 2..<tokens.count {
          let ending = Array(tokens.suffix(length))
          if Self.generic.contains(ending.map(\.text).joined()) { continue }
          if parts[ending]?.last != index { parts[ending, default: []].append(index) }
        }
      }
      if let number = product.linkNumber, byLink[number] == nil { byLink[number] = index }
      for option in product.options where !option.isEmpty {
        options[option, default: Option(name: OptionName(option), products: [])].products.append(index)
      }
    }
    let names =
      products.map { Name(tokens: $0, sounds: [], products: $1, isPart: false) }
      + parts.filter { products[$0.key] == nil && $0.value.count == 1 }
      .map { Name(tokens: $0, sounds: [], products: $1, isPart: true) }
    func key(_ tokens: [FoldedText.Token]) -> String { tokens.map(\.text).joined(separator: " ") }
    let sorted = names.sorted {
      ($0.isPart ? 1 : 0, -$0.tokens.count, key($0.tokens)) < ($1.isPart ? 1 : 0, -$1.tokens.count, key($1.tokens))
    }
    self.names = sorted.map { name in
      var name = name
      name.sounds = Pinyin.syllables(of: name.tokens.map(\.text))
      return name
    }
    self.options = options.values.sorted { left, right in
      let lengths = (left.name.forms[0].count, right.name.forms[0].count)
      return lengths.0 == lengths.1 ? left.name.text < right.name.text : lengths.0 > lengths.1
    }
    productsByLink = byLink
  }
}
