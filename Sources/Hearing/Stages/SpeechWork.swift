internal import LiveshelfCore
internal import MediaIngest
internal import ProductMentions
internal import RoomEngine
internal import SpeechRecognition

/// Hears words, and product names in them.
final class SpeechWork: HearingWork {
  /// MediaIngest's ordinary block.
  private static let secondsPerBlock = 0.1

  private let recognizer: any SpeechRecognizer
  private var finder: MentionFinder
  private var expected: ExpectedNames
  private var cleaner: AudioCleaner?

  /// - Parameter cleaning: nil: the sound is heard as it came.
  init(recognizer: any SpeechRecognizer, catalog: Catalog, cleaning: CleaningSettings?) throws {
    self.recognizer = recognizer
    finder = MentionFinder(catalog: catalog)
    expected = ExpectedNames(catalog)
    if let cleaning { cleaner = try AudioCleaner(cleaning) }
    recognizer.updateCatalog(expected.phrases)
  }

  /// A live recogniser that falls behind decodes less often until it has caught up.
  func noteWaiting(blocks: Int) {
    (recognizer as? LiveRecognizer)?.noteBacklog(seconds: Double(blocks) * Self.secondsPerBlock)
  }

  func hear(_ block: AudioBlock) -> HearingFindings {
    do {
      guard let block = cleaner == nil ? block : cleaner?.clean(block)?.block else { return HearingFindings() }
      return findings(in: try recognizer.consume(block))
    } catch {
      return HearingFindings(warning: "about \(block.start): \(error)")
    }
  }

  func finish() -> HearingFindings {
    do {
      var utterances: [Utterance] = []
      if let rest = cleaner?.finish() { utterances += try recognizer.consume(rest.block) }
      return findings(in: utterances + (try recognizer.finish()))
    } catch {
      return HearingFindings(warning: "at the end of the stream: \(error)")
    }
  }

  private func findings(in utterances: [Utterance]) -> HearingFindings {
    var findings = HearingFindings()
    for utterance in utterances {
      findings.found.append((utterance.detectedAt, .utterance(utterance)))
      note(finder.consume(utterance, rescorer: recognizer), in: utterance, &findings)
    }
    do {
      for utterance in try recognizer.listenAgain() {
        note(finder.reconsider(utterance, rescorer: recognizer).map(\.mention), in: utterance, &findings)
      }
    } catch {
      findings.warning = "on hearing again what was said: \(error)"
    }
    return findings
  }

  private func note(_ mentions: [Mention], in utterance: Utterance, _ findings: inout HearingFindings) {
    findings.found += mentions.map { ($0.detectedAt, .mention($0)) }
    if let phrases = expected.note(mentions, at: utterance.detectedAt) { recognizer.updateCatalog(phrases) }
    if let problem = finder.rescoringProblem { findings.warning = "about \(utterance.start): \(problem)" }
  }
}
