public import LiveshelfCore

extension Wording {
  /// Why a signal is given, in one sentence that an operator understands.
  public func sentence(of reason: SignalReason) -> String {
    switch reason {
    case .presentation(let reasons): sentence(of: reasons)
    case .demand(let reason): sentence(of: reason)
    case .stock(let reason): sentence(of: reason)
    case .slow(let cause): clause(of: cause) + say("。", ".")
    case .movesAgain: say("又卖得动了。", "It moves again.")
    case .price(let reason): sentence(of: reason)
    case .questionsAsked(let intent, let count, let seconds, let example):
      say(
        "\(duration(seconds))内 \(self.count(count)) 条在问\(name(ofIntent: intent))：“\(example)”",
        "\(self.count(count)) comments in \(duration(seconds)) ask about \(name(ofIntent: intent)): “\(example)”")
    case .questionsStopped(let intent):
      say("观众不再集中问\(name(ofIntent: intent))了。", "Viewers no longer keep asking about \(name(ofIntent: intent)).")
    case .nextProduct(let units, let idleShare, let others):
      nextProduct(units: units, idleShare: idleShare)
        + (others.isEmpty
          ? "" : say("其次是\(others.joined(separator: "、"))。", " After it: \(others.joined(separator: ", "))."))
    case .retold:
      say("商品、阈值或程序规则有变，这条不再成立。", "Products, thresholds or the program's rules changed: this does not stand any more.")
    case .feed(let name, let reason):
      say("\(self.name(ofFeed: name))：\(sentence(of: reason))", "\(self.name(ofFeed: name)): \(sentence(of: reason))")
    }
  }

  /// What a product that should be presented next would bring.
  ///
  /// - Parameters:
  ///   - units: what a presentation should sell.
  ///   - idleShare: the share of the stock, 0…1, that stays over the next hour without one.
  public func nextProduct(units: Double, idleShare: Double) -> String {
    let sells = say("预计卖 \(amount(units)) 件", "Should sell about \(amount(units))")
    guard idleShare >= 0.1 else { return sells + say("。", ".") }
    return sells
      + say(
        "；不讲的话，一小时后还剩 \(percent(idleShare)) 库存。",
        "; without it \(percent(idleShare)) of the stock is still there in an hour.")
  }
}
