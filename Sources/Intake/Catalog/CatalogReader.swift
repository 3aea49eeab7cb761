public import Foundation
public import LiveshelfCore
internal import Synchronization

/// A catalog and what was odd in its file.
public struct CatalogFile: Sendable {
  public var catalog: Catalog
  public var warnings: [IntakeWarning]
  /// The names that are listened for because a product has a listing's title and no other name; they are its aliases in `catalog`, too.
  /// Empty: none could be found, or none that no other product has.
  public var proposedNames: [SKU: [String]] = [:]
  /// Whether the file tells stock, which is not read from a catalog.
  public var tellsStock = false
}

/// Reads catalog files (CSV, or JSON Lines with the same names): sku, name, aliases, category, list_price, live_price,
/// link_no, options, parts (of a kit: `SKU` or `SKU*2`, `|` separated); only sku and name must be there. Product exports of shops
/// are read by their own headers (`CatalogColumns`).
///
/// A catalog decides what can be heard at all, so one that is wrong anywhere is refused as a whole.
public enum CatalogReader {
  /// More products than any show presents.
  public static let maximumProducts = 50_000

  /// - Throws: every case of `IntakeError`.
  public static func read(_ url: URL, columns: CatalogColumns = .known) throws(IntakeError) -> CatalogFile {
    let layout = LayoutBox()
    var reader = try RecordReader(try ByteSource(url)) { layout.choose($0, from: columns) }
    return try read(file: url.lastPathComponent, layout) { () throws(IntakeError) in try reader.next() }
  }

  /// Reads a catalog that is in memory.
  ///
  /// - Parameter file: the name for messages.
  /// - Throws: every case of `IntakeError` but `unreadable`.
  public static func read(
    _ bytes: [UInt8], file: String, columns: CatalogColumns = .known
  ) throws(IntakeError) -> CatalogFile {
    let layout = LayoutBox()
    var parser = RecordParser(file: file) { layout.choose($0, from: columns) }
    parser.append(bytes)
    return try read(file: file, layout) { () throws(IntakeError) in try parser.next(atEnd: true) }
  }

  private static func read(
    file: String, _ layout: LayoutBox, next: () throws(IntakeError) -> ParsedRecord?
  ) throws(IntakeError) -> CatalogFile {
    var builder = CatalogBuilder(file: file)
    while let parsed = try next() {
      let record: Record
      switch parsed {
      case .broken(let problem): throw .badField(file: file, problem: problem)
      case .record(let read): record = read
      }
      let product: Product
      do {
        product = try ProductReader(record, layout.value).product()
      } catch {
        throw .badField(file: file, problem: error)
      }
      try builder.add(product, line: record.line)
    }
    return try builder.finish(tellsStock: layout.value.tellsStock)
  }
}

/// The layout of one file, which its header decides while it is read.
private final class LayoutBox: Sendable {
  private let stored = Mutex(CatalogLayout(columns: [], places: [:], tellsStock: false))
  var value: CatalogLayout { stored.withLock { $0 } }

  func choose(_ header: [String], from columns: CatalogColumns) -> [Column] {
    let layout = columns.layout(header)
    stored.withLock { $0 = layout }
    return layout.columns
  }
}

/// Reads the product of one row.
private struct ProductReader {
  private let fields: FieldReader
  private let layout: CatalogLayout

  init(_ record: Record, _ layout: CatalogLayout) {
    fields = FieldReader(record: record, names: layout.columns.map(\.name))
    self.layout = layout
  }

  func product() throws(FieldProblem) -> Product {
    let sku = try required(.sku)
    return Product(
      sku: SKU(sku), name: try required(.name), aliases: list(.aliases), category: text(.category),
      listPrice: try money(.listPrice), livePrice: try money(.livePrice), cost: try money(.cost),
      linkNumber: try linkNumber(),
      options: list(.options), parts: try parts(of: sku))
  }

  private func text(_ field: CatalogColumns.Field) -> String {
    guard let place = layout.place(of: field, in: fields.record) else { return "" }
    let text = fields.text(place)
    return CatalogLayout.isBlank(text) ? "" : text
  }

  private func required(_ field: CatalogColumns.Field) throws(FieldProblem) -> String {
    let text = text(field)
    if text.isEmpty, let place = layout.place(of: field, in: fields.record) {
      throw fields.problem(place, "is empty", remedy: "fill it in")
    }
    return text
  }

  private func money(_ field: CatalogColumns.Field) throws(FieldProblem) -> Money? {
    guard let place = layout.place(of: field, in: fields.record), !text(field).isEmpty else { return nil }
    return try fields.money(place)
  }

  private func linkNumber() throws(FieldProblem) -> Int? {
    guard let place = layout.place(of: .link, in: fields.record), !text(.link).isEmpty else { return nil }
    return try fields.integer(place, in: 1...1_000_000)
  }

  /// What a kit consists of, such as `A1|B2*3`.
  private func parts(of kit: String) throws(FieldProblem) -> [KitPart] {
    guard let place = layout.place(of: .parts, in: fields.record) else { return [] }
    var parts: [KitPart] = []
    for text in list(.parts) {
      let pieces = text.split(separator: "*", omittingEmptySubsequences: false).map { $0.trimmingBlanks() }
      let quantity = pieces.count == 2 ? Int(pieces[1]) : 1
      guard pieces.count <= 2, let sku = pieces.first, !sku.isEmpty, sku != kit, let quantity,
        (1...10_000).contains(quantity), parts.count < 100
      else {
        throw fields.problem(
          place, "are not the parts of a kit:", remedy: "write SKUs such as A1|B2*3, at most 100 of them")
      }
      parts.append(KitPart(sku: SKU(sku), quantity: quantity))
    }
    return parts
  }

  private func list(_ field: CatalogColumns.Field) -> [String] {
    text(field).split { $0 == "|" || $0 == "｜" }.map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
  }
}
