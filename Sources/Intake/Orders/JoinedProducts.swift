/// Takes apart rows that name several products of an order at once: `SKU012;SKU022`, with `×2` behind a code or not.
struct JoinedProducts {
  /// Fields of which a row may join one value for each product.
  private static let joined: [OrderField] = [
    .lineID, .sku, .skuID, .productID, .productName, .option, .quantity, .unitPrice, .lineAmount, .refundedQuantity,
  ]
  /// What always parts products, and what does where the catalog or another field agrees.
  private static let certain: [Character] = [";", "；", "\n"]
  private static let possible: [Character] = ["|", "、", "，", ",", "+", "/", " "]

  /// One record for each product.
  private(set) var parts: [Record] = []
  /// The row gave each product its own pieces.
  private(set) var hasOwnQuantities = true
  /// The row gave each product its own price or amount.
  private(set) var hasOwnAmounts = true

  init(_ record: Record, _ matcher: SKUMatcher?) {
    let names: [OrderField] = [.sku, .skuID, .productID, .productName]
    guard let field = names.first(where: { !record.text($0.index).isEmpty }),
      let mark = Self.mark(in: record, field, matcher)
    else {
      parts = [Self.multiplied(record, matcher)]
      return
    }
    let count = Self.split(record.text(field.index), mark).count
    guard count <= 200 else {
      parts = [record]
      return
    }
    var own: Set<OrderField> = []
    parts = (0..<count).map { place in
      var part = record
      for field in Self.joined {
        let texts = Self.split(record.text(field.index), mark)
        if texts.count == count {
          part.fields[field.index] = texts[place]
          own.insert(field)
        } else if field == .lineID {
          // The number of one line would make all of them one.
          part.fields[field.index] = ""
        }
      }
      return part
    }
    // A code of a bundle is ordered as often as the row says; in a list of products each tells its own pieces.
    let times = mark == "+" || own.contains(.quantity) ? nil : "1"
    let multiplied = parts.map { Self.multiplied($0, matcher, quantity: times) }
    if mark == "+" { own.insert(.quantity) }
    if zip(parts, multiplied).contains(where: { $0.text(OrderField.sku.index) != $1.text(OrderField.sku.index) }) {
      parts = multiplied
      own.insert(.quantity)
    }
    hasOwnQuantities = own.contains(.quantity)
    hasOwnAmounts = own.contains(.unitPrice) || own.contains(.lineAmount)
  }

  /// The sign between a row's products; nil: it names one.
  private static func mark(in record: Record, _ field: OrderField, _ matcher: SKUMatcher?) -> Character? {
    let text = record.text(field.index)
    if let mark = certain.first(where: { text.contains($0) && split(text, $0).count > 1 }) { return mark }
    if matcher?.knows(text) ?? false { return nil }
    return possible.first { mark in
      let texts = split(text, mark)
      guard text.contains(mark), texts.count > 1 else { return false }
      if let matcher { return texts.allSatisfy { matcher.knows(multiplier($0)?.code ?? $0) } }
      // Without a catalog the line numbers must agree.
      return split(record.text(OrderField.lineID.index), mark).count == texts.count
    }
  }

  private static func split(_ text: String, _ mark: Character) -> [String] {
    let marks: [Character] = mark == ";" || mark == "；" ? [";", "；"] : [mark]
    var parts = text.split(omittingEmptySubsequences: false) { marks.contains($0) }.map { $0.trimmingBlanks() }
    if parts.count > 1, parts.last == "" { parts.removeLast() }
    return parts
  }

  /// A code such as `SKU012*2` as the code and its pieces, where the catalog knows the code and not the whole.
  private static func multiplied(_ record: Record, _ matcher: SKUMatcher?, quantity: String? = nil) -> Record {
    var record = record
    let text = record.text(OrderField.sku.index)
    if let quantity { record.fields[OrderField.quantity.index] = quantity }
    guard let matcher, !matcher.knows(text), let (code, units) = multiplier(text), matcher.knows(code) else {
      return record
    }
    record.fields[OrderField.sku.index] = code
    let ordered = Int(record.text(OrderField.quantity.index)) ?? 1
    record.fields[OrderField.quantity.index] = String(ordered.multipliedReportingOverflow(by: units).partialValue)
    return record
  }

  /// `SKU012(2)`, `SKU012（2件）`.
  private static func piecesInBrackets(_ text: String) -> (code: String, units: Int)? {
    guard let last = text.last, ")）".contains(last), let open = text.lastIndex(where: { "(（".contains($0) }),
      open != text.startIndex
    else { return nil }
    let inner = text[text.index(after: open)...].dropLast()
    guard let units = Int(inner.hasSuffix("件") ? inner.dropLast() : inner), (1...999).contains(units) else {
      return nil
    }
    return (text[..<open].trimmingBlanks(), units)
  }

  private static func multiplier(_ text: String) -> (code: String, units: Int)? {
    if let inBrackets = piecesInBrackets(text) { return inBrackets }
    guard let place = text.lastIndex(where: { "*×xX✕".contains($0) }), place != text.startIndex,
      let units = Int(text[text.index(after: place)...].trimmingBlanks()), (1...999).contains(units)
    else { return nil }
    let code = text[..<place].trimmingBlanks()
    return code.isEmpty ? nil : (code, units)
  }
}
