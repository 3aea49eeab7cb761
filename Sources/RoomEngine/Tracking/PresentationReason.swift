/// What a decision about a presentation rests on, in parts: for those who say it in another language.
///
/// The tracker writes reasons as English sentences, which the log and the signals carry. This is the one place that knows
/// their wording: `text` writes it, `parts(of:)` reads it again.
public enum PresentationReason: Hashable, Sendable {
  /// A registered stinger was played.
  case stinger(name: String)
  case musicBegan, musicEnded, applause, silence, countdown
  /// An operator, or the platform, said so.
  case click
  /// The product was named `count` times within so many whole seconds; `text` is what was heard.
  case heard(text: String, count: Int, seconds: Int)
  /// Nothing by itself decided: the product is the likeliest.
  case likeliest
  /// `product` is sold in one bundle with `with`.
  case bundle(product: String, with: String)
  /// Another product has begun.
  case followed(by: String)
  case turnedAway, noLongerSpokenOf, showOver
  /// The product was only named; `instead` is on stage, if anything is.
  case onlyNamed(instead: String?)

  static let separator = ", then "

  /// The part as the tracker's sentences have it.
  var text: String {
    switch self {
    case .stinger(let name): "stinger \(name)"
    case .musicBegan: "music sets in"
    case .musicEnded: "the music stops"
    case .applause: "applause"
    case .silence: "a long silence"
    case .countdown: "a countdown"
    case .click: "operator's click"
    case .heard(let text, 1, _): "\(text) heard"
    case .heard(let text, 2, let seconds): "\(text) heard twice in \(seconds) s"
    case .heard(let text, let count, let seconds): "\(text) heard \(count) times in \(seconds) s"
    case .likeliest: "likeliest product from what was heard"
    case .bundle(let product, let other): "\(product) is sold together with \(other)"
    case .followed(let product): "\(product) has begun"
    case .turnedAway: "talk has turned away from the product"
    case .noLongerSpokenOf: "no longer spoken of"
    case .showOver: "the show is over"
    case .onlyNamed(nil): "only named by the way"
    case .onlyNamed(let instead?): "only named by the way; \(instead) is on stage"
    }
  }

  /// The parts of a tracker's sentence, in order; nil when it has another wording, such as one of an older version.
  public static func parts(of sentence: String) -> [PresentationReason]? {
    var parts: [PresentationReason] = []
    for text in sentence.split(separator: separator, omittingEmptySubsequences: false) {
      guard let part = PresentationReason(String(text)) else { return nil }
      parts.append(part)
    }
    return parts
  }

  private static let fixed: [PresentationReason] = [
    .musicBegan, .musicEnded, .applause, .silence, .countdown, .click, .likeliest, .turnedAway, .noLongerSpokenOf,
    .showOver, .onlyNamed(instead: nil),
  ]

  private init?(_ text: String) {
    if let part = Self.fixed.first(where: { $0.text == text }) {
      self = part
    } else if let match = text.wholeMatch(of: /only named by the way; (.+) is on stage/) {
      self = .onlyNamed(instead: String(match.1))
    } else if let match = text.wholeMatch(of: /stinger (.+)/) {
      self = .stinger(name: String(match.1))
    } else if let match = text.wholeMatch(of: /(.+) heard (twice|[0-9]{1,9} times) in ([0-9]{1,9}) s/),
      let seconds = Int(match.3)
    {
      self = .heard(text: String(match.1), count: Int(match.2.prefix { $0 != " " }) ?? 2, seconds: seconds)
    } else if let match = text.wholeMatch(of: /(.+) heard/) {
      self = .heard(text: String(match.1), count: 1, seconds: 0)
    } else if let match = text.wholeMatch(of: /(.+) is sold together with (.+)/) {
      self = .bundle(product: String(match.1), with: String(match.2))
    } else if let match = text.wholeMatch(of: /(.+) has begun/) {
      self = .followed(by: String(match.1))
    } else {
      return nil
    }
  }
}
