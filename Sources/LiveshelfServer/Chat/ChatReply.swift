internal import Foundation
internal import LiveshelfCore

/// One answer on its way to a client: whole, or as server-sent events.
struct ChatReply: Sendable {
  /// Characters of one streamed piece: a few words, so that speech can begin.
  private static let pieceLength = 8

  let id = "chatcmpl-" + UUID().uuidString.replacing("-", with: "").lowercased()
  let created = WallClock.system.now.microseconds / 1_000_000
  let model: String
  /// What was said, for the count of it.
  let prompt: [String]
  let includesUsage: Bool

  init(_ request: ChatRequest) {
    model = request.model
    prompt = request.messages.map(\.text)
    includesUsage = request.streamOptions?.includeUsage ?? false
  }

  func completion(_ text: String) -> ChatCompletion {
    ChatCompletion(
      id: id, created: created, model: model, choices: [ChatCompletion.Choice(message: .init(content: text))],
      usage: ChatUsage(prompt: prompt, completion: text))
  }

  /// The first event: somebody begins to speak.
  func opening() throws -> [UInt8] { try event(choice(ChatChunk.Delta(role: "assistant", content: ""))) }

  /// The text in pieces, and the end.
  func events(_ text: String) throws -> [[UInt8]] {
    var events = try Self.pieces(text).map { try event(choice(ChatChunk.Delta(content: $0))) }
    events.append(try event(choice(ChatChunk.Delta(), finish: "stop")))
    if includesUsage {
      var last = chunk([])
      last.usage = ChatUsage(prompt: prompt, completion: text)
      events.append(try event(last))
    }
    events.append(Array("data: [DONE]\n\n".utf8))
    return events
  }

  private func chunk(_ choices: [ChatChunk.Choice]) -> ChatChunk {
    ChatChunk(id: id, created: created, model: model, choices: choices)
  }

  private func choice(_ delta: ChatChunk.Delta, finish: String? = nil) -> ChatChunk {
    chunk([ChatChunk.Choice(delta: delta, finishReason: finish)])
  }

  private func event(_ chunk: ChatChunk) throws -> [UInt8] {
    Array("data: ".utf8) + (try APIJSON.data(chunk)) + Array("\n\n".utf8)
  }

  /// Splits behind punctuation, or after `pieceLength` characters.
  static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var piece = ""
    for character in text {
      piece.append(character)
      let isAsciiWord = character.isASCII && (character.isLetter || character.isNumber)
      if "，。；！？、,;!?".contains(character) || (piece.count >= pieceLength && !isAsciiWord) {
        pieces.append(piece)
        piece = ""
      }
    }
    if !piece.isEmpty { pieces.append(piece) }
    return pieces
  }
}
