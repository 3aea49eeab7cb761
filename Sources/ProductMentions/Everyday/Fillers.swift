/// Sounds and words that speakers put in while they look for the next one, also in the middle of a name ("羊绒，就那个，衫").
enum Fillers {
  /// As recognisers write them; longer ones first.
  private static let han: [[Unicode.Scalar]] = [
    "就是那个", "就那个", "就是说", "怎么说呢", "怎么说", "怎么讲", "那个", "这个", "就是", "然后", "呃", "额", "饿", "恶", "鹅", "俄", "厄",
    "嗯", "恩", "唔", "啊", "阿", "哎", "唉", "欸", "诶", "哦", "噢", "嘛",
  ].map { Array($0.unicodeScalars) }

  private static let latin: [[Unicode.Scalar]] = [
    "you know", "i mean", "umm", "uhh", "erm", "um", "uh", "er", "hmm", "mm", "like",
  ].map { Array($0.unicodeScalars) }

  /// Where fillers stand in a text: characters as `SoundReader.folded` gives them.
  static func ranges(in text: [Unicode.Scalar]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var place = 0
    while place < text.count {
      if let length = length(in: text, at: place) {
        ranges.append(place..<(place + length))
        place += length
      } else {
        place += 1
      }
    }
    return ranges
  }

  private static func length(in text: [Unicode.Scalar], at place: Int) -> Int? {
    if let filler = han.first(where: { text[place...].starts(with: $0) }) { return filler.count }
    guard place == 0 || !text[place - 1].properties.isAlphabetic else { return nil }
    return latin.first { filler in
      let end = place + filler.count
      return text[place...].starts(with: filler) && (end == text.count || !text[end].properties.isAlphabetic)
    }?.count
  }
}
