/// Texts of a product's variant, such as `颜色分类：黑色;尺码：XL`.
enum OptionText {
  private static let marks: Set<Character> = [";", "；", ",", "，", "/", "、", "|", " "]

  /// The catalog's word for a variant where it has one; else the text without the names of its properties.
  static func read(_ text: String, options: [String]? = nil) -> String {
    if text.isEmpty { return "" }
    if let options, options.contains(text) { return text }
    let plain = withoutNames(text)
    if let options {
      let own = words(plain)
      if let known = options.first(where: { words(withoutNames($0)) == own }) { return known }
    }
    return plain
  }

  /// `颜色：黑色；尺码：XL` as `黑色;XL`.
  static func withoutNames(_ text: String) -> String {
    guard text.contains(where: { $0 == ":" || $0 == "：" }) else { return text }
    return text.split { $0 == ";" || $0 == "；" || $0 == "," || $0 == "，" }.map { part in
      let place = part.firstIndex { $0 == ":" || $0 == "：" }
      return (place.map { part[part.index(after: $0)...] } ?? part).trimmingBlanks()
    }.filter { !$0.isEmpty }.joined(separator: ";")
  }

  private static func words(_ text: String) -> Set<String> {
    Set(TextWidth.halved(text).lowercased().split { marks.contains($0) }.map { String($0) })
  }
}
