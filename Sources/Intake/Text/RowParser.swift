/// One row of a delimited text, or one line of JSON Lines.
public struct TextRow: Sendable {
  /// The line on which it starts, from 1.
  public var line: Int
  /// Unquoted, in the file's encoding, decoded; one element for JSON Lines.
  public var fields: [String]
}

/// What the parser found.
public enum ParsedRow: Sendable {
  case row(TextRow)
  /// A row that could not be cut or decoded; the parser goes on with the line after the one on which it began.
  case broken(FieldProblem)
}

/// Cuts bytes into rows and fields, as they come (RFC 4180, with the freedom of real exports: any line end, quotes in the
/// middle of a field, a last line without an end, empty lines skipped).
///
/// Memory is bounded by the longest row; a longer one than `maximumRowLength` is reported and skipped.
public struct RowParser: Sendable {
  static let maximumRowLength = 1 << 20
  static let maximumFields = 1024

  private enum Syntax: Sendable {
    case delimited(UInt8)
    case lines
  }

  private let syntax: Syntax
  private var buffer: [UInt8] = []
  private var start = 0
  private var line = 1
  private var isFirst = true
  private var vote = EncodingVote()
  /// Set while the rest of a line that was too long is being thrown away.
  private var isSkipping = false

  /// Delimited text.
  ///
  /// - Parameters:
  ///   - firstLine: the number of the first line, for messages.
  ///   - isUTF8: a byte order mark that came before says so.
  public init(delimiter: UInt8, firstLine: Int = 1, isUTF8: Bool = false) {
    self.init(delimiter: delimiter, firstLine: firstLine, isUTF8: isUTF8, national: .gb18030)
  }

  /// - Parameter national: what rows are that are no UTF-8.
  init(delimiter: UInt8, firstLine: Int, isUTF8: Bool, national: TextEncoding) {
    syntax = .delimited(delimiter)
    line = firstLine
    vote.national = national
    if isUTF8 { vote.settleUTF8() }
  }

  /// One field a line.
  init() {
    syntax = .lines
  }

  /// Adds bytes that come after those before.
  public mutating func append(_ bytes: [UInt8]) {
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    buffer += bytes
  }

  /// The next row, or nil when more bytes are needed. With `atEnd` the last line needs no line end.
  public mutating func next(atEnd: Bool) -> ParsedRow? {
    if isFirst {
      guard buffer.count >= 3 || atEnd else { return nil }
      isFirst = false
      if buffer.starts(with: ByteOrderMark.utf8) {
        start = 3
        vote.settleUTF8()
      }
    }
    while start < buffer.count {
      if isSkipping {
        guard let end = buffer[start...].firstIndex(of: 0x0A) else {
          start = buffer.count
          return nil
        }
        start = end + 1
        line += 1
        isSkipping = false
        continue
      }
      // A worksheet may have a million empty rows in a row.
      let filled = buffer[start...].firstIndex { $0 != 0x0A } ?? buffer.count
      if filled > start {
        line += filled - start
        start = filled
        continue
      }
      guard let cut = cutRow(atEnd: atEnd) else { return overlong(atEnd: atEnd) }
      let firstLine = line
      line += cut.lines
      start = cut.next
      if cut.fields.count == 1, cut.fields[0].range.isEmpty { continue }
      return decode(cut.fields, line: firstLine)
    }
    return nil
  }

  // MARK: - Cutting

  private struct FieldCut {
    var range: Range<Int>
    /// The field holds doubled quotes or text after its closing quote.
    var needsUnquoting = false
  }

  private struct RowCut {
    var fields: [FieldCut]
    var next: Int
    var lines: Int
  }

  /// The row that begins at `start`; nil when its end is not there yet.
  private func cutRow(atEnd: Bool) -> RowCut? {
    let newline = UInt8(ascii: "\n")
    let carriageReturn = UInt8(ascii: "\r")
    let quote = UInt8(ascii: "\"")
    let separator: UInt8? =
      switch syntax {
      case .delimited(let byte): byte
      case .lines: nil
      }
    return buffer.withUnsafeBufferPointer { bytes -> RowCut? in
      var row = RowCut(fields: [], next: bytes.count, lines: 1)
      row.fields.reserveCapacity(16)
      var field = FieldCut(range: start..<start)
      var fieldStart = start
      var index = start
      var inQuotes = false
      let limit = min(bytes.count, start + Self.maximumRowLength)
      while index < limit {
        let byte = bytes[index]
        if inQuotes {
          if byte == quote {
            if index + 1 < bytes.count, bytes[index + 1] == quote {
              index += 1
            } else {
              inQuotes = false
            }
          } else if byte == newline {
            row.lines += 1
          }
        } else if byte == quote, separator != nil, index == fieldStart {
          inQuotes = true
          field.needsUnquoting = true
        } else if byte == separator {
          field.range = fieldStart..<index
          row.fields.append(field)
          if row.fields.count > Self.maximumFields { return nil }
          fieldStart = index + 1
          field = FieldCut(range: fieldStart..<fieldStart)
        } else if byte == newline || byte == carriageReturn {
          // A carriage return at the very end may be half of a line end.
          if byte == carriageReturn, index + 1 == bytes.count, !atEnd { return nil }
          field.range = fieldStart..<index
          row.fields.append(field)
          let isPair = byte == carriageReturn && index + 1 < bytes.count && bytes[index + 1] == newline
          row.next = index + (isPair ? 2 : 1)
          return row
        }
        index += 1
      }
      guard atEnd, !inQuotes, limit == bytes.count else { return nil }
      field.range = fieldStart..<limit
      row.fields.append(field)
      return row
    }
  }

  /// Deals with a row whose end is missing: waits for it, or reports it when it is too long or the input is over.
  private mutating func overlong(atEnd: Bool) -> ParsedRow? {
    guard atEnd || buffer.count - start >= Self.maximumRowLength else { return nil }
    let firstLine = line
    isSkipping = true
    return .broken(
      FieldProblem(
        line: firstLine, field: "", value: "",
        problem: "the row does not end within \(Self.maximumRowLength) bytes and \(Self.maximumFields) columns",
        remedy: "look for a quotation mark that is not closed"))
  }

  // MARK: - Decoding

  private mutating func decode(_ cuts: [FieldCut], line: Int) -> ParsedRow {
    let encoding = vote.encoding(of: buffer[(cuts.first?.range.lowerBound ?? 0)..<(cuts.last?.range.upperBound ?? 0)])
    var fields: [String] = []
    fields.reserveCapacity(cuts.count)
    for cut in cuts {
      let text =
        cut.needsUnquoting
        ? encoding.decode(unquoted(buffer[cut.range])[...]) : encoding.decode(buffer[cut.range])
      guard let text else {
        return .broken(
          FieldProblem(
            line: line, field: "", value: "", problem: "bytes that are neither UTF-8 nor GB18030 nor Big5 text",
            remedy: "save the file as UTF-8"))
      }
      fields.append(text)
    }
    return .row(TextRow(line: line, fields: fields))
  }

  /// Without the enclosing quotes, doubled quotes made single; text behind the closing quote is kept.
  private func unquoted(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = bytes.startIndex + 1
    var isOpen = true
    while index < bytes.endIndex {
      if isOpen, bytes[index] == quote {
        if index + 1 < bytes.endIndex, bytes[index + 1] == quote {
          result.append(quote)
          index += 1
        } else {
          isOpen = false
        }
      } else {
        result.append(bytes[index])
      }
      index += 1
    }
    return result
  }
}
