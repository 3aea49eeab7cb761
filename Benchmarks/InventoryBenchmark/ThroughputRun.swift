import InventoryEngine
import LiveshelfCore

/// Times the advisor and the bare ledger on a made-up show of four hours: 60 products in four warehouses, a presentation
/// every two minutes, orders spread evenly, a tick each second.
enum ThroughputRun {
  static func run(orders count: Int) {
    let start = WallTime(microseconds: 1_775_822_400_000_000)
    let (seconds, warehouses) = (14_400, ["A", "B", "C", "D"])
    let catalog = Catalog(
      (0..<60).map { Product(sku: SKU("P\($0)"), name: "product \($0)", category: "\($0 % 8)") })
    let snapshots = catalog.products.flatMap { product in
      warehouses.map { StockSnapshot(time: start, sku: product.sku, warehouse: $0, onHand: count / 200) }
    }
    let events = (0..<count).map { index in
      let number = index &* 2_654_435_761
      return OrderEvent(
        eventID: "E\(index)", orderID: "O\(index)", type: .created, sku: SKU("P\(number >> 7 % 60)"), quantity: 1,
        unitPrice: Money(hundredths: 5900), warehouse: warehouses[number >> 17 % 4],
        eventTime: start + Double(index) / Double(count) * Double(seconds))
    }
    var ledger = StockLedger()
    let ledgerTime = ContinuousClock().measure {
      for snapshot in snapshots { _ = ledger.record(snapshot) }
      for event in events { _ = ledger.apply(event) }
    }
    var advisor = InventoryAdvisor(catalog: catalog)
    var findings = 0
    let advisorTime = ContinuousClock().measure {
      for snapshot in snapshots { _ = advisor.consume(.snapshot(snapshot)) }
      var next = 0
      for second in 0..<seconds {
        let now = start + Double(second)
        findings += advisor.consume(.time(now)).findings.count
        let sku = catalog.products[second / 120 % 60].sku
        if second % 120 == 10 { findings += advisor.consume(.presentationStarted(sku, at: now)).findings.count }
        if second % 120 == 60 { findings += advisor.consume(.presentationEnded(sku, at: now)).findings.count }
        while next < events.count, events[next].eventTime < now + 1 {
          findings += advisor.consume(.order(events[next])).findings.count
          next += 1
        }
      }
    }
    print("\(count) orders in four hours: ledger \(ledgerTime), advisor \(advisorTime), \(findings) findings")
  }
}
