internal import LiveshelfCore

/// Turns model tokens, which may hold several characters or a part of one, into timed pieces of text.
enum TokenText {
  /// - Parameters:
  ///   - times: when each token begins, and when the last one ends.
  /// - Returns: one piece for each character of a script without spaces, simplified, and for each part of a word of
  ///   other scripts. Bytes that are no UTF-8 are left out.
  static func pieces(
    of tokens: [Int], times: [StreamTime], vocabulary: Vocabulary, script: ChineseScript
  ) -> [SpokenToken] {
    var pieces: [SpokenToken] = []
    // The bytes of the character that has begun, and the token of the piece that may still grow.
    var bytes: [UInt8] = []
    var start = StreamTime.zero
    var growing: Int?
    var space = false
    for (index, token) in tokens.enumerated() where index + 1 < times.count {
      let all = vocabulary.bytes(of: token)
      for (offset, byte) in all.enumerated() {
        let from = between(times[index], times[index + 1], offset, all.count)
        let to = between(times[index], times[index + 1], offset + 1, all.count)
        if byte & 0xC0 != 0x80 { bytes = [] }
        if bytes.isEmpty { start = from }
        bytes.append(byte)
        guard bytes.count <= 4, let text = String(validating: bytes, as: UTF8.self),
          let scalar = text.unicodeScalars.first
        else { continue }
        bytes = []
        if scalar == " " {
          space = true
          growing = nil
        } else if isJoined(scalar) {
          if growing == index, let last = pieces.indices.last {
            pieces[last].text += text
            pieces[last].end = to
          } else {
            let isApart = space && (pieces.last?.text.unicodeScalars.last).map(isJoined) == true
            pieces.append(SpokenToken(text: (isApart ? " " : "") + text, start: start, end: to))
          }
          growing = index
          space = false
        } else {
          pieces.append(SpokenToken(text: String(script.simplify(scalar)), start: start, end: to))
          growing = nil
          space = false
        }
      }
    }
    return pieces
  }

  /// Belongs to a script that writes words apart (Latin, Cyrillic, digits …).
  private static func isJoined(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x2E80 && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      || "'-.%".unicodeScalars.contains(scalar)
  }

  private static func between(_ start: StreamTime, _ end: StreamTime, _ part: Int, _ parts: Int) -> StreamTime {
    StreamTime(
      microseconds: start.microseconds
        + (end.microseconds - start.microseconds) * Int64(part) / Int64(max(1, parts)))
  }
}
