public import LiveshelfCore

extension Wording {
  /// Why a presentation began or ended. In Chinese what was said goes first: on a narrow screen the end is cut off.
  public func sentence(of reasons: [PresentationReason]) -> String {
    switch language {
    case .zh:
      (reasons.filter(\.isSaid) + reasons.filter { !$0.isSaid }).map { clause(of: $0) }.joined(separator: "，")
    case .en: reasons.map { clause(of: $0) }.joined(separator: ", then ")
    }
  }

  private func clause(of reason: PresentationReason) -> String {
    switch reason {
    case .stinger(let name): say("放了提示音 \(name)", "stinger \(name)")
    case .musicBegan: say("音乐响起", "music sets in")
    case .musicEnded: say("音乐停了", "the music stops")
    case .applause: say("掌声", "applause")
    case .silence: say("停顿较久", "a long silence")
    case .countdown: say("倒数", "a countdown")
    case .click: say("人工点选", "operator's click")
    case .heard(let text, 1, _): say("听到“\(text)”", "\(text) heard")
    case .heard(let text, let count, let seconds):
      say(
        "\(duration(Double(seconds)))内 \(self.count(count)) 次听到“\(text)”",
        "\(text) heard \(count == 2 ? "twice" : "\(self.count(count)) times") in \(duration(Double(seconds)))")
    case .likeliest: say("听起来最像这款", "likeliest product from what was heard")
    case .bundle(let product, let other): say("\(product) 与 \(other) 搭着卖", "\(product) is sold together with \(other)")
    case .followed(let product): say("开始讲 \(product)", "\(product) has begun")
    case .turnedAway: say("话题转开了", "talk has turned away from the product")
    case .noLongerSpokenOf: say("不再提起", "no longer spoken of")
    case .showOver: say("这场结束了", "the show is over")
    case .onlyNamed(nil): say("只是顺口提到", "only named by the way")
    case .onlyNamed(let instead?): say("只是顺口提到，在讲的是 \(instead)", "only named by the way; \(instead) is on stage")
    case .ordersRose:
      say(
        "订单涨得像讲解过，但没有听到讲解",
        "orders of this product rose as they do after a presentation, and none was heard")
    }
  }
}

extension PresentationReason {
  /// What was said of the product.
  fileprivate var isSaid: Bool {
    switch self {
    case .heard, .click: true
    default: false
    }
  }
}
