/// The beginning of a file: what it is, and where its rows begin.
extension RecordParser {
  /// Reads the header. False: more bytes are needed.
  mutating func begin(atEnd: Bool) throws(IntakeError) -> Bool {
    guard let kind = kind ?? DocumentKind(pending, atEnd: atEnd) else { return false }
    self.kind = kind
    if kind != .text {
      guard pending.count <= DocumentKind.maximumLength else {
        throw .tooLarge(
          file: file, limit: "\(DocumentKind.maximumLength >> 20) MiB", remedy: "save it as CSV in UTF-8, or in parts")
      }
      if case .other = kind {} else if !atEnd { return false }
      pending = try DocumentText.lines(of: pending, kind, file: file)
      self.kind = .text
    }
    let hasMark = pending.starts(with: ByteOrderMark.utf8)
    let body = hasMark ? pending.dropFirst(3) : pending[...]
    guard let first = body.first(where: { $0 > 0x20 }) else {
      if atEnd { throw .empty(file: file, remedy: "give it a header line and rows") }
      return false
    }
    if first == UInt8(ascii: "{") {
      var parser = RowParser()
      parser.append(pending)
      rows = parser
      shape = choose([])
      survey = ValueSurvey(shape.columns, delimiter: nil, numbers: shape.numbers)
      format = .jsonLines
      pending = []
      return true
    }
    return try findHeader(body, hasMark: hasMark, atEnd: atEnd)
  }

  /// A line that could be the header.
  private struct Candidate {
    var header: [String]
    var shape: TableShape
    var positions: [Int?]
    var delimiter: UInt8
    var national: TextEncoding
    var found: Int { positions.count { $0 != nil } }
  }

  /// The first line that has all columns that must be there. False: more bytes are needed.
  private mutating func findHeader(
    _ body: ArraySlice<UInt8>, hasMark: Bool, atEnd: Bool
  ) throws(IntakeError) -> Bool {
    // Looking again is of use when another line has come.
    let ends = body.count { $0 == 0x0A }
    guard atEnd || ends > linesTried || body.count >= Self.maximumHeaderLength else { return false }
    linesTried = ends
    var (place, line, told) = (body.startIndex, 1, UInt8?.none)
    var best: Candidate?
    for _ in 0..<Self.maximumPreamble where place < body.endIndex {
      let end = body[place...].firstIndex(of: 0x0A)
      guard end != nil || atEnd else {
        guard body.endIndex - place < Self.maximumHeaderLength else {
          throw .tooLarge(
            file: file, limit: "\(Self.maximumHeaderLength) bytes without a line end",
            remedy: "give a CSV file with a header line, or JSON Lines")
        }
        return false
      }
      let text = body[place..<(end ?? body.endIndex)]
      if line == 1, let mark = Self.toldDelimiter(text) {
        told = mark
      } else {
        let limit = min(body.endIndex, place + Self.maximumHeaderLength)
        let delimiter = told ?? Self.delimiter(of: text)
        // Most files that are no UTF-8 are GB18030; what is a header only in Big5 is that.
        let isUnicode = hasMark || String(validating: text, as: UTF8.self) != nil
        for national in isUnicode ? [TextEncoding.gb18030] : [.gb18030, .big5] {
          var parser = RowParser(delimiter: delimiter, firstLine: line, isUTF8: hasMark, national: national)
          parser.append(Array(body[place..<limit]))
          switch parser.next(atEnd: atEnd && limit == body.endIndex) {
          case .row(let row)?:
            let candidate = self.candidate(row, delimiter, national)
            if candidate.shape.missing(candidate.positions) == nil {
              begin(candidate, body[place...], line: line, isUTF8: hasMark, atEnd: atEnd)
              return true
            }
            if best.map({ candidate.found > $0.found }) ?? true { best = candidate }
          case nil where !atEnd && limit == body.endIndex: return false
          case .broken?, nil: break
          }
        }
      }
      place = (end ?? body.endIndex - 1) + 1
      line += 1
    }
    guard atEnd || line > Self.maximumPreamble else { return false }
    guard let best, let missing = best.shape.missing(best.positions) else {
      throw .notText(
        file: file, line: 1, remedy: "the header line cannot be read; save the file as CSV in UTF-8")
    }
    throw .missingColumn(file: file, column: missing.name, found: best.header)
  }

  private func candidate(_ row: TextRow, _ delimiter: UInt8, _ national: TextEncoding) -> Candidate {
    let header = row.fields.map { Self.cleaned($0) }
    let shape = choose(header)
    return Candidate(
      header: header, shape: shape, positions: shape.positions(in: header), delimiter: delimiter, national: national)
  }

  private mutating func begin(
    _ found: Candidate, _ rest: ArraySlice<UInt8>, line: Int, isUTF8: Bool, atEnd: Bool
  ) {
    var parser = RowParser(delimiter: found.delimiter, firstLine: line, isUTF8: isUTF8, national: found.national)
    parser.append(Array(rest))
    _ = parser.next(atEnd: atEnd)
    rows = parser
    header = found.header
    normalizedHeader = header.filter { !$0.isEmpty }
    shape = found.shape
    survey = ValueSurvey(shape.columns, delimiter: found.delimiter, numbers: shape.numbers)
    format = .delimited(positions: found.positions)
    pending = []
  }

  /// The separator that a first line such as `sep=;` tells to spreadsheets.
  private static func toldDelimiter(_ line: ArraySlice<UInt8>) -> UInt8? {
    let text = line.filter { $0 != UInt8(ascii: "\"") && $0 != 0x0D }
    guard text.count == 5, String(decoding: text.prefix(4), as: UTF8.self).lowercased() == "sep=" else { return nil }
    return text.last
  }

  /// The separator that occurs most often in the first line, outside quotes; a comma when none does.
  private static func delimiter(of bytes: ArraySlice<UInt8>) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var inQuotes = false
    for byte in bytes.prefix(while: { $0 != 0x0A }) {
      if byte == UInt8(ascii: "\"") { inQuotes.toggle() }
      if !inQuotes { counts[byte, default: 0] += 1 }
    }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "|")]
    let best = candidates.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) }
    return best.flatMap { counts[$0] == nil ? nil : $0 } ?? candidates[0]
  }
}
