public import LiveshelfCore

/// Says what comments mean. Pure: the same catalog, text and stage give the same answer; no network, no clock.
///
/// Names, link numbers and options are looked up in the catalog first and masked; a linear model over what is left tells
/// the intent, so that it knows no product.
public struct CommentInterpreter: Sendable {
  public let catalog: Catalog
  let linker: CommentLinker

  /// Takes about 20 µs a name.
  public init(catalog: Catalog) {
    self.catalog = catalog
    linker = CommentLinker(index: ProductIndex(catalog))
  }

  /// - Parameter stage: what the viewer saw when they wrote.
  public func understand(_ text: String, stage: StageView = .empty) -> CommentUnderstanding {
    understand(FoldedText(text), stage: stage).understanding
  }

  func understand(
    _ text: FoldedText, stage: StageView
  ) -> (understanding: CommentUnderstanding, finding: CommentLinker.Finding) {
    let finding = linker.find(in: text)
    var (intent, confidence) = IntentModel.standard.classify(finding.masked)
    // A product and no more asks where it is.
    if finding.masked == ["P"], finding.link == .linkNumber || finding.unknownLink != nil {
      (intent, confidence) = (.link, 1)
    }
    // Numbers, faces and signs alone say nothing that a model could read.
    if finding.link == nil, !text.tokens.contains(where: { $0.isHan || $0.isLatin }) {
      (intent, confidence) = (.noise, 1)
    }
    var result = CommentUnderstanding(
      intent: intent, confidence: confidence, sentiment: Self.sentiment(of: intent))
    guard intent != .noise else { return (result, finding) }
    if let product = choose(finding, stage) {
      result.sku = catalog.products[product].sku
      result.link = finding.link
    } else if finding.unknownLink == nil, let sku = onStage(finding, stage) {
      result.sku = sku
      result.link = .stage
    }
    if let sku = result.sku, let place = catalog.position(of: sku) {
      result.option = finding.options.first { $0.products.contains(place) }?.name.text
    }
    return (result, finding)
  }

  private static func sentiment(of intent: ViewerIntent) -> Sentiment {
    switch intent {
    case .praise, .bought: .positive
    case .complaint: .negative
    default: .neutral
    }
  }

  /// The product that is named; of several with one name, the one on stage, then a recent one.
  private func choose(_ finding: CommentLinker.Finding, _ stage: StageView) -> Int? {
    guard finding.products.count > 1 else { return finding.products.first }
    let seen = ([stage.current].compactMap { $0 } + stage.nearby).compactMap { catalog.position(of: $0) }
    return seen.first { finding.products.contains($0) } ?? finding.products.first
  }

  /// The product on stage; one shortly before or after it when only that one has the option asked for.
  private func onStage(_ finding: CommentLinker.Finding, _ stage: StageView) -> SKU? {
    guard let option = finding.options.first else { return stage.current }
    func has(_ sku: SKU) -> Bool { catalog.position(of: sku).map { option.products.contains($0) } ?? false }
    if let current = stage.current, has(current) { return current }
    return stage.nearby.first(where: has) ?? stage.current
  }
}
