import InventoryEngine
import LiveshelfCore
import RoomEngine
import Testing

/// What a room says of a product never contradicts itself, and asks for little at a time.
@Suite struct OneVerdictTests {
  /// Types that cannot hold of one product at once.
  private static let contradictions: [(SignalType, SignalType)] = [
    (.slowMoving, .stockoutPredicted), (.slowMoving, .stockDepleted), (.slowMoving, .oversold),
    (.slowMoving, .demandSurge), (.slowMoving, .replenishmentRecommended),
    (.priceReviewRecommended, .stockoutPredicted),
    (.priceReviewRecommended, .stockDepleted), (.priceReviewRecommended, .demandSurge),
    (.priceReviewRecommended, .replenishmentRecommended), (.stockoutPredicted, .stockDepleted),
    (.demandSurge, .stockDepleted), (.warehouseLow, .stockDepleted), (.nextProductRecommended, .stockDepleted),
    (.nextProductRecommended, .oversold), (.nextProductRecommended, .priceReviewRecommended),
  ]

  /// Follows signals and finds what does not go together.
  private struct Follower {
    private(set) var open: [SKU: Set<SignalType>] = [:]
    private(set) var faults: [String] = []
    private var asked: [StreamTime] = []
    private var asking: [SKU: Set<String>] = [:]
    private(set) var mostAMinute = 0

    /// Signals of one moment: what is taken back with the others counts as gone.
    mutating func take(_ signals: [Signal]) {
      for signal in signals {
        guard let sku = signal.sku, let phase = signal.situation?.phase else { continue }
        let type = SignalType(signal.kind)
        if type == .nextProductRecommended { for other in open.keys { open[other]?.remove(type) } }
        if phase == .resolved { open[sku]?.remove(type) } else { open[sku, default: []].insert(type) }
        let situation = signal.situation?.name ?? ""
        if phase == .resolved { asking[sku]?.remove(situation) }
        guard phase == .raised, signal.kind.urgency != .informs else { continue }
        // A product that asks already has its card: more about it changes that.
        let isNew = asking[sku, default: []].isEmpty
        asking[sku, default: []].insert(situation)
        guard isNew else { continue }
        asked = asked.filter { signal.detectedAt - $0 < 60 } + [signal.detectedAt]
        mostAMinute = max(mostAMinute, asked.count)
      }
      guard let at = signals.first?.detectedAt else { return }
      for (sku, types) in open {
        for (one, other) in OneVerdictTests.contradictions where types.contains(one) && types.contains(other) {
          faults.append("\(at) \(sku): \(one) and \(other)")
        }
      }
    }
  }

  private func follow(_ signals: [Signal]) -> Follower {
    var follower = Follower()
    var moment: [Signal] = []
    for signal in signals {
      if let last = moment.last, last.detectedAt != signal.detectedAt {
        follower.take(moment)
        moment = []
      }
      moment.append(signal)
    }
    follower.take(moment)
    return follower
  }

  @Test(arguments: 0..<6) func nothingContradictsAndLittleIsAsked(seed: UInt64) {
    for daysBefore in [0, 7] {
      for stock in [20...120, 40...400] {
        let result = MadeUpShow(daysBefore: daysBefore, stock: stock, seed: seed).run()
        let follower = follow(result.signals)
        #expect(follower.faults.isEmpty, "\(daysBefore) days, stock \(stock)")
        #expect(!result.alarms.isEmpty)
        #expect(follower.mostAMinute <= 3, "\(daysBefore) days, stock \(stock)")
      }
    }
  }

  /// The verdict of the read model rests on a signal that is open, and is silent where none is.
  @Test(arguments: 0..<6) func theVerdictIsWhatTheOpenSignalsSay(seed: UInt64) {
    let result = MadeUpShow(stock: 20...120, seed: seed).run()
    let open = follow(result.signals).open
    for product in result.engine.overview().products {
      let verdict = product.outlook.verdict
      let types = (open[product.product.sku] ?? []).subtracting([.nextProductRecommended, .questionTrending])
      if let type = verdict.type { #expect(types.contains(type), "\(product.product.sku)") }
      #expect(verdict.state == ProductState(open: types), "\(product.product.sku): \(types), \(verdict.state)")
      #expect(verdict.asks == (verdict.step != .none))
      #expect(verdict.asks || verdict.secondsLeft != 0)
      if case .stock(.runningOut(let available, let eta, _, _, _))? = verdict.reason {
        #expect(available == product.outlook.sellable && eta == product.outlook.stockout?.median)
      }
    }
  }
}
