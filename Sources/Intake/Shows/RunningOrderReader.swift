/// A planned presentation as a file names it.
public struct RunningOrderRow: Hashable, Sendable {
  /// The line of the file, from 1.
  public var line: Int
  /// Rows are presented by this number, then in the file's order; nil: as they stand.
  public var sequence: Int?
  /// One of these three names the product; the others may be empty.
  public var sku: String
  public var name: String
  public var linkNumber: Int?
  /// nil: the file does not tell.
  public var minutes: Double?
  /// What the host is to say.
  public var points: [String]
}

/// The planned presentations of a file, in their order, and the rows that could not be used.
public struct RunningOrderFile: Sendable {
  public var rows: [RunningOrderRow]
  public var rejected: [RejectedRow]
}

/// Reads running orders (CSV and its kin, JSON Lines, workbooks): seq, sku or name or link_no, planned_minutes, points (`|`
/// separated), and the headers that shops write above these.
public enum RunningOrderReader {
  /// More rows than any show presents.
  public static let maximumRows = 1000

  private static let columns = [
    Column("seq", or: ["序号", "顺序", "排序", "讲解顺序", "order", "no", "#"]),
    Column("sku", or: ["商品编码", "商品编号", "商品id", "货号", "编码", "款号"], .id),
    Column("name", or: ["商品名称", "商品名", "商品", "品名", "产品", "名称", "product"]),
    Column("link_no", or: ["链接号", "链接", "链接序号", "购物车序号", "几号链接", "link"]),
    Column("planned_minutes", or: ["计划分钟", "讲解分钟", "讲解时长", "计划时长", "时长", "分钟", "minutes"]),
    Column("points", or: ["卖点", "话术", "要点", "讲解要点", "talking_points"]),
  ]

  /// - Parameter file: the name for messages.
  /// - Throws: every case of `IntakeError` but `unreadable`.
  public static func read(_ bytes: [UInt8], file: String) throws(IntakeError) -> RunningOrderFile {
    var shape = TableShape(columns)
    shape.requireOne(of: ["sku", "name", "link_no"])
    let wanted = shape
    var parser = RecordParser(file: file) { _ in wanted }
    parser.append(bytes)
    var result = RunningOrderFile(rows: [], rejected: [])
    while let parsed = try parser.next(atEnd: true) {
      guard result.rows.count + result.rejected.count < maximumRows else {
        throw .tooLarge(file: file, limit: "\(maximumRows) rows", remedy: "give the rows of one show")
      }
      switch parsed {
      case .broken(let problem): result.rejected.append(RejectedRow(file: file, problem: problem))
      case .record(let record):
        do {
          let fields = TableFields(reader: FieldReader(record: record, names: columns.map(\.name)))
          result.rows.append(try row(fields, line: record.line))
        } catch {
          result.rejected.append(RejectedRow(file: file, problem: error))
        }
      }
    }
    // A stable sort: rows without a number stay behind the one above them.
    var last = 0
    let places = result.rows.enumerated().map { place, row in
      last = row.sequence ?? last
      return (last, place)
    }
    result.rows = places.sorted { $0 < $1 }.map { result.rows[$0.1] }
    return result
  }

  private static func row(_ fields: TableFields, line: Int) throws(FieldProblem) -> RunningOrderRow {
    let (sku, name, link) = (fields.text(1), fields.text(2), fields.text(3))
    guard !(sku.isEmpty && name.isEmpty && link.isEmpty) else {
      throw fields.problem(1, "is empty", remedy: "name the product by its SKU, its name or its link's number")
    }
    let minutes = try fields.number(4, in: 0.1...1440)
    let points = fields.text(5).split { "|｜；;\n".contains($0) }.map { String($0).trimmingBlanks() }
    return RunningOrderRow(
      line: line, sequence: fields.text(0).isEmpty ? nil : try fields.integer(0, in: 0...100_000), sku: sku, name: name,
      linkNumber: link.isEmpty ? nil : try fields.integer(3, in: 0...1_000_000), minutes: minutes,
      points: points.filter { !$0.isEmpty })
  }
}
