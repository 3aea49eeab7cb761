import ArgumentParser
import Foundation
import LiveshelfCore
import MediaIngest
import ProductMentions
import SpeechRecognition

/// Where utterances come from: a dump, or a recording that is recognised on the spot, so that the recogniser can also
/// be asked about doubtful names.
struct SpeechSource: ParsableArguments {
  @Option(help: "the models' folder: recordings are then read instead of dumps") var models: String?
  @Flag(help: "recognise as in a live show") var live = false
  @Flag(help: "judge names by their sound alone") var withoutRescoring = false

  /// Endings of a file's name, the likeliest first.
  var endings: [String] { models == nil ? ["jsonl"] : ["flac", "wav", "flv", "mp4", "s16"] }

  /// Loads what is needed once.
  func open() throws -> Opened {
    Opened(
      model: try models.map { try SpeechModel.load(built: URL(filePath: $0)) }, live: live,
      rescores: !withoutRescoring)
  }

  struct Opened {
    let model: SpeechModel?
    let live: Bool
    let rescores: Bool

    /// The names found in a recording or dump, and what was heard.
    func judge(
      _ file: URL, catalog: Catalog, with finder: inout MentionFinder
    ) throws -> (judgements: [MentionFinder.Judgement], utterances: [Utterance]) {
      guard let model else {
        let heard = try DumpedUtterance.read(file)
        return (heard.flatMap { finder.judge($0) }, heard)
      }
      let recognizer: any SpeechRecognizer = live ? try model.liveRecognizer() : try model.segmentRecognizer()
      recognizer.updateCatalog(catalog.products.flatMap { $0.names.map { BiasPhrase(text: $0) } })
      var (judgements, heard) = ([MentionFinder.Judgement](), [Utterance]())
      func take(_ utterances: [Utterance]) throws {
        for utterance in utterances {
          judgements += finder.judge(utterance, rescorer: rescores ? recognizer : nil)
          if let problem = finder.rescoringProblem { print("\(file.lastPathComponent): \(problem)") }
        }
        heard += utterances
        for utterance in try recognizer.listenAgain() {
          judgements += finder.reconsider(utterance, rescorer: rescores ? recognizer : nil)
        }
      }
      let reader = try MediaReader(MediaSource(file.path))
      while let event = try reader.next() {
        if case .audio(let block) = event { try take(recognizer.consume(block)) }
      }
      try take(recognizer.finish())
      return (judgements, heard)
    }
  }
}
