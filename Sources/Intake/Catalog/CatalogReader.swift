public import Foundation
public import LiveshelfCore

/// A catalog and what was odd in its file.
public struct CatalogFile: Sendable {
  public var catalog: Catalog
  public var warnings: [IntakeWarning]
}

/// Reads catalog files (CSV, or JSON Lines with the same names): sku, name, aliases, category, list_price, live_price,
/// link_no, options, parts (of a kit: `SKU` or `SKU*2`, `|` separated); only sku and name must be there.
///
/// A catalog decides what can be heard at all, so one that is wrong anywhere is refused as a whole.
public enum CatalogReader {
  /// More products than any show presents.
  public static let maximumProducts = 50_000

  private static let columns = [
    Column("sku", required: true), Column("name", required: true), Column("aliases"), Column("category"),
    Column("list_price"), Column("live_price"), Column("link_no"), Column("options"), Column("parts"),
  ]

  /// - Throws: every case of `IntakeError`.
  public static func read(_ url: URL) throws(IntakeError) -> CatalogFile {
    var reader = RecordReader(try ByteSource(url)) { _ in columns }
    return try read(file: url.lastPathComponent) { () throws(IntakeError) in try reader.next() }
  }

  /// Reads a catalog that is in memory.
  ///
  /// - Parameter file: the name for messages.
  /// - Throws: every case of `IntakeError` but `unreadable`.
  public static func read(_ bytes: [UInt8], file: String) throws(IntakeError) -> CatalogFile {
    var parser = RecordParser(file: file) { _ in columns }
    parser.append(bytes)
    return try read(file: file) { () throws(IntakeError) in try parser.next(atEnd: true) }
  }

  private static func read(
    file: String, next: () throws(IntakeError) -> ParsedRecord?
  ) throws(IntakeError) -> CatalogFile {
    let names = columns.map(\.name)
    var products: [Product] = []
    var lineOfSKU: [SKU: Int] = [:]
    var lineOfLink: [Int: Int] = [:]
    var warnings: [IntakeWarning] = []
    while let parsed = try next() {
      let record: Record
      switch parsed {
      case .broken(let problem): throw .badField(file: file, problem: problem)
      case .record(let read): record = read
      }
      let product: Product
      do {
        product = try Self.product(FieldReader(record: record, names: names))
      } catch {
        throw .badField(file: file, problem: error)
      }
      if let first = lineOfSKU.updateValue(record.line, forKey: product.sku) {
        throw .duplicateSKU(file: file, sku: product.sku.text, line: record.line, firstLine: first)
      }
      if let link = product.linkNumber, let first = lineOfLink.updateValue(record.line, forKey: link) {
        warnings.append(
          IntakeWarning(
            file: file, line: record.line, text: "link number \(link) is also on line \(first); the later one holds"))
      }
      guard products.count < maximumProducts else {
        throw .tooLarge(
          file: file, limit: "\(maximumProducts) products", remedy: "keep only the products that the show may present")
      }
      products.append(product)
    }
    guard !products.isEmpty else {
      throw .empty(file: file, remedy: "list the show's products, one on each row")
    }
    return CatalogFile(catalog: Catalog(products), warnings: warnings)
  }

  private static func product(_ fields: FieldReader) throws(FieldProblem) -> Product {
    Product(
      sku: SKU(try fields.requiredText(0)), name: try fields.requiredText(1), aliases: list(fields.text(2)),
      category: fields.text(3), listPrice: try fields.money(4), livePrice: try fields.money(5),
      linkNumber: fields.text(6).isEmpty ? nil : try fields.integer(6, in: 1...1_000_000),
      options: list(fields.text(7)), parts: try parts(fields))
  }

  /// What a kit consists of, such as `A1|B2*3`.
  private static func parts(_ fields: FieldReader) throws(FieldProblem) -> [KitPart] {
    var parts: [KitPart] = []
    for text in list(fields.text(8)) {
      let pieces = text.split(separator: "*", omittingEmptySubsequences: false).map { $0.trimmingBlanks() }
      let quantity = pieces.count == 2 ? Int(pieces[1]) : 1
      guard pieces.count <= 2, let sku = pieces.first, !sku.isEmpty, sku != fields.text(0), let quantity,
        (1...10_000).contains(quantity), parts.count < 100
      else {
        throw fields.problem(
          8, "are not the parts of a kit:", remedy: "write SKUs such as A1|B2*3, at most 100 of them")
      }
      parts.append(KitPart(sku: SKU(sku), quantity: quantity))
    }
    return parts
  }

  private static func list(_ text: String) -> [String] {
    text.split { $0 == "|" || $0 == "｜" }.map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
  }
}
