internal import LiveshelfCore

extension Wording {
  func sentence(of reason: StockReason) -> String {
    switch reason {
    case .runningOut(let available, let eta, let low, let high, let isPresented):
      say(
        "剩 \(units(available))，\(isPresented ? "按这段讲解的速度" : "")约 \(duration(eta))后卖完（\(durations(low, high))）。",
        "\(units(available)) \(available == 1 ? "lasts" : "last") about \(duration(eta)) (\(durations(low, high)))"
          + (isPresented ? " at the pace of this presentation." : "."))
    case .ranOut: say("已经卖完。", "It has run out.")
    case .holds(let available): say("预计够卖了，剩 \(units(available))。", "It will probably last: \(units(available)).")
    case .soldOut(let isPresented):
      say(
        isPresented ? "各仓都已卖完，主播还在讲。请下架或补货。" : "各仓都已卖完。请下架或补货。",
        isPresented
          ? "Nothing is left in any warehouse, and it is still presented." : "Nothing is left in any warehouse.")
    case .ordersRefused(let available):
      say(
        "店铺在拒单，账面上还有 \(units(available))：请核对库存。",
        "The shop refuses orders, although \(units(available)) should be left: check the stock.")
    case .isBack(let available): say("又有货了，可售 \(units(available))。", "Back in stock: \(units(available)).")
    case .oversold(let owed, let places, let elsewhere): oversold(owed, places, elsewhere)
    case .nothingOwed: say("已不再超卖。", "No warehouse owes any units any more.")
    case .warehouseShort(let warehouse, let available, let source, let sourceAvailable, let quantity):
      say(
        "\(standing(of: warehouse, available))，\(source) 有 \(units(sourceAvailable))：可改由 \(source) 发 \(units(quantity))。",
        "\(standing(of: warehouse, available)), and \(source) has \(count(sourceAvailable)): "
          + "let \(source) ship \(count(quantity)) of its orders.")
    case .warehouseFine(let warehouse): say("\(warehouse) 不再告急。", "\(warehouse) no longer runs short.")
    case .nothingToMove(let warehouse):
      say("别的仓也没有货能替 \(warehouse) 发了。", "No other warehouse has any left for \(warehouse).")
    case .reorder(let available, let onTheWay, let demand, let leadTime, let quantity):
      reorder(available, onTheWay, demand, leadTime, quantity)
    case .enough: say("库存又够了。", "There is enough stock again.")
    }
  }

  private func oversold(_ owed: Int, _ places: [OwingWarehouse], _ elsewhere: Int) -> String {
    let list = places.map { say("\($0.warehouse) 欠 \(units($0.units))", "\($0.warehouse) owes \(count($0.units))") }
    return say(
      "已多卖 \(units(owed))（\(list.joined(separator: "、"))\(elsewhere > 0 ? "，其他仓还有 \(units(elsewhere))" : "")）：请停售并联系买家。",
      "Orders promise \(units(owed)) more than there are: \(list.joined(separator: ", "))"
        + (elsewhere > 0 ? "; other warehouses hold \(count(elsewhere))." : "."))
  }

  private func standing(of warehouse: String, _ available: Int) -> String {
    if available < 0 { return say("\(warehouse) 已欠 \(units(-available))", "\(warehouse) owes \(units(-available))") }
    if available == 0 { return say("\(warehouse) 已无货", "\(warehouse) has nothing left") }
    return say("\(warehouse) 只剩 \(units(available))", "\(warehouse) has \(units(available)) left")
  }

  private func reorder(_ available: Int, _ onTheWay: Int, _ demand: Int, _ leadTime: Double, _ quantity: Int)
    -> String
  {
    let stock =
      available + onTheWay <= 0
      ? say("已无货", "Nothing is left")
      : say(
        "剩 \(units(max(0, available)))\(onTheWay > 0 ? "、在途 \(units(onTheWay))" : "")",
        "\(units(max(0, available)))\(onTheWay > 0 ? " and \(count(onTheWay)) on their way" : "") left")
    return say(
      "\(stock)，再播一场这样的约要 \(units(demand))，补货要 \(duration(leadTime))：建议补 \(units(quantity))。",
      "\(stock), one more show like this asks for about \(count(demand)), and a delivery takes \(duration(leadTime)): "
        + "order \(units(quantity)).")
  }
}
