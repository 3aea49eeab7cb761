/// How the values of a file are written, as the file itself shows it.
struct ValueStyle: Hashable, Sendable {
  var numbers: NumberStyle = .point
  /// Nil: the file does not tell.
  var dateOrder: TimeStyle.DateOrder?
  /// The years in which the file's times lie; nil: any.
  var years: ClosedRange<Int>?
  /// A bit for each column whose long numbers have lost their last digits.
  var roundedColumns: UInt64 = 0

  static let plain = ValueStyle()

  func isRounded(_ column: Int) -> Bool { column < 64 && roundedColumns & 1 << UInt64(column) != 0 }
}

/// Collects how a file writes its values: decimal mark, order of day and month, years, and whether a spreadsheet has rounded ids.
/// One look at each row; memory does not grow with them.
struct ValueSurvey: Sendable {
  private let columns: [Column]
  private let delimiter: UInt8?
  /// What the caller has said, which no evidence changes.
  private let told: NumberStyle?

  private var (points, commas) = (0, 0)
  private var ambiguousNumbers: (points: Int, commas: Int) = (0, 0)
  private var ambiguousNumber = ""
  private var dates = DateEvidence()
  private var years: [Int: Int] = [:]
  /// Ids with more digits than a spreadsheet keeps, how many of them end in zeros only by chance, and how many do.
  private var longIDs: [Double]
  private var zerosByChance: [Double]
  private var roundedIDs: [Double]
  private(set) var records = 0

  /// - Parameters:
  ///   - delimiter: of the file; nil: it has none.
  ///   - numbers: nil: found from the file.
  init(_ columns: [Column], delimiter: UInt8?, numbers: NumberStyle? = nil) {
    self.columns = columns
    self.delimiter = delimiter
    told = numbers
    longIDs = Array(repeating: 0, count: columns.count)
    zerosByChance = longIDs
    roundedIDs = longIDs
  }

  /// Nothing so far could be read in two ways.
  var isPlain: Bool { commas == 0 && ambiguousNumbers == (0, 0) && dates.isEmpty && !roundedIDs.contains { $0 > 0 } }

  mutating func note(_ record: Record) {
    records += 1
    for (place, column) in columns.enumerated() {
      guard let text = record.fields[place], !text.isEmpty else { continue }
      switch column.content {
      case .text: break
      case .count, .amount: noteNumber(text, isCount: column.content == .count)
      case .time: noteTime(text, isRequired: column.isRequired)
      case .id: noteID(text, place)
      }
    }
  }

  private mutating func noteNumber(_ text: String, isCount: Bool) {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".") }) else { return }
    let shape = NumberShape(text)
    if let mark = shape.certainMark {
      if mark == .point { points += 1 } else { commas += 1 }
    } else if shape.isAmbiguous, let mark = shape.mark {
      if isCount, !text.hasSuffix("000") {
        // Pieces have no decimals: the mark parts thousands.
        if mark == .point { commas += 1 } else { points += 1 }
        return
      }
      if mark == .point { ambiguousNumbers.points += 1 } else { ambiguousNumbers.commas += 1 }
      if ambiguousNumber.isEmpty, text.utf8.count <= 16 { ambiguousNumber = text }
    }
  }

  private mutating func noteTime(_ text: String, isRequired: Bool) {
    let head = text.utf8.prefix(5)
    if head.count == 5, head.last == UInt8(ascii: "-") || head.last == UInt8(ascii: "/"),
      IdentifierText.isNumber(String(text.prefix(4)))
    {
      if isRequired, let year = Int(text.prefix(4)) { years[year, default: 0] += 1 }
      return
    }
    guard let date = DateShape(text) else { return }
    dates.note(date, text)
    if isRequired { years[date.year, default: 0] += 1 }
    if years.count > 200 { years = [:] }
  }

  private mutating func noteID(_ text: String, _ place: Int) {
    let bytes = text.utf8
    guard bytes.count > IdentifierText.spreadsheetDigits, bytes.count <= 30, IdentifierText.isNumber(text) else {
      return
    }
    var chance = 1.0
    for _ in IdentifierText.spreadsheetDigits..<bytes.count { chance /= 10 }
    longIDs[place] += 1
    zerosByChance[place] += chance
    if IdentifierText.endsInZeros(text) { roundedIDs[place] += 1 }
  }

  /// What the rows so far tell.
  ///
  /// - Parameter usual: the order of day and month where the rows leave it open.
  func style(usual: TimeStyle.DateOrder?) -> ValueStyle {
    var style = ValueStyle()
    style.numbers = told ?? numbers
    style.dateOrder = dates.order(usual: usual)
    let timed = years.values.reduce(0, +)
    if timed >= 5, let most = years.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }),
      most.value * 10 >= timed * 9
    {
      style.years = most.key - 3...most.key + 3
    }
    // A spreadsheet rounds all of a column that it takes for numbers; counted ids end in zeros now and then.
    for place in columns.indices.prefix(64)
    where 2 * roundedIDs[place] >= longIDs[place] && roundedIDs[place] > 5 * zerosByChance[place] + 0.5
      && (roundedIDs[place] >= 2 || zerosByChance[place] < 0.002)
    {
      style.roundedColumns |= 1 << UInt64(place)
    }
    return style
  }

  private var numbers: NumberStyle {
    if points != commas { return points > commas ? .point : .comma }
    // Semicolons part the columns where the comma is taken.
    let isEuropean = delimiter == UInt8(ascii: ";")
    if points > 0 { return isEuropean ? .comma : .point }
    return isEuropean && ambiguousNumbers.commas + ambiguousNumbers.points > 0 ? .comma : .point
  }

  /// What was decided and could be otherwise, with the remedy.
  func doubts(usual: TimeStyle.DateOrder?) -> [String] {
    var doubts: [String] = []
    if told == nil {
      if points > 0, commas > 0 {
        doubts.append(
          "numbers are written in two ways (\(points) with a decimal point, \(commas) with a decimal comma); they are read with "
            + "a decimal \(numbers == .point ? "point" : "comma"), others are refused; say which with --numbers 1,299.00 or 1.299,00"
        )
      } else if points + commas == 0, !ambiguousNumber.isEmpty {
        doubts.append(
          "'\(ambiguousNumber)' can be read in two ways and is read as \(numbers.plain(ambiguousNumber) ?? "no number"); "
            + "say which with --numbers 1,299.00 or 1.299,00")
      }
    }
    if let doubt = dates.doubt(usual: usual) { doubts.append(doubt) }
    return doubts
  }
}
