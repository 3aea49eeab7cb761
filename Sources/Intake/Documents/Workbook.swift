import Foundation

/// Reads the table of an Excel workbook (.xlsx, ECMA-376): the first visible sheet with more than a header.
enum Workbook {
  static func table(_ bytes: [UInt8], file: String) throws(IntakeError) -> DocumentTable {
    var archive = try ZipArchive(bytes, file: file)
    guard let contents = try archive.contents("xl/workbook.xml") else {
      throw .notText(
        file: file, line: 1,
        remedy: "it is a ZIP archive and no Excel workbook; unpack it, and give the table within it")
    }
    let book = XMLEvents.read(contents, into: WorkbookContents())
    let links =
      try archive.contents("xl/_rels/workbook.xml.rels").map { XMLEvents.read($0, into: WorkbookLinks()).targets }
      ?? [:]
    let strings =
      try archive.contents("xl/sharedStrings.xml").map { XMLEvents.read($0, into: SharedStrings()).texts } ?? []
    let styles = try archive.contents("xl/styles.xml").map { XMLEvents.read($0, into: CellStyles()).areDates } ?? []
    var best: DocumentTable?
    for sheet in book.sheets where !sheet.isHidden {
      guard let target = links[sheet.link] else { continue }
      let name = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/\(target)"
      guard let data = try archive.contents(name) else { continue }
      let reader = XMLEvents.read(data, into: SheetReader(strings: strings, areDates: styles, from1904: book.from1904))
      guard !reader.isTooLarge else {
        throw .tooLarge(
          file: file,
          limit: "\(DocumentText.maximumRows) rows, \(DocumentText.maximumColumns) columns or "
            + "\(DocumentText.maximumLength >> 20) MiB of text",
          remedy: "save the sheet's table alone, as CSV in UTF-8")
      }
      if best == nil || best.map({ $0.filledRows < 2 }) ?? false { best = reader.table }
      if let best, best.filledRows > 1 { break }
    }
    guard let best, best.filledRows > 0 else {
      throw .empty(
        file: file, remedy: "its sheets are empty; give a workbook whose first visible sheet has a header and rows")
    }
    return best
  }
}

/// The sheets of a workbook.
final class WorkbookContents: XMLEventReading {
  struct Sheet {
    var link: String
    var isHidden: Bool
  }
  private(set) var sheets: [Sheet] = []
  /// Days count from 1904, as on the first Macintosh.
  private(set) var from1904 = false

  func begin(_ name: String, _ attributes: [String: String]) {
    switch name {
    case "sheet":
      let link = attributes.first { $0.key.hasSuffix(":id") || $0.key == "id" }?.value ?? ""
      sheets.append(Sheet(link: link, isHidden: attributes["state"].map { $0 != "visible" } ?? false))
    case "workbookPr": from1904 = attributes["date1904"] == "1" || attributes["date1904"] == "true"
    default: break
    }
  }
  func end(_ name: String, _ text: String) {}
}

/// Where the parts of a workbook are.
final class WorkbookLinks: XMLEventReading {
  private(set) var targets: [String: String] = [:]
  func begin(_ name: String, _ attributes: [String: String]) {
    if name == "Relationship", let id = attributes["Id"], let target = attributes["Target"] { targets[id] = target }
  }
  func end(_ name: String, _ text: String) {}
}

/// Texts that cells point to.
final class SharedStrings: XMLEventReading {
  private(set) var texts: [String] = []
  private var text = ""
  private var phonetic = 0

  func begin(_ name: String, _ attributes: [String: String]) {
    if name == "si" { text = "" }
    if name == "rPh" { phonetic += 1 }
  }
  func end(_ name: String, _ text: String) {
    switch name {
    case "t": if phonetic == 0 { self.text += text }
    case "rPh": phonetic -= 1
    case "si": texts.append(self.text)
    default: break
    }
  }
}

/// Which cell styles show a number as a time.
final class CellStyles: XMLEventReading {
  private(set) var areDates: [Bool] = []
  private var dateFormats: Set<Int> = Set(14...22).union(27...36).union(45...47).union(50...58)
  private var inCells = false

  func begin(_ name: String, _ attributes: [String: String]) {
    switch name {
    case "numFmt":
      if let id = attributes["numFmtId"].flatMap({ Int($0) }), let code = attributes["formatCode"], Self.isDate(code) {
        dateFormats.insert(id)
      }
    case "cellXfs": inCells = true
    case "xf": if inCells { areDates.append(dateFormats.contains(attributes["numFmtId"].flatMap { Int($0) } ?? 0)) }
    default: break
    }
  }
  func end(_ name: String, _ text: String) {
    if name == "cellXfs" { inCells = false }
  }

  /// Letters of dates outside quotation marks and brackets.
  private static func isDate(_ code: String) -> Bool {
    var (isQuoted, isBracketed) = (false, false)
    for sign in code.lowercased() {
      switch sign {
      case "\"": isQuoted.toggle()
      case "[": isBracketed = true
      case "]": isBracketed = false
      case "y", "d", "h", "年", "月", "日": if !isQuoted, !isBracketed { return true }
      default: break
      }
    }
    return false
  }
}
