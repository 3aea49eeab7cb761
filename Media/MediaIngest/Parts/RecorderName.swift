public import LiveshelfCore

/// Reads when a recording began from the name that its recorder gave it, such as
/// `录制-100200-20260410-200146-000-直播间.flv`, `2026-04-10 20-01-46.mkv` or `room_1775822506.ts`.
public enum RecorderName {
  /// The moment in a file's name; nil when there is none.
  ///
  /// - Parameter offset: of the local times in names; a `Z` behind a time means that it is UTC.
  public static func start(of path: String, assuming offset: ZoneOffset = .china) -> WallTime? {
    let name = path.split(separator: "/").last ?? ""
    let runs = name.utf8.split { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.prefix(64).map { run in
      String(decoding: run, as: UTF8.self)
    }
    let offset = isUniversal(name) ? .utc : offset
    for index in runs.indices {
      if let time = moment(runs[index...], offset) { return time }
    }
    return nil
  }

  /// Whether a digit is followed by a `Z` that begins no word: `20260410T120146Z`.
  private static func isUniversal(_ name: Substring) -> Bool {
    let signs = Array(name.unicodeScalars)
    return signs.indices.dropFirst().contains { place in
      (signs[place] == "Z" || signs[place] == "z") && ("0"..."9").contains(signs[place - 1])
        && !(place + 1 < signs.count && signs[place + 1].properties.isAlphabetic)
    }
  }

  private static func moment(_ runs: ArraySlice<String>, _ offset: ZoneOffset) -> WallTime? {
    let lengths = runs.map(\.count)
    let texts = Array(runs)
    switch lengths.first {
    case 14: return parse(texts[0], milliseconds: texts.dropFirst().first, offset)
    case 17: return parse(String(texts[0].prefix(14)), milliseconds: String(texts[0].suffix(3)), offset)
    case 8 where lengths.count > 1 && (lengths[1] == 6 || lengths[1] == 9):
      let milliseconds = lengths[1] == 9 ? String(texts[1].suffix(3)) : texts.dropFirst(2).first
      return parse(texts[0] + texts[1].prefix(6), milliseconds: milliseconds, offset)
    case 4 where lengths.count >= 6 && lengths[1...5].allSatisfy({ $0 <= 2 }):
      let padded = texts[1...5].map { $0.count == 1 ? "0" + $0 : $0 }.joined()
      return parse(texts[0] + padded, milliseconds: texts.dropFirst(6).first, offset)
    case 10, 13:
      guard let number = Int64(texts[0]) else { return nil }
      let seconds = lengths[0] == 13 ? number / 1000 : number
      guard (1_400_000_000..<4_100_000_000).contains(seconds) else { return nil }
      return WallTime(microseconds: lengths[0] == 13 ? number * 1000 : number * 1_000_000)
    default: return nil
    }
  }

  /// `digits`: year to second, fourteen digits.
  private static func parse(_ digits: String, milliseconds: String?, _ offset: ZoneOffset) -> WallTime? {
    guard digits.count == 14, digits.hasPrefix("20") else { return nil }
    let all = Array(digits)
    func part(_ range: Range<Int>) -> String { String(all[range]) }
    let fraction = milliseconds.flatMap { $0.count == 3 ? "." + $0 : nil } ?? ""
    return WallTime.parse(
      "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))\(fraction)",
      assuming: offset)?.time
  }
}
