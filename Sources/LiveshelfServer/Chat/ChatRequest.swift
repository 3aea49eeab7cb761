internal import Rooms

/// What a client of OpenAI's chat completions sends, as far as it matters here: sampling, tools and formats change
/// nothing about facts. Members that are not known are ignored.
struct ChatRequest: Decodable, Sendable {
  /// Bytes of a body, messages of a conversation, characters of a message and of a question.
  static let largestBody = 1 << 20
  static let largestConversation = 100
  static let longestMessage = 8_000
  static let longestQuestion = 1_000

  struct StreamOptions: Decodable, Sendable {
    var includeUsage: Bool?

    enum CodingKeys: String, CodingKey {
      case includeUsage = "include_usage"
    }
  }

  var model: String
  var messages: [ChatMessage]
  var stream: Bool?
  var streamOptions: StreamOptions?
  /// Answers to give; only one is.
  var n: Int?
  var hints: ViewerHints

  enum CodingKeys: String, CodingKey {
    case model, messages, stream, n
    case streamOptions = "stream_options"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    model = try container.decodeIfPresent(String.self, forKey: .model) ?? ""
    messages = try container.decode([ChatMessage].self, forKey: .messages)
    stream = try container.decodeIfPresent(Bool.self, forKey: .stream)
    streamOptions = try container.decodeIfPresent(StreamOptions.self, forKey: .streamOptions)
    n = try container.decodeIfPresent(Int.self, forKey: .n)
    hints = try ViewerHints(from: decoder)
  }

  /// The last user message, with those before it. What the system, tools and the assistant said is no source of facts.
  ///
  /// - Throws: `APIError`: too many or too long messages, or none of a user.
  func inquiry() throws(APIError) -> ViewerInquiry {
    guard messages.count <= Self.largestConversation else {
      throw .invalid("messages", "a conversation has at most \(Self.largestConversation) messages; send the newest")
    }
    if let place = messages.firstIndex(where: { $0.text.count > Self.longestMessage }) {
      throw .invalid("messages[\(place)]", "a message has at most \(Self.longestMessage) characters; shorten it")
    }
    guard n ?? 1 == 1 else { throw .invalid("n", "one answer is given; leave `n` out") }
    guard let last = messages.lastIndex(where: { $0.role == "user" }) else {
      throw .invalid("messages", "there is no message with the role user; send the viewer's question")
    }
    guard messages[last].text.count <= Self.longestQuestion else {
      throw .invalid("messages[\(last)]", "a question has at most \(Self.longestQuestion) characters; shorten it")
    }
    // An earlier message that is no question any more is left out.
    let earlier = messages[..<last].filter { $0.role == "user" && $0.text.count <= Self.longestQuestion }
    return ViewerInquiry(
      messages[last].text, earlier: earlier.map(\.text), region: try hints.region(),
      viewerDelay: try hints.viewerDelay())
  }
}

/// One message: its text, whichever way it is written; pictures and sounds in it are not looked at.
struct ChatMessage: Decodable, Sendable {
  var role: String
  var text: String

  enum CodingKeys: String, CodingKey {
    case role, content
  }

  private struct Part: Decodable {
    var text: String?
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    role = try container.decode(String.self, forKey: .role)
    if try !container.contains(.content) || container.decodeNil(forKey: .content) {
      text = ""
    } else if let parts = try? container.decode([Part].self, forKey: .content) {
      text = parts.compactMap(\.text).joined(separator: "\n")
    } else {
      text = try container.decode(String.self, forKey: .content)
    }
  }
}
