import LiveshelfCore

/// Rules that tell from the words around a name what the host does with the product.
///
/// A text of lines. `[kind]` opens the rules of a kind: `presenting`, `comparing`, `passing`, `announcing`,
/// `recalling`, `sold_out`, `price` or `countdown`. Each further line is a pattern: words, and `*` for the name, such
/// as `比 * 要` or `* 没货了`. `#` begins a comment. Words are compared by sound, so that a slip of the recogniser does
/// not matter; a few other words may stand between them and the name. Of several patterns that fit the one with the
/// most sounds wins, of equals the earlier; without any the mention is `presenting`.
public struct MentionRules: Sendable {
  struct Rule: Sendable {
    var kind: MentionKind
    /// Words before the name; may be empty.
    var before: [Sound]
    /// Words after the name; may be empty, but not both.
    var after: [Sound]
  }

  let rules: [Rule]

  static let maximumRules = 2_000
  static let maximumWords = 24

  /// Reads rules from text.
  public init(_ text: String) throws(MentionRulesError) {
    var rules: [Rule] = []
    var kind: MentionKind?
    for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = Self.trimmed(raw.prefix { $0 != "#" })
      if line.isEmpty { continue }
      if line.first == "[" {
        let name = Self.trimmed(line.dropFirst().prefix { $0 != "]" })
        guard line.last == "]", let known = MentionKind(rawValue: String(name)) else {
          throw .unknownKind(line: index + 1, String(line))
        }
        kind = known
        continue
      }
      guard let kind else { throw .patternBeforeKind(line: index + 1, String(line)) }
      guard rules.count < Self.maximumRules else { throw .tooManyRules(limit: Self.maximumRules) }
      rules.append(try Self.rule(line, kind: kind, line: index + 1))
    }
    self.rules = rules
  }

  private static func rule(
    _ text: Substring, kind: MentionKind, line: Int
  ) throws(MentionRulesError) -> Rule {
    let sides = text.split(separator: "*", omittingEmptySubsequences: false)
    guard sides.count == 2 else { throw .oneNameWanted(line: line, String(text)) }
    let reader = SoundReader()
    let sounds = sides.map { reader.read(Array($0.unicodeScalars), numbers: .cardinal).map(\.sound) }
    guard sounds.contains(where: { !$0.isEmpty }) else { throw .noWords(line: line, String(text)) }
    guard sounds.allSatisfy({ $0.count <= maximumWords }) else { throw .tooLong(line: line, limit: maximumWords) }
    return Rule(kind: kind, before: sounds[0], after: sounds[1])
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}

/// Why a text of mention rules was refused. The operator repairs the line named; no rule of the text is used.
public enum MentionRulesError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownKind(line: Int, String)
  case patternBeforeKind(line: Int, String)
  case oneNameWanted(line: Int, String)
  case noWords(line: Int, String)
  case tooLong(line: Int, limit: Int)
  case tooManyRules(limit: Int)

  public var description: String {
    switch self {
    case .unknownKind(let line, let text):
      "mention rules, line \(line): “\(text)” names no kind; write [presenting], [comparing], [passing], [announcing], "
        + "[recalling], [sold_out], [price] or [countdown]"
    case .patternBeforeKind(let line, let text):
      "mention rules, line \(line): the pattern “\(text)” stands before any kind; put a line such as [price] above it"
    case .oneNameWanted(let line, let text):
      "mention rules, line \(line): “\(text)” must have exactly one * in the place of the name"
    case .noWords(let line, let text): "mention rules, line \(line): “\(text)” has no words beside the name"
    case .tooLong(let line, let limit):
      "mention rules, line \(line): more than \(limit) sounds on one side of the name; shorten the pattern"
    case .tooManyRules(let limit): "mention rules: more than \(limit) patterns; remove some"
    }
  }
}
