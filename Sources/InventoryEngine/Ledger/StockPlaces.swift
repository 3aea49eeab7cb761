internal import LiveshelfCore

/// The cells that anybody named, by number, and which of them are open. What an order names is found here: the cell of its
/// option, where stock is told by option; that of the whole product elsewhere.
struct StockPlaces: Sendable {
  /// Where units are booked that name a cell.
  struct Opened {
    var number: Int32
    /// No opening to come changes that it is this one.
    var isExact: Bool
    /// Stock is told by option, and this row names none that is known.
    var isUnassigned: Bool
  }

  private struct Place: Hashable {
    var sku: SKU
    var warehouse: String
  }

  private struct Contents {
    var isByOption: Bool
    var options: Set<String> = []
  }

  private var numbers: [StockCell: Int32] = [:]
  private var cells: [StockCell] = []
  private var contents: [Place: Contents] = [:]
  /// The warehouses that hold, or held, a SKU, sorted.
  private(set) var warehouses: [SKU: [String]] = [:]

  /// Cells that orders may name, warehouses of a SKU, and options of one in a warehouse: more than any shop has, and few enough
  /// for texts that are no names.
  private static let mostCells = 200_000
  private static let mostWarehouses = 200
  private static let mostOptions = 1000

  func cell(_ number: Int32) -> StockCell { cells[Int(number)] }

  /// The number of a cell, which it has from now on; nil: there are too many.
  mutating func number(of cell: StockCell) -> Int32? {
    if let number = numbers[cell] { return number }
    guard cells.count < Self.mostCells else { return nil }
    let number = Int32(cells.count)
    numbers[cell] = number
    cells.append(cell)
    return number
  }

  func isKnown(_ number: Int32) -> Bool { cells.indices.contains(Int(number)) }

  func write(to writer: inout WireWriter) {
    for cell in cells {
      writer.write(as: 1) { inner in
        inner.write(cell.sku, as: 1)
        inner.write(cell.option, as: 2)
        inner.write(cell.warehouse, as: 3)
      }
    }
    // Of each place that is open: one of its cells, all of them where stock is told by option.
    for (place, contents) in contents.sorted(by: { ($0.key.sku, $0.key.warehouse) < ($1.key.sku, $1.key.warehouse) }) {
      for option in contents.isByOption ? contents.options.sorted() : [""] {
        guard let number = numbers[StockCell(sku: place.sku, option: option, warehouse: place.warehouse)] else {
          continue
        }
        writer.write(as: 2) { $0.write(Int(number), as: 1) }
      }
    }
  }

  /// Takes a field over that `write` wrote; in their order.
  mutating func restore(_ field: WireField) throws(WireError) {
    var reader = try field.fields()
    switch field.number {
    case 1:
      var cell = StockCell(sku: "", warehouse: "")
      while let field = try reader.next() {
        switch field.number {
        case 1: cell.sku = try field.sku()
        case 2: cell.option = try field.text()
        case 3: cell.warehouse = try field.text()
        default: break
        }
      }
      guard number(of: cell) != nil else { throw .impossible("a number of cells") }
    case 2:
      var number = Int32(0)
      while let field = try reader.next() { if field.number == 1 { number = try field.number() } }
      guard isKnown(number), openCell(cell(number)) != nil else { throw .impossible("the number of a cell") }
    default: break
    }
  }

  func isByOption(_ cell: StockCell) -> Bool {
    contents[Place(sku: cell.sku, warehouse: cell.warehouse)]?.isByOption ?? false
  }

  /// Whether the SKU's stock in the warehouse is known at all.
  func isKnown(_ cell: StockCell) -> Bool { contents[Place(sku: cell.sku, warehouse: cell.warehouse)] != nil }

  /// The open cells of a SKU in a warehouse, by option; the one for units without a known option is first.
  func cells(of sku: SKU, in warehouse: String) -> [Int32] {
    guard let contents = contents[Place(sku: sku, warehouse: warehouse)] else { return [] }
    let options = contents.isByOption ? [""] + contents.options.sorted() : [""]
    return options.compactMap { numbers[StockCell(sku: sku, option: $0, warehouse: warehouse)] }
  }

  /// Where units of a named cell are booked; nil: nobody has told its stock.
  func open(_ cell: StockCell, _ rules: LedgerRules) -> Opened? {
    var cell = cell
    var isExact = true
    if cell.warehouse.isEmpty, contents[Place(sku: cell.sku, warehouse: "")] == nil {
      guard let only = warehouses[cell.sku], only.count == 1 else { return nil }
      cell.warehouse = only[0]
      isExact = false
    }
    guard let contents = contents[Place(sku: cell.sku, warehouse: cell.warehouse)] else { return nil }
    var isUnassigned = false
    if !contents.isByOption {
      cell.option = ""
    } else if !contents.options.contains(cell.option) || cell.option.isEmpty {
      isExact = false
      if cell.option.isEmpty, let usual = rules.optionForUnassigned[cell.sku.text], contents.options.contains(usual) {
        cell.option = usual
      } else {
        cell.option = ""
        isUnassigned = true
      }
    }
    return numbers[cell].map { Opened(number: $0, isExact: isExact, isUnassigned: isUnassigned) }
  }

  /// The number of a cell as a warehouse names it; nil: it is not open. Where stock is not told by option, options say nothing;
  /// where it is, a row without one is about units whose option nobody knows.
  func opened(_ cell: StockCell) -> Int32? {
    guard let contents = contents[Place(sku: cell.sku, warehouse: cell.warehouse)] else { return nil }
    var cell = cell
    if !contents.isByOption { cell.option = "" }
    guard cell.option.isEmpty || contents.options.contains(cell.option) else { return nil }
    return numbers[cell]
  }

  /// Opens a cell.
  ///
  /// - Returns: its number, and that of the cell for units of its place that name no known option; nil: there are too many.
  mutating func openCell(_ cell: StockCell) -> (number: Int32, unassigned: Int32?)? {
    let place = Place(sku: cell.sku, warehouse: cell.warehouse)
    let others = warehouses[cell.sku] ?? []
    guard contents[place] != nil || others.count < Self.mostWarehouses,
      contents[place].map({ $0.options.count < Self.mostOptions }) ?? true, let number = number(of: cell)
    else { return nil }
    if contents[place] == nil { warehouses[cell.sku] = (others + [cell.warehouse]).sorted() }
    guard !cell.option.isEmpty else {
      contents[place] = Contents(isByOption: false)
      return (number, nil)
    }
    guard let rest = self.number(of: StockCell(sku: cell.sku, warehouse: cell.warehouse)) else { return nil }
    contents[place, default: Contents(isByOption: true)].options.insert(cell.option)
    return (number, rest)
  }
}
