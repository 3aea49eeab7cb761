public import InventoryEngine
internal import LiveshelfCore

extension Wording {
  /// How a product stands, in a word or two.
  public func name(of state: ProductState) -> String {
    switch state {
    case .oversold: title(of: SignalType.oversold)
    case .soldOut: title(of: SignalType.stockDepleted)
    case .sellingOut: title(of: SignalType.stockoutPredicted)
    case .warehouseShort: title(of: SignalType.warehouseLow)
    case .short: title(of: SignalType.replenishmentRecommended)
    case .surging: title(of: SignalType.demandSurge)
    case .slow: title(of: SignalType.slowMoving)
    case .fine: say("正常", "Fine")
    }
  }

  /// What to do now; empty: nothing.
  public func text(of step: NextStep) -> String {
    switch step {
    case .none: ""
    case .stopSelling(let units):
      say("停售，联系 \(self.units(units))的买家", "Stop selling; tell the buyers of \(self.units(units))")
    case .ship(let units, let source?, let warehouse):
      say(
        "\(warehouse) 的 \(self.units(units))改由 \(source) 发",
        "Ship \(count(units)) of \(warehouse)'s orders from \(source)")
    case .ship(let units, nil, let warehouse):
      say("\(warehouse) 的 \(self.units(units))改由别的仓发", "Ship \(count(units)) of \(warehouse)'s orders from elsewhere")
    case .checkStock: say("核对店铺库存", "Check the shop's stock")
    case .takeDown: say("下架，换下一款", "Take it down; go on to the next")
    case .wrapUp: say("收尾，备好下一款", "Wrap up; have the next one ready")
    case .prepare: say("备好替换款或补货", "Have stock or a substitute ready")
    case .reorder(let units): say("补货 \(self.units(units))", "Order \(self.units(units))")
    case .leaveOut: say("先不讲", "Leave it out for now")
    case .markDown: say("降价或搭售", "Mark down or bundle")
    }
  }

  /// What to do about a source in trouble.
  public var checkSource: String { say("检查数据源", "Check the source") }
}
