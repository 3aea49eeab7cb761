internal import LiveshelfCore
internal import ProductMentions
internal import RoomEngine
internal import SpeechRecognition

/// Hears words, and product names in them.
struct SpeechWork: HearingWork {
  /// MediaIngest's ordinary block.
  private static let secondsPerBlock = 0.1

  private let recognizer: any SpeechRecognizer
  private var finder: MentionFinder

  init(recognizer: any SpeechRecognizer, catalog: Catalog) {
    self.recognizer = recognizer
    finder = MentionFinder(catalog: catalog)
    recognizer.updateCatalog(catalog.products.flatMap { $0.names.map { BiasPhrase(text: $0) } })
  }

  /// A live recogniser that falls behind decodes less often until it has caught up.
  func noteWaiting(blocks: Int) {
    (recognizer as? LiveRecognizer)?.noteBacklog(seconds: Double(blocks) * Self.secondsPerBlock)
  }

  mutating func hear(_ block: AudioBlock) -> (found: [(at: StreamTime, content: RoomInput.Content)], warning: String?) {
    do {
      return (findings(in: try recognizer.consume(block)), nil)
    } catch {
      return ([], "about \(block.start): \(error)")
    }
  }

  mutating func finish() -> (found: [(at: StreamTime, content: RoomInput.Content)], warning: String?) {
    do {
      return (findings(in: try recognizer.finish()), nil)
    } catch {
      return ([], "at the end of the stream: \(error)")
    }
  }

  private mutating func findings(in utterances: [Utterance]) -> [(at: StreamTime, content: RoomInput.Content)] {
    utterances.flatMap { utterance in
      let mentions = finder.consume(utterance)
      return [(utterance.detectedAt, RoomInput.Content.utterance(utterance))]
        + mentions.map { ($0.detectedAt, RoomInput.Content.mention($0)) }
    }
  }
}
