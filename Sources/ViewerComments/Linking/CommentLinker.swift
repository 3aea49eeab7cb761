internal import LiveshelfCore

/// Finds products, options and link numbers in a comment.
struct CommentLinker: Sendable {
  struct Finding: Sendable {
    /// Places in the catalog's order; several when a name is shared; empty when none is named.
    var products: [Int] = []
    var link: CommentUnderstanding.Link?
    /// Options whose text stands in the comment.
    var options: [ProductIndex.Option] = []
    /// A link number that no product has.
    var unknownLink: Int?
    /// The comment with names and options masked, for the intent model.
    var masked: [String] = []
  }

  let index: ProductIndex

  /// Words that contain a short name by chance.
  private static let everyday = ["粉色", "粉丝", "粉红", "互粉", "加粉", "涨粉", "粉的", "粉款"].map { FoldedText($0).tokens }
  /// What may stand before a name of one character.
  private static let openings: Set<String> = ["个", "款", "的", "种", "卖", "买", "拍", "退", "有", "主", "播", "，", ",", " "]

  func find(in text: FoldedText) -> Finding {
    var finding = Finding()
    var masks = [String?](repeating: nil, count: text.tokens.count)
    var taken = [Bool](repeating: false, count: text.tokens.count)
    func claim(_ range: Range<Int>, _ mask: String) {
      for place in range {
        taken[place] = true
        masks[place] = place == range.lowerBound ? mask : ""
      }
    }
    func isFree(_ range: Range<Int>) -> Bool { !range.contains { taken[$0] } }

    for name in index.names where name.isPart == false {
      searchName(name, in: text, isFree, claim, &finding)
    }
    findOptions(in: text, isFree, claim, &finding)
    if finding.products.isEmpty {
      for name in index.names where name.isPart { searchName(name, in: text, isFree, claim, &finding) }
    }
    findLink(in: text, isFree, claim, &finding)
    if finding.products.isEmpty, finding.unknownLink == nil { findNearName(in: text, taken, claim, &finding) }
    claimColours(in: text, isFree, claim)
    for (place, token) in text.tokens.enumerated() {
      if let mask = masks[place] {
        if !mask.isEmpty { finding.masked.append(mask) }
      } else {
        finding.masked.append(token.isNumber ? "N" : token.text)
      }
    }
    return finding
  }

  private func searchName(
    _ name: ProductIndex.Name, in text: FoldedText, _ isFree: (Range<Int>) -> Bool,
    _ claim: (Range<Int>, String) -> Void,
    _ finding: inout Finding
  ) {
    var from = 0
    while let place = text.first(name.tokens, from: from) {
      from = place + 1
      let range = place..<place + name.tokens.count
      guard isFree(range) else { continue }
      if name.tokens.count == 1, name.tokens[0].isHan, !mayBeName(range, in: text) { continue }
      claim(range, "P")
      if finding.products.isEmpty {
        finding.products = name.products
        finding.link = name.isPart ? .nearName : .name
      }
    }
  }

  /// A name of one character needs a beginning before it and no word around it.
  private func mayBeName(_ range: Range<Int>, in text: FoldedText) -> Bool {
    let start = range.lowerBound
    if start > 0, !Self.openings.contains(text.tokens[start - 1].text) { return false }
    for word in Self.everyday {
      for shift in 0..<word.count where start >= shift && start - shift + word.count <= text.tokens.count {
        if text.tokens[(start - shift)..<(start - shift + word.count)].elementsEqual(word) { return false }
      }
    }
    return true
  }

  private func findOptions(
    in text: FoldedText, _ isFree: (Range<Int>) -> Bool, _ claim: (Range<Int>, String) -> Void,
    _ finding: inout Finding
  ) {
    for option in index.options {
      for form in option.name.forms {
        guard let place = text.first(form), isFree(place..<place + form.count) else { continue }
        claim(place..<place + form.count, option.name.kind.mask)
        finding.options.append(option)
        break
      }
    }
  }

  /// 3号链接, 三号, 链接3, link 3, #3, no. 3.
  private func findLink(
    in text: FoldedText, _ isFree: (Range<Int>) -> Bool, _ claim: (Range<Int>, String) -> Void,
    _ finding: inout Finding
  ) {
    let tokens = text.tokens
    for place in tokens.indices where tokens[place].isNumber && isFree(place..<place + 1) {
      guard let number = Int(tokens[place].text) else { continue }
      let next = place + 1 < tokens.count ? tokens[place + 1].text : ""
      let afterNext = place + 2 < tokens.count ? tokens[place + 2].text : ""
      let before = place > 0 ? tokens[place - 1].text : ""
      let isNumbered = next == "号" && !["色", "发", "能", "到", "可", "前", "之", "开", "仓", "会", "补"].contains(afterNext)
      let isLink =
        isNumbered || ["链", "连"].contains(next)
        || ["link", "#", "no", "number", "接", "item"].contains(before)
        || (before == "." && place > 1 && tokens[place - 2].text == "no")
      guard isLink else { continue }
      // The whole of 3号链接 stands for a product, so that the words around it tell the intent.
      let follows: Set<String> = ["号", "链", "连", "接"]
      var end = place + 1
      while end < tokens.count, follows.contains(tokens[end].text), isFree(end..<end + 1) { end += 1 }
      var start = place
      let precedes: Set<String> = ["link", "#", "no", "number", "item", "链", "连", "接", "."]
      while start > 0, precedes.contains(tokens[start - 1].text), isFree(start - 1..<start) { start -= 1 }
      claim(start..<end, "P")
      if let product = index.productsByLink[number] {
        if finding.products.isEmpty || finding.link == .nearName {
          finding.products = [product]
          finding.link = .linkNumber
        }
      } else if finding.products.isEmpty {
        finding.unknownLink = number
      }
      return
    }
  }

  /// Colours that no product has are colours all the same.
  private func claimColours(in text: FoldedText, _ isFree: (Range<Int>) -> Bool, _ claim: (Range<Int>, String) -> Void)
  {
    let tokens = text.tokens
    for place in tokens.indices where isFree(place..<place + 1) {
      if tokens[place].isLatin, OptionName.isColour(tokens[place].text) { claim(place..<place + 1, "C") }
      guard place + 1 < tokens.count, isFree(place..<place + 2), ["色", "的", "款"].contains(tokens[place + 1].text),
        OptionName.isColour(tokens[place].text)
      else { continue }
      claim(place..<place + 2, "C")
    }
  }
}
