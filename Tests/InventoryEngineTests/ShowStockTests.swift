import Foundation
import Intake
import InventoryEngine
import LiveshelfCore
import TestSupport
import Testing

/// The ledger and the advisor on whole synthetic shows.
@Suite struct ShowStockTests {
  private struct Truth: Decodable {
    struct Stock: Decodable {
      var finalOnHand: [String: Int]
    }

    var stock: Stock
  }

  @Test(
    .enabled(if: TestData.large != nil, "needs the test shows: set LIVESHELF_TEST_DATA"),
    arguments: ["show-1", "show-2", "show-3"])
  func theLedgerEqualsTheTruthInEveryCell(show: String) throws {
    let folder = try #require(TestData.large).appending(path: show)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let truth = try decoder.decode(Truth.self, from: Data(contentsOf: folder.appending(path: "truth.json")))
    let orders = try OrderReader.readAll(folder.appending(path: "orders.csv")).events
    let snapshots = try InventoryReader.read(folder.appending(path: "inventory.csv")).snapshots
    let inputs =
      snapshots.map { (time: $0.time, input: InventoryInput.snapshot($0)) }
      + orders.map { (time: $0.knownAt, input: InventoryInput.order($0)) }
    let catalog = try CatalogReader.read(folder.appending(path: "catalog.csv")).catalog
    var advisor = InventoryAdvisor(catalog: catalog)
    for entry in inputs.sorted(by: { $0.time < $1.time }) {
      _ = advisor.consume(.time(entry.time))
      _ = advisor.consume(entry.input)
    }
    var available: [String: Int] = [:]
    for row in advisor.ledger.table { available["\(row.cell.sku)@\(row.cell.warehouse)"] = row.balance.available }
    #expect(available == truth.stock.finalOnHand)
  }
}
