/// What must not be repeated, spread or kept: numbers to call, accounts, mail, names and homes of people.
public enum PersonalData {
  /// What stands for a number, an account, a mail or web address.
  public static let contactMark = "***"
  /// What stands for a name or a home.
  public static let personMark = "**"

  /// The text without personal data, as far as it can be told from a text alone: numbers of telephones, identity cards and
  /// banks however they are spaced or written (full width, Chinese numerals), mail and web addresses, accounts of messengers,
  /// postal addresses, and names where the text says that they are names. The same text again when there are none; and
  /// redacting twice changes nothing.
  public static func redacted(_ text: some StringProtocol) -> String {
    var scan = PersonalDataScan(text)
    scan.markWords()
    scan.markNumbers()
    scan.markAccounts()
    scan.markHomes()
    scan.markNames()
    return scan.text
  }
}
