internal import LiveshelfCore

extension Wording {
  func sentence(of reason: DemandReason) -> String {
    switch reason {
    case .above(let rate, let expected):
      say(
        "每分钟 \(amount(rate)) 单，预计只有 \(amount(expected)) 单。",
        "\(amount(rate)) orders a minute, where \(amount(expected)) were expected.")
    case .fell(let rate): say("已回落到每分钟 \(amount(rate)) 单。", "Down to \(amount(rate)) orders a minute.")
    }
  }

  func sentence(of reason: PriceReason) -> String {
    switch reason {
    case .slow(let cause, let available):
      say(
        "\(clause(of: cause))，还剩 \(units(available))：\(text(of: .markDown))。",
        "\(clause(of: cause)), with \(units(available)) left: \(text(of: .markDown)).")
    case .movesAgain: say("又卖得动了，\(text(of: .keep))。", "It moves again: \(text(of: .keep)).")
    }
  }

  func clause(of cause: SlowCause) -> String {
    switch cause {
    case .presentation(let orders, let usual):
      say(
        "讲解带来约 \(amount(orders)) 单，平常约 \(amount(usual)) 单",
        "Its presentation brought about \(amount(orders)) orders, where \(amount(usual)) are usual")
    case .cover(let days?): say("库存够卖\(cover(days))", "Its stock lasts \(cover(days))")
    case .cover(nil): say("平时没有订单", "Nobody orders it")
    }
  }
}
