internal import LiveshelfCore

/// Turns sherpa-onnx's pieces into timed text.
enum SherpaText {
  /// - Parameters:
  ///   - pieces: as the library gives them: `▁` begins a word, `@@` says that the word goes on; the bytes of rare
  ///     characters stand as `<0xE4>`.
  ///   - starts: when each piece begins, in seconds after `origin`.
  ///   - end: when the audio ends.
  /// - Returns: each text with the number of the piece that completes it.
  static func tokens(
    _ pieces: [String], starts: [Float], origin: StreamTime, end: StreamTime, script: ChineseScript
  ) -> [(piece: Int, token: SpokenToken)] {
    var tokens: [(piece: Int, token: SpokenToken)] = []
    var joins = true
    var bytes: [UInt8] = []
    for (index, piece) in pieces.enumerated() {
      let start = min(end, origin + seconds(starts, index))
      let next = index + 1 < pieces.count ? origin + seconds(starts, index + 1) : start + longestPiece
      var text = piece
      if let byte = byte(piece) {
        bytes.append(byte)
        guard let character = String(validating: bytes, as: UTF8.self) else { continue }
        text = character
      }
      bytes = []
      // SenseVoice marks language, mood and sounds so: <|zh|>.
      if text.hasPrefix("<") && text.hasSuffix(">") { continue }
      let beginsWord = text.hasPrefix("▁") || text.hasPrefix(" ")
      while text.hasPrefix("▁") || text.hasPrefix(" ") { text.removeFirst() }
      let goesOn = text.hasSuffix("@@")
      if goesOn { text.removeLast(2) }
      text = String(String.UnicodeScalarView(text.unicodeScalars.map(script.simplify)))
      guard !text.isEmpty else {
        joins = joins && !beginsWord
        continue
      }
      let isLatin = text.unicodeScalars.allSatisfy(\.isASCII)
      let followsLatin = tokens.last?.token.text.unicodeScalars.last?.isASCII == true
      let isApart = isLatin && followsLatin && (beginsWord || !joins)
      joins = goesOn || !usesMarks(pieces)
      let token = SpokenToken(
        text: (isApart ? " " : "") + text, start: start, end: max(start, min(end, next, start + longestPiece)))
      tokens.append((index, token))
    }
    return tokens
  }

  /// Seconds; a piece whose end is not told lasts no longer.
  private static let longestPiece = 0.4

  private static func seconds(_ starts: [Float], _ index: Int) -> Double {
    guard index < starts.count, starts[index].isFinite else { return 0 }
    return Double(min(max(0, starts[index]), 1e6))
  }

  /// Whether words are marked by `@@` where they go on, instead of where they begin.
  private static func usesMarks(_ pieces: [String]) -> Bool { pieces.contains { $0.hasSuffix("@@") } }

  private static func byte(_ piece: String) -> UInt8? {
    guard piece.count == 6, piece.hasPrefix("<0x"), piece.hasSuffix(">") else { return nil }
    return UInt8(piece.dropFirst(3).dropLast(), radix: 16)
  }
}
