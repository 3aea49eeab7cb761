internal import RoomAPI

/// An answer in the shape of OpenAI's chat completions.
struct ChatCompletion: Encodable, Sendable {
  struct Message: Encodable, Sendable {
    var role = "assistant"
    var content: String
    @Nullable var refusal: String?
  }

  struct Choice: Encodable, Sendable {
    var index = 0
    var message: Message
    @Nullable var logprobs: String?
    var finishReason = "stop"

    enum CodingKeys: String, CodingKey {
      case index, message, logprobs
      case finishReason = "finish_reason"
    }
  }

  var id: String
  var object = "chat.completion"
  /// Unix seconds.
  var created: Int64
  var model: String
  var choices: [Choice]
  var usage: ChatUsage
}

/// A piece of a streamed answer.
struct ChatChunk: Encodable, Sendable {
  struct Delta: Encodable, Sendable {
    var role: String?
    var content: String?
  }

  struct Choice: Encodable, Sendable {
    var index = 0
    var delta: Delta
    @Nullable var logprobs: String?
    @Nullable var finishReason: String?

    enum CodingKeys: String, CodingKey {
      case index, delta, logprobs
      case finishReason = "finish_reason"
    }
  }

  var id: String
  var object = "chat.completion.chunk"
  var created: Int64
  var model: String
  var choices: [Choice]
  /// Only in the last piece, for those who ask for it.
  var usage: ChatUsage?
}

/// How much was read and written. There is no tokenizer here: a Chinese character, a word of letters or digits, and a
/// sign count as one each.
struct ChatUsage: Encodable, Sendable {
  var promptTokens: Int
  var completionTokens: Int

  enum CodingKeys: String, CodingKey {
    case promptTokens = "prompt_tokens"
    case completionTokens = "completion_tokens"
    case totalTokens = "total_tokens"
  }

  init(prompt: some Sequence<String>, completion: String) {
    promptTokens = prompt.reduce(0) { $0 + Self.count($1) }
    completionTokens = Self.count(completion)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(promptTokens, forKey: .promptTokens)
    try container.encode(completionTokens, forKey: .completionTokens)
    try container.encode(promptTokens + completionTokens, forKey: .totalTokens)
  }

  static func count(_ text: String) -> Int {
    var count = 0
    var isInWord = false
    for scalar in text.unicodeScalars {
      let isWord = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      if !scalar.properties.isWhitespace, !(isWord && isInWord) { count += 1 }
      isInWord = isWord
    }
    return count
  }
}
