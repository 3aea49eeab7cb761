public import LiveshelfCore

extension Wording {
  /// What a kind of signal is called, in a few words.
  public func title(of type: SignalType) -> String {
    switch type {
    case .presentationStarted: say("开始讲解", "Now selling")
    case .presentationEnded: say("结束讲解", "Presentation over")
    case .demandSurge: say("抢购中", "Surge")
    case .stockoutPredicted: say("即将售罄", "Selling out")
    case .stockDepleted: say("已售罄", "Sold out")
    case .oversold: say("超卖", "Oversold")
    case .warehouseLow: say("单仓告急", "Warehouse low")
    case .slowMoving: say("卖不动", "Not moving")
    case .replenishmentRecommended: say("建议补货", "Replenish")
    case .priceReviewRecommended: say("建议看价格", "Review price")
    case .nextProductRecommended: say("建议接着讲", "Present next")
    case .questionTrending: say("观众在问", "Viewers ask")
    case .feedDegraded: say("数据源异常", "Source in trouble")
    case .feedRecovered: say("数据源恢复", "Source recovered")
    }
  }

  /// The same of a signal; one that ends its situation says so.
  public func title(of type: SignalType, isResolved: Bool) -> String {
    isResolved && type != .feedRecovered
      ? say("\(title(of: type)) · 已解除", "\(title(of: type)) · over") : title(of: type)
  }

  /// What viewers ask about, by the name of the intent.
  public func name(ofIntent intent: String) -> String {
    switch intent {
    case "stock": say("库存", "stock")
    case "size": say("尺码", "sizes")
    case "color": say("颜色", "colours")
    case "price": say("价格", "the price")
    case "link": say("链接", "the link")
    case "ship": say("发货", "shipping")
    case "return": say("售后", "after-sales")
    case "pos": say("好评", "praise")
    case "neg": say("差评", "complaints")
    case "bought": say("已购买", "bought")
    default: say("其他", "other things")
    }
  }

  /// What to do about a price.
  public func text(of advice: PriceAdvice) -> String {
    switch advice {
    case .keep: say("价格不用调", "keep the price")
    case .markDown: say("可降价、搭售，或先不讲", "mark down, bundle, or take it off the running order")
    }
  }
}
