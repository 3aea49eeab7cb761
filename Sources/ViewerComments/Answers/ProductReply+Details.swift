internal import LiveshelfCore

extension ProductReply {
  /// Which size fits, by the product's own table; or whether there is such a size.
  func size() -> StockAnswer {
    let (kilograms, centimetres) = (question.kilograms, question.centimetres)
    if question.intent == .size, question.option == nil, kilograms != nil || centimetres != nil {
      guard !own.sizes.isEmpty else { return make(.unknown, [say.noSizeTable(product.name)] + optionList) }
      let fit = own.sizes.first { fit in
        Self.fits(kilograms, fit.kilograms) && Self.fits(centimetres, fit.centimetres)
          && (kilograms != nil && fit.kilograms != nil || centimetres != nil && fit.centimetres != nil)
      }
      guard let fit else { return make(.denied, [say.noSizeFits(product.name)] + optionList) }
      let option = product.options.first { $0 == fit.size }
      var sentences = [say.fits(product.name, fit.size)]
      let quantity = facts.quantity(of: product.sku, option: option, region: question.region)
      if let option, quantity.isThere {
        sentences.append(say.available(product.name, option, question.region, quantity))
      } else if let option, quantity == .none {
        sentences.append(say.soldOut(product.name, option, question.region))
      }
      return make(
        .answered, sentences, option: option, promises: option != nil && quantity.isThere,
        offered: option != nil && quantity.isThere ? [fit.size] : [])
    }
    return variant()
  }

  private static func fits(_ value: Double?, _ range: ClosedRange<Double>?) -> Bool {
    guard let value, let range else { return true }
    return range.contains(value)
  }

  private var optionList: [String] { product.options.isEmpty ? [] : [say.optionsAre(product.options)] }

  /// Whether there is such an option, or which there are.
  func variant() -> StockAnswer {
    if question.option != nil || question.missingOption != nil { return stock() }
    if product.options.isEmpty { return make(.unknown, [say.optionsUnknown(product.name)]) }
    if question.intent == .size, own.sizes.isEmpty, question.joined.contains("偏") || question.joined.contains("true") {
      return make(.unknown, [say.noSizeTable(product.name)] + optionList)
    }
    return make(.answered, optionList)
  }

  func price() -> StockAnswer {
    var sentences: [String] = []
    if let price = product.livePrice ?? product.listPrice {
      sentences.append(say.price(product.name, price, list: product.livePrice == nil ? nil : product.listPrice))
    } else {
      return make(.unknown, [say.priceUnknown(product.name)])
    }
    if ["券", "便宜", "折", "满减", "赠", "送", "coupon", "discount", "cheaper", "deal"].contains(
      where: question.joined.contains)
    {
      sentences.append(say.discountUnknown)
    }
    return make(.answered, sentences)
  }

  func link() -> StockAnswer {
    guard let number = product.linkNumber else { return make(.unknown, [say.linkUnknown(product.name)]) }
    return make(.answered, [say.link(product.name, number)])
  }

  func shipping() -> StockAnswer {
    var sentences: [String] = []
    let asksForFee = ["包邮", "运费", "邮费", "free", "fee"].contains { question.joined.contains($0) }
    if asksForFee {
      guard let free = own.isShippingFree else { return make(.unknown, [say.shippingUnknown(product.name)]) }
      return make(.answered, [say.shippingFee(free)])
    }
    if let region = question.region {
      let lines = facts.lines(of: product.sku, region: region)
      if let line = lines.first(where: \.quantity.isThere) {
        sentences.append(say.shipsFrom(line.warehouse))
      } else if !lines.isEmpty || !own.stock.isEmpty {
        sentences.append(say.soldOut(product.name, nil, region))
      }
    }
    if let dispatch = own.dispatch { sentences.append(say.dispatch(dispatch)) }
    guard !sentences.isEmpty else { return make(.unknown, [say.shippingUnknown(product.name)]) }
    let asksForArrival = ["几天", "到", "快递", "arrive", "howlong", "courier"].contains { question.joined.contains($0) }
    if asksForArrival { sentences.append(say.arrivalUnknown) }
    return make(own.dispatch == nil && asksForArrival ? .unknown : .answered, sentences)
  }
}
