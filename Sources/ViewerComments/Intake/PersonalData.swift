/// What must not be repeated or spread: numbers to call, accounts, addresses.
public enum PersonalData {
  /// The text with telephone, identity and account numbers, mail and web addresses replaced by `***`.
  public static func redacted(_ text: some StringProtocol) -> String {
    var result = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !result.isEmpty { result += " " }
      result += isAddress(word) ? "***" : withoutLongNumbers(word)
    }
    return result
  }

  static func isAdvertising(_ text: FoldedText) -> Bool {
    let joined = text.tokens.map(\.text).joined()
    let contact = ["加微信", "加我微信", "加vx", "加v信", "加我vx", "薇信", "扣扣群", "http", "www.", ".com", "日结", "刷单", "兼职加", "t.me"]
    return contact.contains { joined.contains($0) }
      || text.tokens.contains { $0.isNumber && $0.text.count >= 11 && !$0.text.allSatisfy { $0 == "6" || $0 == "1" } }
  }

  private static func isAddress(_ word: some StringProtocol) -> Bool {
    let small = word.lowercased()
    return small.contains("http") || small.contains("www.") || (small.contains("@") && small.contains("."))
  }

  /// Runs of seven or more digits, letters and `-_` around them included.
  private static func withoutLongNumbers(_ word: some StringProtocol) -> String {
    var result = ""
    var run = ""
    func flushed() -> String { run.filter { $0.isASCII && $0.isNumber }.count >= 7 ? "***" : run }
    for character in word {
      if character.isASCII, character.isLetter || character.isNumber || character == "-" || character == "_" {
        run.append(character)
      } else {
        result += flushed()
        run = ""
        result.append(character)
      }
    }
    return result + flushed()
  }
}
