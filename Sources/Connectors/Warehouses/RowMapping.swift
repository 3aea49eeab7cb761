internal import Foundation
internal import Intake
public import LiveshelfCore

/// Which members of a system's JSON are which columns of a kind of rows.
public struct RowMapping: Hashable, Sendable {
  public var rows: RowKind
  /// Where the items are, such as `data.items`; empty: the body is a list of them, or one.
  public var items = ""
  /// Paths within an item, by column.
  public var columns: [String: String] = [:]
  /// Columns that are the same in all rows.
  public var constants: [String: String] = [:]

  public init(rows: RowKind) {
    self.rows = rows
  }

  /// The items of a body.
  func elements(of body: PlatformJSON) -> [PlatformJSON] {
    guard let place = items.isEmpty ? body : body.at(items) else {
      // Some systems leave an empty list out.
      return []
    }
    return if case .array(let list) = place { list } else { [place] }
  }

  /// An item as an object of columns: nothing else of it is looked at.
  func mapped(_ item: PlatformJSON) -> PlatformJSON {
    var row: [String: PlatformJSON] = constants.mapValues { .string($0) }
    for (column, path) in columns {
      guard let value = item.at(path), value.text != nil else { continue }
      row[column] = value
    }
    return .object(row)
  }

  /// What the rows' own reader makes of mapped items.
  func finding(_ mapped: [PlatformJSON], settings: ConnectorSettings, now: WallTime) throws(ConnectorError) -> Finding {
    var reader = RowReader.of(rows, file: settings.name)
    var finding = Finding()
    for var row in mapped {
      guard case .object(var members) = row else { continue }
      if let warehouse = members["warehouse"]?.text { members["warehouse"] = .string(settings.warehouse(warehouse)) }
      if members["warehouse"] == nil, !settings.warehouse.isEmpty { members["warehouse"] = .string(settings.warehouse) }
      // A system that tells how it is now tells no time.
      if rows == .stock, members["snapshot_time"] == nil {
        members["snapshot_time"] = .string(now.formatted(in: .utc))
      }
      row = .object(members)
      reader.append(row.encoded + [0x0A])
    }
    do throws(IntakeError) {
      while let row = try reader.next(atEnd: true) {
        switch row {
        case .value(let row): finding.rows.append(row)
        case .rejected(let row):
          finding.unusable.append(
            SetAsideRow(
              rows, place: "connector/\(settings.name), item \(row.line)",
              reason: "\(row.problem.field) \(row.problem.problem); \(row.problem.remedy)"))
        }
      }
    } catch {
      if case .empty = error { return finding }
      throw .malformed("cannot be read as \(rows.rawValue): \(error)")
    }
    return finding
  }
}
