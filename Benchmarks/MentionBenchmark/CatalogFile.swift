import Foundation
import LiveshelfCore

/// A catalog as the benchmark reads it: plain comma-separated columns, quotes allowed.
enum CatalogFile {
  static func read(_ file: URL) throws -> Catalog {
    let text = try String(contentsOf: file, encoding: .utf8)
    var rows = text.split(whereSeparator: \.isNewline).map { fields($0) }
    guard !rows.isEmpty else { throw BenchmarkError.missingColumn(file: file.lastPathComponent, "sku") }
    let header = rows.removeFirst()
    func column(_ name: String) throws -> Int {
      guard let index = header.firstIndex(of: name) else {
        throw BenchmarkError.missingColumn(file: file.lastPathComponent, name)
      }
      return index
    }
    let (sku, name, aliases) = (try column("sku"), try column("name"), try column("aliases"))
    let link = header.firstIndex(of: "link_no")
    let options = header.firstIndex(of: "options")
    return Catalog(
      rows.compactMap { row in
        guard row.count > max(sku, name, aliases) else { return nil }
        return Product(
          sku: SKU(row[sku]), name: row[name], aliases: list(row[aliases]),
          linkNumber: link.flatMap { $0 < row.count ? Int(row[$0]) : nil },
          options: options.map { $0 < row.count ? list(row[$0]) : [] } ?? [])
      })
  }

  private static func list(_ field: String) -> [String] { field.split(separator: "|").map(String.init) }

  private static func fields(_ line: Substring) -> [String] {
    var fields = [""]
    var quoted = false
    for character in line {
      if character == "\"" {
        quoted.toggle()
      } else if character == ",", !quoted {
        fields.append("")
      } else {
        fields[fields.count - 1].append(character)
      }
    }
    return fields
  }
}
