internal import LiveshelfCore

/// Comments that want viewers elsewhere.
enum Advertising {
  private static let contacts = [
    "加微信", "加我微信", "加vx", "加v信", "加我vx", "薇信", "扣扣群", "http", "www.", ".com", "日结", "刷单", "兼职加", "t.me",
    // A number or an address that was taken out on its way in.
    PersonalData.contactMark,
  ]

  static func isAdvertising(_ text: FoldedText) -> Bool {
    let joined = text.tokens.map(\.text).joined()
    return contacts.contains { joined.contains($0) }
      || text.tokens.contains { $0.isNumber && $0.text.count >= 11 && !$0.text.allSatisfy { $0 == "6" || $0 == "1" } }
  }
}
