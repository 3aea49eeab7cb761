internal import LiveshelfCore

/// The sentences of answers, in Chinese and English. Only facts of the catalog and the ledger are put into them.
struct Sentences: Sendable {
  let language: StockAnswer.Language

  init(_ language: StockAnswer.Language) {
    self.language = language
  }

  private func pick(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }

  func join(_ sentences: [String]) -> String {
    language == .chinese ? sentences.joined(separator: "，") + "。" : sentences.joined(separator: ". ") + "."
  }

  private func list(_ items: [String]) -> String { items.prefix(6).joined(separator: pick("、", ", ")) }

  private func named(_ product: String, _ option: String?) -> String {
    guard let option else { return product }
    return pick("\(product)的\(option)", "\(product) in \(option)")
  }

  private func place(_ region: String?) -> String { region.map { pick("发\($0)的", " for \($0)") } ?? "" }

  func available(_ product: String, _ option: String?, _ region: String?, _ quantity: StockFacts.Quantity) -> String {
    let amount: String
    switch quantity {
    case .few: amount = pick("还有货，只剩几件了", "is in stock, only a few left")
    case .plenty: amount = pick("有货，库存充足", "is in stock, plenty left")
    default: amount = pick("还有货", "is in stock")
    }
    return language == .chinese
      ? "\(named(product, option))\(place(region))\(amount)" : "\(named(product, option)) \(amount)\(place(region))"
  }

  func soldOut(_ product: String, _ option: String?, _ region: String?) -> String {
    language == .chinese
      ? "\(named(product, option))\(place(region))已经没货了" : "\(named(product, option)) is sold out\(place(region))"
  }

  func othersAvailable(_ options: [String]) -> String {
    pick("\(list(options))还有货", "\(list(options)) still in stock")
  }
  func optionsAre(_ options: [String]) -> String { pick("可选的有\(list(options))", "The options are \(list(options))") }
  func optionsUnknown(_ product: String) -> String {
    pick("\(product)没有登记可选规格", "No options are listed for \(product)")
  }
  func noSuchOption(_ product: String) -> String {
    pick("\(product)没有您问的这个规格", "\(product) does not come in that option")
  }
  func arrives(_ day: String) -> String { pick("预计\(day)到货", "More is expected on \(day)") }
  func restocks(_ product: String, _ option: String?, _ day: String) -> String {
    pick(
      "\(named(product, option))现在没货，预计\(day)到货", "\(named(product, option)) is sold out, more is expected on \(day)")
  }
  func restockUnknown(_ product: String, _ option: String?) -> String {
    pick("\(named(product, option))的补货时间还没有确定", "There is no restock date for \(named(product, option)) yet")
  }
  func otherRegions(_ warehouse: String) -> String {
    pick("\(warehouse)仓另有库存，能否调货要问客服", "\(warehouse) holds some, please ask service whether it can be transferred")
  }
  func stockUnknown(_ product: String) -> String {
    pick("\(product)的库存现在查不到", "The stock of \(product) is not known right now")
  }
  func onlyWholeKnown(_ product: String, _ option: String) -> String {
    pick(
      "\(product)的\(option)单独的库存查不到，请以下单页面为准",
      "The stock of \(option) alone is not known for \(product), please check the order page")
  }
  func shipsFrom(_ warehouse: String) -> String { pick("从\(warehouse)发货", "It ships from \(warehouse)") }
  func linkNumber(_ number: Int) -> String { pick("在\(number)号链接", "It is link \(number)") }
  func link(_ product: String, _ number: Int) -> String {
    pick("\(product)在\(number)号链接", "\(product) is link \(number)")
  }
  func linkUnknown(_ product: String) -> String {
    pick("\(product)的链接号还没有登记", "No link number is listed for \(product)")
  }
  func price(_ product: String, _ price: Money, list: Money?) -> String {
    guard let list, list > price else { return pick("\(product)现价\(price)元", "\(product) is ¥\(price)") }
    return pick("\(product)直播价\(price)元，原价\(list)元", "\(product) is ¥\(price) in the show, list price ¥\(list)")
  }
  func priceUnknown(_ product: String) -> String { pick("\(product)的价格还没有登记", "No price is listed for \(product)") }
  var discountUnknown: String {
    pick("其他优惠请以下单页面为准", "For further discounts please see the order page")
  }
  func fits(_ product: String, _ size: String) -> String {
    pick("按\(product)的尺码表，建议选\(size)", "By the size table of \(product), take \(size)")
  }
  func noSizeFits(_ product: String) -> String {
    pick("\(product)的尺码表里没有对应的尺码", "No size in the table of \(product) matches")
  }
  func noSizeTable(_ product: String) -> String {
    pick("\(product)没有登记尺码表，没法给您推荐尺码", "No size table is listed for \(product), so we can't advise")
  }
  func dispatch(_ time: String) -> String { pick("下单后\(time)发货", "It is dispatched: \(time)") }
  func shippingFee(_ isFree: Bool) -> String {
    isFree ? pick("这款包邮", "Shipping is free") : pick("这款不包邮", "Shipping is not free")
  }
  func shippingUnknown(_ product: String) -> String {
    pick("\(product)的物流信息暂时没有，请以下单页面为准", "No shipping details are listed for \(product), please see the order page")
  }
  var arrivalUnknown: String { pick("几天到请以物流信息为准", "For the day of arrival please see the tracking") }

  var whichProduct: String {
    pick("请问是哪一款？可以告诉我商品名或链接号。", "Which product do you mean? Please tell me its name or link number.")
  }
  var notInCatalog: String {
    pick(
      "这场直播的商品里没有找到您问的，可以告诉我商品名或链接号。",
      "I can't find that among this show's products. Please tell me a name or link number.")
  }
  var askService: String {
    pick("售后问题请在订单页联系客服处理。", "For returns and refunds please contact service on the order page.")
  }
  var noMedicalClaims: String {
    pick("功效和健康方面的问题我不能回答，请以商品说明为准。", "I can't answer questions on health or effects, please see the product's label.")
  }
  var noAbsoluteClaims: String {
    pick("我不能作这样的保证，只能告诉您库存、价格和链接。", "I can't make such a claim, only tell stock, prices and links.")
  }
  var noPersonalData: String {
    pick("个人信息我不能提供，也请不要在评论里发。", "I can't give personal data. Please don't post any either.")
  }
  var onlyFacts: String {
    pick("我只能按实际数据回答库存、价格和链接。", "I only answer on stock, prices and links, from the data.")
  }
  func courtesy(_ intent: ViewerIntent) -> String {
    switch intent {
    case .complaint: pick("给您带来不便很抱歉，请在订单页联系客服处理。", "We are sorry. Please contact service on the order page.")
    case .praise, .bought: pick("谢谢您的支持！", "Thank you!")
    default: pick("您好，库存、价格、尺码和链接都可以问我。", "Hello! You can ask me about stock, prices, sizes and links.")
    }
  }
}
