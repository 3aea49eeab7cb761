/// Numbers of orders and products, and what spreadsheets make of them.
enum IdentifierText {
  /// Digits that a spreadsheet keeps of a number.
  static let spreadsheetDigits = 15

  static func isNumber(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// Nothing but zeros behind the digits that a spreadsheet keeps.
  static func endsInZeros(_ text: String) -> Bool {
    text.utf8.count > spreadsheetDigits && text.utf8.dropFirst(spreadsheetDigits).allSatisfy { $0 == UInt8(ascii: "0") }
  }

  /// A number with an exponent, such as `6.93E+18`.
  static func hasExponent(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first),
      let place = bytes.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") })
    else { return false }
    let mantissa = bytes[..<place]
    var exponent = bytes[(place + 1)...]
    let isSigned = exponent.first == UInt8(ascii: "+")
    if isSigned { exponent = exponent.dropFirst() }
    func isDigits(_ bytes: ArraySlice<UInt8>) -> Bool {
      !bytes.isEmpty && bytes.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    let marks = mantissa.count { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
    // A code such as 12E4 is none.
    return isDigits(exponent) && exponent.count <= 3 && marks <= 1 && (isSigned || marks == 1)
      && isDigits(ArraySlice(mantissa.filter { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: ",") }))
  }

  /// `123.0`, as programs for tables write whole numbers, as `123`.
  static func withoutDecimals(_ text: String) -> String {
    guard text.hasSuffix(".0"), isNumber(String(text.dropLast(2))) else { return text }
    return String(text.dropLast(2))
  }
}
