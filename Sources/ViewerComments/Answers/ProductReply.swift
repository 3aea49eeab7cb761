internal import LiveshelfCore

/// Answers about one product of the catalog.
struct ProductReply {
  let product: Product
  let question: Question
  let facts: StockFacts
  let say: Sentences

  var own: StockFacts.ProductFacts { facts.products[product.sku] ?? StockFacts.ProductFacts() }

  func make(
    _ kind: StockAnswer.Kind, _ sentences: [String], option: String? = nil, promises: Bool = false,
    offered: [String] = []
  ) -> StockAnswer {
    StockAnswer(
      text: say.join(sentences), language: question.language, kind: kind, intent: question.intent, sku: product.sku,
      option: option ?? question.option, promisesStock: promises, offered: offered)
  }

  /// Options that the facts say can be ordered, besides `option`.
  func others(than option: String?) -> [String] {
    product.options.filter {
      $0 != option && facts.quantity(of: product.sku, option: $0, region: question.region).isThere
    }
  }

  /// Whether there is any.
  func stock() -> StockAnswer {
    if let missing = question.missingOption { return noSuchOption(missing) }
    let quantity = facts.quantity(of: product.sku, option: question.option, region: question.region)
    switch quantity {
    case .few, .some, .plenty:
      var sentences = [say.available(product.name, question.option, question.region, quantity)]
      if let warehouse = shippingWarehouse { sentences.append(say.shipsFrom(warehouse)) }
      if let number = product.linkNumber { sentences.append(say.linkNumber(number)) }
      return make(.answered, sentences, promises: true, offered: [question.option].compactMap { $0 })
    case .none:
      return soldOut()
    case .unknown:
      return stockUnknown()
    }
  }

  private func soldOut() -> StockAnswer {
    var sentences = [say.soldOut(product.name, question.option, question.region)]
    let others = question.option == nil ? [] : others(than: question.option)
    if !others.isEmpty { sentences.append(say.othersAvailable(others)) }
    if let arrival { sentences.append(say.arrives(arrival)) }
    if others.isEmpty, let elsewhere, question.region != nil { sentences.append(say.otherRegions(elsewhere)) }
    return make(.denied, sentences, promises: false, offered: others)
  }

  /// What is known of the whole product is said when nothing is known of the option.
  private func stockUnknown() -> StockAnswer {
    let whole = facts.quantity(of: product.sku, region: question.region)
    guard let option = question.option, whole.isThere else {
      return make(.unknown, [say.stockUnknown(product.name)])
    }
    return make(.unknown, [say.onlyWholeKnown(product.name, option)])
  }

  /// When it comes back.
  func restock() -> StockAnswer {
    if let missing = question.missingOption { return noSuchOption(missing) }
    let quantity = facts.quantity(of: product.sku, option: question.option, region: question.region)
    if quantity.isThere {
      return make(
        .answered, [say.available(product.name, question.option, question.region, quantity)], promises: true,
        offered: [question.option].compactMap { $0 })
    }
    if let arrival { return make(.answered, [say.restocks(product.name, question.option, arrival)]) }
    let others = question.option == nil ? [] : others(than: question.option)
    let near = others.isEmpty ? [] : [say.othersAvailable(others)]
    return make(.unknown, [say.restockUnknown(product.name, question.option)] + near, offered: others)
  }

  func noSuchOption(_ missing: String) -> StockAnswer {
    let there = others(than: nil)
    var sentences = [say.noSuchOption(product.name)]
    if !there.isEmpty {
      sentences.append(say.othersAvailable(there))
    } else if !product.options.isEmpty {
      sentences.append(say.optionsAre(product.options))
    }
    return make(.denied, sentences, offered: there)
  }

  /// The day on which more of what is asked for comes.
  private var arrival: String? {
    let lines = facts.lines(of: product.sku, region: question.region)
    return lines.first { ($0.option == question.option || $0.option == nil) && $0.arrival != nil }?.arrival
  }

  private var shippingWarehouse: String? {
    guard question.region != nil else { return nil }
    return facts.lines(of: product.sku, region: question.region)
      .first { ($0.option == question.option || $0.option == nil) && $0.quantity.isThere }?.warehouse
  }

  /// A warehouse outside the viewer's region that has it; only as a fact for them to ask about, and no promise.
  private var elsewhere: String? {
    facts.lines(of: product.sku).first { ($0.option == question.option || $0.option == nil) && $0.quantity.isThere }?
      .warehouse
  }
}
