/// The title of a listing (【直播专享】ACME X9 智能扫地机器人家用自清洁 送滤网), and what a host is likely to call the product.
///
/// A title is written for a search: brand, what the thing is, and everything else that buyers may type. Hosts say the thing
/// (扫地机器人), what it is made of or does with it (不锈钢保温杯), or brand and model (Acme X9). What stands in brackets, sizes, years,
/// promotions and audiences are left out; what is left is cut where a thing is named.
struct ListingTitle: Sendable {
  /// The most names of one title.
  static let maximumNames = 7

  /// Names by which a host may call the product, the most telling first; none where no thing is found.
  let spokenNames: [String]

  /// - Parameter brands: first words that several titles of the catalog share, in small letters.
  init(_ text: String, brands: Set<String> = []) {
    let pieces = TitlePieces(text)
    var names = pieces.isChinese ? ChineseTitle(pieces).names : EnglishTitle(pieces, brands: brands).names
    var seen: Set<String> = []
    names = names.filter { $0 != text && seen.insert($0.lowercased()).inserted }
    spokenNames = Array(names.prefix(Self.maximumNames))
  }

  /// Whether a name is a title that nobody says as a whole: brackets, sizes, or more words than a name has.
  static func isTitle(_ name: String) -> Bool {
    let characters = Array(name.prefix(maximumLength))
    let han = characters.count { TitlePieces.isHan($0) }
    let words = name.split(whereSeparator: \.isWhitespace).count
    if han >= 2 {
      if han > longestSpoken { return true }
      let hasBracket = characters.contains { TitleWords.brackets[$0] != nil }
      return han >= 6 && (hasBracket || words > 2 || TitlePieces(name).hasSize)
    }
    return words > 5 || (words > 3 && (characters.contains { ",[(|".contains($0) } || TitlePieces(name).hasSize))
  }

  /// Chinese characters of a name that is still said as a whole.
  private static let longestSpoken = 12
  /// Characters of a title that are looked at.
  static let maximumLength = 200
}
