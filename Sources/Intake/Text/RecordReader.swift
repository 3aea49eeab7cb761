import Foundation

/// Records of a file, read piece by piece.
struct RecordReader: ~Copyable {
  private static let pieceLength = 1 << 17

  private var source: ByteSource
  private var parser: RecordParser
  private var isAtEnd = false

  init(_ source: consuming ByteSource, columns: @escaping @Sendable ([String]) -> [Column]) {
    parser = RecordParser(file: source.name, columns: columns)
    self.source = source
  }

  /// The next record; nil at the end.
  mutating func next() throws(IntakeError) -> ParsedRecord? {
    while true {
      if let record = try parser.next(atEnd: isAtEnd) { return record }
      if isAtEnd { return nil }
      let bytes = try source.read(limit: Self.pieceLength)
      isAtEnd = bytes.isEmpty
      parser.append(bytes)
    }
  }
}
