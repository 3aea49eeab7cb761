public import Foundation
public import LiveshelfCore

/// Stock counts of a file, in its order, and the rows that could not be used.
public struct InventoryFile: Sendable {
  public var snapshots: [StockSnapshot]
  public var rejected: [RejectedRow]
}

/// Reads inventory files (CSV or JSON Lines): snapshot_time, sku, warehouse, on_hand, reserved, in_transit, eta,
/// safety_stock, option. The first four must be there. Rows of one count (time, SKU and warehouse) with different options
/// become one snapshot, whose numbers are their sums. A row that cannot be used is handed out, and the rest is read.
public enum InventoryReader {
  /// More rows than a show's snapshots make.
  public static let maximumRows = 5_000_000

  private static let columns = [
    Column("snapshot_time", required: true), Column("sku", required: true), Column("warehouse", required: true),
    Column("on_hand", required: true), Column("reserved"), Column("in_transit"), Column("eta"), Column("safety_stock"),
    Column("option"),
  ]
  private static let pieces = -1_000_000_000...1_000_000_000

  /// - Parameter times: how the file writes its times. A date alone means the beginning of that day.
  public static func read(_ url: URL, times: TimeStyle = .china) throws(IntakeError) -> InventoryFile {
    var reader = RecordReader(try ByteSource(url)) { _ in columns }
    let names = columns.map(\.name)
    var result = InventoryFile(snapshots: [], rejected: [])
    var places: [Count: Int] = [:]
    while let parsed = try reader.next() {
      switch parsed {
      case .broken(let problem): result.rejected.append(RejectedRow(file: url.lastPathComponent, problem: problem))
      case .record(let record):
        do {
          let fields = FieldReader(record: record, names: names)
          let snapshot = try snapshot(fields, times)
          let count = Count(time: snapshot.time, sku: snapshot.sku, warehouse: snapshot.warehouse)
          if let place = places[count], try merge(snapshot, into: &result.snapshots[place], fields) { continue }
          if !snapshot.onHandByOption.isEmpty { places[count] = result.snapshots.count }
          result.snapshots.append(snapshot)
        } catch {
          result.rejected.append(RejectedRow(file: url.lastPathComponent, problem: error))
        }
      }
      guard result.snapshots.count + result.rejected.count <= maximumRows else {
        throw .tooLarge(
          file: url.lastPathComponent, limit: "\(maximumRows) rows", remedy: "keep only the snapshots of the show")
      }
    }
    return result
  }

  /// Reads stock counts that come in pieces, such as a request's body.
  ///
  /// - Parameter file: the name for messages.
  public static func stream(file: String, times: TimeStyle = .china) -> RowStream<StockSnapshot> {
    RowStream(file: file, columns: columns) { fields throws(FieldProblem) in try snapshot(fields, times) }
  }

  /// Joins snapshots of one count that were given option by option: their numbers are sums, as `read` does it.
  public static func joined(_ snapshots: [StockSnapshot]) -> [StockSnapshot] {
    var result: [StockSnapshot] = []
    var places: [Count: Int] = [:]
    for snapshot in snapshots {
      let count = Count(time: snapshot.time, sku: snapshot.sku, warehouse: snapshot.warehouse)
      guard let (option, onHand) = snapshot.onHandByOption.first, let place = places[count],
        result[place].onHandByOption[option] == nil
      else {
        if !snapshot.onHandByOption.isEmpty { places[count] = result.count }
        result.append(snapshot)
        continue
      }
      result[place].onHandByOption[option] = onHand
      result[place].onHand += onHand
      result[place].reserved += snapshot.reserved
      result[place].inTransit += snapshot.inTransit
      result[place].safetyStock += snapshot.safetyStock
      result[place].arrival = [result[place].arrival, snapshot.arrival].compactMap { $0 }.max()
    }
    return result
  }

  static let rows = RowText(
    parser: { RowsOfStream(stream: stream(file: $0)) { .stock($0) } },
    file: { url throws(IntakeError) in
      let file = try read(url)
      return RowFile(rows: file.snapshots.map { .stock($0) }, rejected: file.rejected)
    },
    joined: { rows in
      joined(
        rows.compactMap { row in
          guard case .stock(let snapshot) = row else { return nil }
          return snapshot
        }
      ).map { .stock($0) }
    })

  /// One count of a cell, which may take several rows, one for each option.
  private struct Count: Hashable {
    var time: WallTime
    var sku: SKU
    var warehouse: String
  }

  /// Adds an option's row to its count. False: the row is not by option, and stands for itself.
  private static func merge(
    _ row: StockSnapshot, into count: inout StockSnapshot, _ fields: FieldReader
  ) throws(FieldProblem) -> Bool {
    guard let (option, onHand) = row.onHandByOption.first else { return false }
    guard count.onHandByOption[option] == nil else {
      throw fields.problem(8, "was counted twice at this moment", remedy: "keep one row for each option")
    }
    guard count.onHandByOption.count < 1000, pieces.contains(count.onHand + onHand),
      pieces.contains(count.inTransit + row.inTransit), pieces.contains(count.reserved + row.reserved),
      pieces.contains(count.safetyStock + row.safetyStock)
    else { throw fields.problem(8, "is one too many", remedy: "check the numbers of this product") }
    count.onHandByOption[option] = onHand
    count.onHand += onHand
    count.reserved += row.reserved
    count.inTransit += row.inTransit
    count.safetyStock += row.safetyStock
    count.arrival = [count.arrival, row.arrival].compactMap { $0 }.max()
    return true
  }

  private static func snapshot(_ fields: FieldReader, _ times: TimeStyle) throws(FieldProblem) -> StockSnapshot {
    guard let time = try fields.time(0, style: times) else {
      throw fields.problem(0, "is empty", remedy: "say when the stock was counted")
    }
    let (onHand, option) = (try fields.integer(3, in: pieces), fields.text(8))
    return StockSnapshot(
      time: time, sku: SKU(try fields.requiredText(1)), warehouse: fields.text(2), onHand: onHand,
      reserved: try fields.integer(4, in: pieces, empty: 0),
      inTransit: try fields.integer(5, in: pieces, empty: 0), arrival: try fields.time(6, style: times),
      safetyStock: try fields.integer(7, in: pieces, empty: 0), onHandByOption: option.isEmpty ? [:] : [option: onHand])
  }
}
