/// A part of what a decision about a presentation rests on.
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
  /// Nobody heard it, and orders rose as they do after a presentation.
  case ordersRose

  /// A stable word for programs.
  public var code: String {
    switch self {
    case .stinger: "stinger"
    case .musicBegan: "music_began"
    case .musicEnded: "music_ended"
    case .applause: "applause"
    case .silence: "silence"
    case .countdown: "countdown"
    case .click: "click"
    case .heard: "heard"
    case .likeliest: "likeliest"
    case .bundle: "bundle"
    case .followed: "followed"
    case .turnedAway: "turned_away"
    case .noLongerSpokenOf: "no_longer_spoken_of"
    case .showOver: "show_over"
    case .onlyNamed: "only_named"
    case .ordersRose: "orders_rose"
    }
  }
}
