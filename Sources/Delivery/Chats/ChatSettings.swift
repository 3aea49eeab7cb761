public import LiveshelfCore
public import Wording

/// Team chats that a group's robot can write to.
public enum ChatService: String, Hashable, Sendable, CaseIterable {
  case feishu, dingtalk, wecom, slack

  /// Messages a minute that the service takes from one robot, with some to spare.
  var perMinute: Int {
    switch self {
    case .feishu: 60
    case .dingtalk, .wecom: 18
    case .slack: 50
    }
  }
}

/// Hours of the day in which a chat is left alone.
public struct QuietHours: Hashable, Sendable {
  /// Minutes after midnight; `from` later than `until` goes over midnight.
  public var from: Int
  public var until: Int

  /// Reads `23:00-08:00`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { part -> Int? in
      let numbers = part.split(separator: ":", omittingEmptySubsequences: false)
      guard numbers.count == 2, numbers[1].count == 2, let hour = Int(numbers[0]), let minute = Int(numbers[1]),
        (0...24).contains(hour), (0...59).contains(minute), hour * 60 + minute <= 1440
      else { return nil }
      return hour * 60 + minute
    }
    guard parts.count == 2, let from = parts[0], let until = parts[1], from != until else { return nil }
    self.from = from
    self.until = until
  }

  /// - Parameter offset: of the people's clocks.
  public func contains(_ time: WallTime, in offset: ZoneOffset) -> Bool {
    let seconds = time.microseconds / 1_000_000 + Int64(offset.seconds)
    let minute = Int((seconds % 86_400 + 86_400) % 86_400) / 60
    return from < until ? (from..<until).contains(minute) : minute >= from || minute < until
  }
}

/// A chat that is told of signals.
public struct ChatSettings: Sendable {
  /// The sink's name.
  public var name: String
  public var service: ChatService
  /// The robot's address, which holds its key and is never shown.
  public var url: String
  /// With which messages are signed; nil: the robot asks for no signature.
  public var secret: String?
  public var rules: TargetRules
  public var language = Language.zh
  /// Where people open the wall screen, for the button; nil: messages have none.
  public var screen: String?
  public var quietHours: QuietHours?
  /// Of the people who read.
  public var offset = ZoneOffset.china
  /// Seconds between two messages: what comes in between is told in one.
  public var digestSeconds = 20.0
  /// Seconds for one attempt.
  public var timeout = 15.0
  /// Tell what is told by default: what asks somebody to act. False: all that comes.
  public var choosesSignals = true

  public init(name: String, service: ChatService, url: String, secret: String? = nil, rules: TargetRules = .init()) {
    self.name = name
    self.service = service
    self.url = url
    self.secret = secret
    self.rules = rules
  }
}
