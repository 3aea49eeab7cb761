import LiveshelfCore

/// Names by which hosts call products whose catalog has nothing but listings' titles.
enum SpokenNames {
  /// The names of each product, by its place, that has a title for a name and no alias. A name that two products could have is
  /// left out: what is heard must not be given to the wrong one.
  static func propose(for products: [Product]) -> [Int: [String]] {
    let titled = products.indices.filter { products[$0].aliases.isEmpty && ListingTitle.isTitle(products[$0].name) }
    guard !titled.isEmpty else { return [:] }
    let brands = sharedFirstWords(titled.map { products[$0].name })
    var owners: [String: Set<Int>] = [:]
    for (place, product) in products.enumerated() {
      for name in product.names { owners[key(name), default: []].insert(place) }
    }
    var proposed: [Int: [String]] = [:]
    for place in titled {
      let names = ListingTitle(products[place].name, brands: brands).spokenNames
      proposed[place] = names
      for name in names { owners[key(name), default: []].insert(place) }
    }
    return proposed.mapValues { names in names.filter { owners[key($0)]?.count == 1 } }
  }

  /// Two names with one key are said alike: case, blanks, width and traditional characters do not count.
  static func key(_ name: String) -> String {
    String(FoldedText.fold(name).lowercased().filter { !$0.isWhitespace && $0 != "-" })
  }

  /// Words with which more than one title begins, in small letters: brands, as a rule.
  private static func sharedFirstWords(_ titles: [String]) -> Set<String> {
    var count: [String: Int] = [:]
    for title in titles {
      if let word = title.split(whereSeparator: \.isWhitespace).first { count[word.lowercased(), default: 0] += 1 }
    }
    return Set(count.filter { $0.value > 1 }.keys)
  }
}
