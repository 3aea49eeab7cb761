import LiveshelfCore

/// Reasons of every case, with values at their edges; names are in the alphabet of the language that they are said in.
struct ReasonSamples {
  let product: String
  let warehouse: String
  let source: String
  let address = "rtmp://10.0.0.7/live"

  static let zh = ReasonSamples(product: "加绒卫衣", warehouse: "广州仓", source: "杭州仓")
  static let en = ReasonSamples(product: "Fleece hoodie", warehouse: "Leeds", source: "York")

  struct Sample {
    var reason: SignalReason
    var phase: SignalSituation.Phase?
  }

  var all: [Sample] {
    var all = presentations.map { Sample(reason: .presentation([$0]), phase: nil) }
    all += feeds.map { Sample(reason: .feed(name: "audio", $0), phase: nil) }
    all += stock.map { Sample(reason: .stock($0.0), phase: $0.1) }
    for cause in slow {
      all.append(Sample(reason: .slow(cause), phase: .raised))
      all.append(Sample(reason: .price(.slow(cause, available: 1234)), phase: .updated))
    }
    func add(_ reason: SignalReason, _ phase: SignalSituation.Phase?) {
      all.append(Sample(reason: reason, phase: phase))
    }
    add(.demand(.above(rate: 42.54, expected: 0)), .raised)
    add(.demand(.above(rate: .infinity, expected: .nan)), .updated)
    add(.demand(.fell(rate: 3.25)), .resolved)
    add(.movesAgain, .resolved)
    add(.price(.movesAgain), .resolved)
    add(.nextProduct(units: 40.4, idleShare: 0.8, others: [product, product]), nil)
    add(.nextProduct(units: 0.2, idleShare: 0.01, others: []), nil)
    add(.questionsAsked(intent: "size", count: 12, seconds: 30, example: product), .raised)
    add(.questionsStopped(intent: "noise"), .resolved)
    add(.retold, .resolved)
    return all
  }

  private var presentations: [PresentationReason] {
    [
      .stinger(name: product), .musicBegan, .musicEnded, .applause, .silence, .countdown, .click,
      .heard(text: product, count: 1, seconds: 1), .heard(text: product, count: 2, seconds: 4),
      .heard(text: product, count: 9, seconds: 120), .likeliest, .bundle(product: product, with: product),
      .followed(by: product), .turnedAway, .noLongerSpokenOf, .showOver, .onlyNamed(instead: nil),
      .onlyNamed(instead: product), .ordersRose,
    ]
  }

  private var stock: [(StockReason, SignalSituation.Phase)] {
    func short(_ available: Int) -> StockReason {
      .warehouseShort(
        warehouse: warehouse, available: available, source: source, sourceAvailable: 130, quantity: 40)
    }
    let owing = [OwingWarehouse(warehouse: warehouse, units: 6), OwingWarehouse(warehouse: source, units: 1)]
    return [
      (.runningOut(available: 1, eta: 40, low: 10, high: 3600, isPresented: true), .raised),
      (.runningOut(available: 1200, eta: 1500, low: 1200, high: .infinity, isPresented: false), .updated),
      (.ranOut, .resolved), (.holds(available: 120), .resolved), (.soldOut(isPresented: true), .raised),
      (.soldOut(isPresented: false), .raised), (.ordersRefused(available: 3), .raised),
      (.isBack(available: 3), .resolved), (.oversold(units: 7, places: owing, elsewhere: 3), .raised),
      (.oversold(units: 7, places: owing, elsewhere: 0), .updated), (.nothingOwed, .resolved), (short(4), .raised),
      (short(0), .raised), (short(-3), .raised), (.warehouseFine(warehouse: warehouse), .resolved),
      (.nothingToMove(warehouse: warehouse), .resolved),
      (.reorder(available: 120, onTheWay: 30, demand: 900, leadTime: 172_800, quantity: 800), .raised),
      (.reorder(available: -3, onTheWay: 0, demand: 5, leadTime: 172_800, quantity: 8), .raised),
      (.reorder(available: 10, onTheWay: 0, demand: 11, leadTime: 172_800, quantity: 1), .updated),
      (.enough, .resolved),
    ]
  }

  private var slow: [SlowCause] {
    [.presentation(orders: 2.04, usual: 15), .cover(days: nil), .cover(days: 84.5), .cover(days: .infinity)]
  }

  private var feeds: [FeedReason] {
    let faults = FeedFault.allCases
    return [
      .connecting(address: address), .awaitingPublisher(address: address), .receiving(address: address),
      .publisherLeft(address: address),
      .silent(address: address, seconds: 3600), .recordingOver, .noSpeech(seconds: 120), .noProductNamed(seconds: 300),
      .unknownProducts(orders: 20), .heardAgain,
      .stopped, .givenUp(nil, detail: ""),
    ] + faults.map { .failed($0, detail: "Cannot reach it.") } + faults.map { .givenUp($0, detail: "Cannot reach it.") }
  }
}

extension ReasonSamples {
  /// Every case's code. A case that is new does not build here: add it, and a sample of it above.
  static func codes(of reason: SignalReason) -> [String] {
    switch reason {
    case .presentation(let parts):
      for part in parts {
        switch part {
        case .stinger, .musicBegan, .musicEnded, .applause, .silence, .countdown, .click, .heard, .likeliest, .bundle,
          .followed, .turnedAway, .noLongerSpokenOf, .showOver, .onlyNamed, .ordersRose:
          break
        }
      }
    case .demand(.above), .demand(.fell): break
    case .stock(let stock):
      switch stock {
      case .runningOut, .ranOut, .holds, .soldOut, .ordersRefused, .isBack, .oversold, .nothingOwed, .warehouseShort,
        .warehouseFine, .nothingToMove, .reorder, .enough:
        break
      }
    case .slow(.presentation), .slow(.cover), .movesAgain, .price(.slow), .price(.movesAgain), .nextProduct,
      .questionsAsked, .questionsStopped, .retold:
      break
    case .feed(_, let feed):
      switch feed {
      case .connecting, .awaitingPublisher, .receiving, .publisherLeft, .silent, .failed, .givenUp, .recordingOver,
        .stopped, .noSpeech,
        .noProductNamed, .unknownProducts, .heardAgain:
        break
      }
    }
    return reason.codes
  }

  /// All codes that there are.
  static let everyCode: Set<String> =
    Set([
      "stinger", "music_began", "music_ended", "applause", "silence", "countdown", "click", "heard", "likeliest",
      "bundle",
      "followed", "turned_away", "no_longer_spoken_of", "show_over", "only_named", "orders_rose", "demand_above",
      "demand_fell", "running_out", "ran_out", "stock_holds", "sold_out", "orders_refused",
      "stock_is_back", "oversold", "nothing_owed", "warehouse_short", "warehouse_fine", "nothing_to_move", "reorder",
      "enough_stock", "weak_presentation", "deep_stock", "moves_again", "next_product", "questions_asked",
      "questions_stopped", "retold", "connecting", "awaiting_publisher", "receiving", "publisher_left", "silent",
      "given_up",
      "recording_over",
      "stopped", "no_speech", "no_product_named", "unknown_products", "heard_again",
    ]).union(FeedFault.allCases.map(\.rawValue))
}
