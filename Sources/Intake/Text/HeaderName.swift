import Foundation

/// How headers of columns compare.
enum HeaderName {
  /// Without case and surrounding blanks.
  static func exact(_ header: String) -> String { header.trimmingBlanks().lowercased() }

  /// The words of a header alone: without width, blanks, signs between words and units in brackets, in simplified characters.
  /// `商品金额（元）` and `Order ID *` are `商品金额` and `orderid`.
  static func words(_ header: String) -> String {
    var result = ""
    var depth = 0
    for scalar in header.unicodeScalars {
      let plain = TextWidth.halved(scalar)
      switch plain {
      case "(", "[", "【", "<": depth += 1
      case ")", "]", "】", ">": depth = max(0, depth - 1)
      default:
        if depth == 0, plain.properties.isAlphabetic || plain.properties.numericType != nil {
          result.unicodeScalars.append(plain)
        }
      }
    }
    result = result.lowercased()
    guard !result.utf8.allSatisfy({ $0 < 0x80 }) else { return result }
    return result.applyingTransform(StringTransform("Hant-Hans"), reverse: false) ?? result
  }

  /// The place of the first of `accepted` in a header: one that is the same in every letter goes before one whose words are.
  static func position(of accepted: [String], in header: HeaderIndex) -> Int? {
    for name in accepted {
      if let place = header.exact[vocabulary[name]?.exact ?? exact(name)] { return place }
    }
    for name in accepted {
      let key = vocabulary[name]?.words ?? words(name)
      if !key.isEmpty, let place = header.words[key] { return place }
    }
    return nil
  }

  /// The forms of all names that are known, made once: each header is compared with more than a thousand of them.
  private static let vocabulary: [String: (exact: String, words: String)] = {
    let names =
      OrderPreset.all.flatMap { $0.headers.values.joined() }
      + (StockVocabulary.columns + TransactionVocabulary.columns).flatMap(\.headers)
    return Dictionary(names.map { ($0, (exact($0), words($0))) }) { first, _ in first }
  }()
}

/// The columns of a header by name, the first of each.
struct HeaderIndex: Sendable {
  let exact: [String: Int]
  let words: [String: Int]

  init(_ header: [String]) {
    var (exact, words) = ([String: Int](), [String: Int]())
    for (place, name) in header.enumerated().reversed() where !name.isEmpty {
      exact[HeaderName.exact(name)] = place
      words[HeaderName.words(name)] = place
    }
    (self.exact, self.words) = (exact, words)
  }
}

/// Full-width forms of Latin letters, digits and signs.
enum TextWidth {
  /// The usual form of a full-width sign; any other as it is.
  static func halved(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.value == 0x3000 { return " " }
    guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
    return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
  }

  /// A text in the usual forms.
  static func halved(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var result = ""
    for scalar in text.unicodeScalars { result.unicodeScalars.append(halved(scalar)) }
    return result
  }
}
