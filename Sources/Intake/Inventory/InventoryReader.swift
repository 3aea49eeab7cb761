public import Foundation
public import LiveshelfCore

/// Stock counts of a file, in its order, and the rows that could not be used.
public struct InventoryFile: Sendable {
  public var snapshots: [StockSnapshot]
  public var rejected: [RejectedRow]
  /// What was taken for granted, and what the file leaves open, with the remedies.
  public var notes: [String] = []
}

/// Reads inventory files (CSV and its kin, JSON Lines, workbooks): snapshot_time, sku, warehouse, on_hand, reserved, in_transit, eta,
/// safety_stock, option, owed, and the stock exports of ERPs and shops, whose columns `StockVocabulary` lists. There must be a SKU,
/// and pieces: on hand, or available where an export tells these. A row that cannot be used is handed out, and the rest is read.
public enum InventoryReader {
  /// More rows than a show's snapshots make.
  public static let maximumRows = 5_000_000

  /// The columns that a mapping may name.
  public static var columnNames: [String] { StockVocabulary.names }

  private static let pieces = 0...1_000_000_000

  /// - Parameters:
  ///   - mapping: what the user says of the columns.
  ///   - times: how the file writes its times. A date alone means the beginning of that day.
  ///   - counted: when the stock was counted, where neither file nor mapping tells; nil: then it is refused.
  public static func read(
    _ url: URL, mapping: ColumnMapping = ColumnMapping(), times: TimeStyle = .china, counted: WallTime? = nil
  ) throws(IntakeError) -> InventoryFile {
    let style = mapping.times(usual: times)
    let time = mapping.time ?? counted
    var (ownTimes, binned, sellable) = (0, false, 0)
    let table = try RecordReader.values(of: url, shape: shape(mapping, time), maximum: maximumRows) {
      fields throws(FieldProblem) -> StockSnapshot? in
      let row = try snapshot(fields, style, time)
      if !fields.text(StockVocabulary.place("snapshot_time")).isEmpty { ownTimes += 1 }
      if !fields.text(StockVocabulary.place("bin")).isEmpty { binned = true }
      if !fields.text(StockVocabulary.place("available")).isEmpty { sellable += 1 }
      return row
    }
    var file = InventoryFile(snapshots: table.values, rejected: table.rejected, notes: table.doubts)
    if !table.header.isEmpty, !HeaderIndex(table.header).exact.keys.contains("snapshot_time") {
      if binned { file.snapshots = joinedBins(file.snapshots) }
      file.snapshots = withoutNeedlessOptions(file.snapshots)
    }
    if ownTimes < file.snapshots.count, let time {
      file.notes.append(
        "the file does not tell when it was counted: taken as \(time.formatted(in: style.zone ?? .china))"
          + (mapping.time == nil
            ? ", the show's start; say --inventory-columns time=2026-04-10T19:00:00+08:00 otherwise" : ""))
    }
    if sellable > 0 {
      file.notes.append("what can be sold is read for the stock, without what other orders have taken")
    }
    return file
  }

  /// Reads stock counts that come in pieces, such as a request's body.
  ///
  /// - Parameters:
  ///   - file: the name for messages.
  ///   - mapping: what is said of the columns.
  public static func stream(
    file: String, mapping: ColumnMapping = ColumnMapping(), times: TimeStyle = .china
  ) -> RowStream<StockSnapshot> {
    let (style, time) = (mapping.times(usual: times), mapping.time)
    return RowStream(file: file, shape: shape(mapping, time)) { fields throws(FieldProblem) in
      try snapshot(fields, style, time)
    }
  }

  static let rows = RowText(
    parser: { file, mapping in
      RowsOfStream(stream: stream(file: file, mapping: mapping?.table ?? ColumnMapping())) { .stock($0) }
    },
    file: { url throws(IntakeError) in
      let file = try read(url)
      return RowFile(rows: file.snapshots.map { .stock($0) }, rejected: file.rejected, notes: file.notes)
    })

  private static func shape(_ mapping: ColumnMapping, _ time: WallTime?) -> TableShape {
    var shape = mapping.shape(StockVocabulary.columns)
    shape.columns[StockVocabulary.place("snapshot_time")].isRequired = time == nil
    shape.requireOne(of: ["sku", "sku_id", "product_id"])
    shape.requireOne(of: ["on_hand", "available"])
    return shape
  }

  private static func snapshot(
    _ fields: FieldReader, _ times: TimeStyle, _ counted: WallTime?
  ) throws(FieldProblem) -> StockSnapshot {
    func place(_ name: String) -> Int { StockVocabulary.place(name) }
    guard let time = try fields.time(place("snapshot_time"), style: times) ?? counted else {
      throw fields.problem(place("snapshot_time"), "is empty", remedy: "say when the stock was counted")
    }
    let named = ["sku", "sku_id", "product_id"].first { !fields.text(place($0)).isEmpty } ?? "sku"
    let counts = fields.text(place("available")).isEmpty ? "on_hand" : "available"
    return StockSnapshot(
      time: time, sku: SKU(try fields.requiredIdentifier(place(named))), option: fields.text(place("option")),
      warehouse: fields.text(place("warehouse")), onHand: try fields.integer(place(counts), in: pieces),
      reserved: try fields.integer(place("reserved"), in: pieces, empty: 0),
      inTransit: try fields.integer(place("in_transit"), in: pieces, empty: 0),
      arrival: try fields.time(place("eta"), style: times),
      safetyStock: try fields.integer(place("safety_stock"), in: pieces, empty: 0),
      owed: try fields.integer(place("owed"), in: pieces, empty: 0))
  }

  // MARK: - Exports

  private struct Cell: Hashable {
    var sku: SKU
    var option: String
    var warehouse: String
    var time: WallTime
  }

  /// One row for what lies in several bins of a warehouse.
  private static func joinedBins(_ rows: [StockSnapshot]) -> [StockSnapshot] {
    var (places, joined) = ([Cell: Int](), [StockSnapshot]())
    for row in rows {
      let cell = Cell(sku: row.sku, option: row.option, warehouse: row.warehouse, time: row.time)
      if let place = places[cell] {
        joined[place].onHand += row.onHand
        joined[place].reserved += row.reserved
        joined[place].inTransit += row.inTransit
        joined[place].owed += row.owed
        joined[place].safetyStock = max(joined[place].safetyStock, row.safetyStock)
      } else {
        places[cell] = joined.count
        joined.append(row)
      }
    }
    return joined
  }

  /// Where each SKU has one option, its code alone tells the variant: the words of an export and those of orders differ too often.
  private static func withoutNeedlessOptions(_ rows: [StockSnapshot]) -> [StockSnapshot] {
    var options: [SKU: Set<String>] = [:]
    for row in rows where (options[row.sku]?.count ?? 0) < 2 { options[row.sku, default: []].insert(row.option) }
    return rows.map { row in
      var row = row
      row.option = options[row.sku]?.count == 1 ? "" : OptionText.read(row.option)
      return row
    }
  }
}
