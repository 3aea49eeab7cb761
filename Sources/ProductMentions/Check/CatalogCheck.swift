public import LiveshelfCore

/// Tells which names of a catalog will be hard to hear, or will be confused with which.
public struct CatalogCheck: Sendable {
  /// Findings in the order of the catalog, of each name the gravest first.
  public let findings: [CatalogFinding]
  /// Findings beyond `maximumFindings`, which are not listed.
  public let omitted: Int

  public static let maximumFindings = 1_000
  /// Names of different products nearer than this are reported.
  private static let confusable: Float = 0.2
  private static let everydayDistance: Float = 0.08

  /// - Parameter progress: is told the share of the names that are done, 0…1.
  public init(_ catalog: Catalog, progress: (Double) -> Void = { _ in }) {
    let index = PronunciationIndex(catalog)
    let everyday = PronunciationIndex(
      Catalog(EverydayWords.standard.twoSyllableWords.map { Product(sku: SKU($0), name: $0) }))
    var findings: [CatalogFinding] = index.unusable.map {
      CatalogFinding(sku: $0.sku, name: $0.name, problem: .unusable($0.reason))
    }
    for (number, name) in index.names.enumerated() {
      progress(Double(number) / Double(index.names.count))
      guard let first = name.products.first else { continue }
      let problems =
        Self.problems(of: name, everyday: everyday)
        + Self.confusions(of: number, in: index, catalog)
      let sku = catalog.products[first].sku
      if name.products.count > 1 {
        let others = name.products.dropFirst().map { catalog.products[$0].sku }
        findings.append(CatalogFinding(sku: sku, name: name.text, problem: .shared(with: others)))
      }
      findings += problems.map { CatalogFinding(sku: sku, name: name.text, problem: $0) }
    }
    findings += Self.sharedLinkNumbers(catalog)
    let places = findings.enumerated().map { (catalog.position(of: $1.sku) ?? 0, $0, $1) }
    let ordered = places.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    self.findings = Array(ordered.prefix(Self.maximumFindings))
    omitted = max(0, ordered.count - Self.maximumFindings)
  }

  /// What is wrong with a name by itself.
  private static func problems(
    of name: CatalogName, everyday: PronunciationIndex
  ) -> [CatalogFinding.Problem] {
    if name.isHostTalk { return [.hostTalk] }
    if name.syllables < 1.5 { return [.oneSyllable] }
    guard name.syllables < 2.5 else { return [] }
    if name.isEverydayWord { return [.everydayWord] }
    let near = everyday.search(HeardSounds(name: name.text)).filter {
      $0.distance <= everydayDistance && $0.range.count == 2
    }
    guard let word = near.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) else { return [] }
    return [.soundsLikeEverydayWord(everyday.names[word.name].text)]
  }

  /// The names of other products that are near a name, or inside it.
  private static func confusions(
    of number: Int, in index: PronunciationIndex, _ catalog: Catalog
  ) -> [CatalogFinding.Problem] {
    let name = index.names[number]
    let heard = HeardSounds(name: name.text)
    var problems: [CatalogFinding.Problem] = []
    for match in index.search(heard) where match.name != number {
      let other = index.names[match.name]
      guard let product = other.products.first(where: { !name.products.contains($0) }) else { continue }
      let sku = catalog.products[product].sku
      if match.range.count == heard.sounds.count {
        // Each pair once, and the near ones only.
        guard match.distance <= confusable, other.syllables >= name.syllables else { continue }
        if other.syllables == name.syllables, match.name < number { continue }
        problems.append(.soundsLike(name: other.text, sku: sku, distance: Double(match.distance)))
      }
    }
    return problems + containers(of: number, in: index, catalog)
  }

  /// Longer names of other products that contain a name.
  private static func containers(
    of number: Int, in index: PronunciationIndex, _ catalog: Catalog
  ) -> [CatalogFinding.Problem] {
    let name = index.names[number]
    return index.namesContaining(number).compactMap { longer in
      let other = index.names[longer]
      guard let product = other.products.first(where: { !name.products.contains($0) }) else { return nil }
      return .contained(in: other.text, sku: catalog.products[product].sku)
    }
  }

  private static func sharedLinkNumbers(_ catalog: Catalog) -> [CatalogFinding] {
    var owners: [Int: SKU] = [:]
    var findings: [CatalogFinding] = []
    for product in catalog.products {
      guard let number = product.linkNumber else { continue }
      if let owner = owners[number] {
        findings.append(
          CatalogFinding(sku: product.sku, name: product.name, problem: .sharedLinkNumber(number, with: owner)))
      } else {
        owners[number] = product.sku
      }
    }
    return findings
  }
}
