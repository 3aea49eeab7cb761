import ArgumentParser
import Foundation
import LiveshelfCore
import ProductMentions

/// Scores words spotted in clips: how many of those said were reported, and how many of those reported were said.
struct SpotWords: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spot", abstract: "Scores the spotting of a catalog's words in clips with transcripts.")

  @Argument(help: "folder with ID.jsonl, the utterances of each clip, or with --models ID.flac or ID.wav")
  var utterances: String
  @OptionGroup var speech: SpeechSource
  @Argument(help: "transcripts.tsv with the columns id and transcript") var transcripts: String
  @Argument(help: "catalog.csv, as `words` writes it") var catalog: String
  @Option(help: "leave out mentions below this confidence")
  var minimumConfidence = MentionFinder.Options().minimumConfidence
  @Option(help: "write every candidate's evidence, and whether it was said, to this file, tab-separated")
  var features: String?
  @Flag(help: "list what was missed and what was reported and not said") var verbose = false

  func run() throws {
    let catalog = try CatalogFile.read(URL(filePath: catalog))
    var options = MentionFinder.Options()
    options.minimumConfidence = features == nil ? minimumConfidence : 0
    let finder = MentionFinder(catalog: catalog, options: options)
    var (said, reported, right, clips) = (0, 0, 0, 0)
    var evidence: [(judgement: MentionFinder.Judgement, said: Bool)] = []
    var judged: [(confidence: Double, isTrue: Bool)] = []
    let source = try speech.open()
    for transcript in try Transcript.read(URL(filePath: transcripts)) {
      let files = speech.endings.map { URL(filePath: utterances).appending(path: "\(transcript.id).\($0)") }
      guard let file = files.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else { continue }
      clips += 1
      var fresh = finder
      let judgements = try source.judge(file, catalog: catalog, with: &fresh).judgements
        .filter { $0.mention.basis == .name }
      let mentions = judgements.map(\.mention).filter { $0.confidence >= minimumConfidence }
      let grouped = Dictionary(grouping: judgements, by: \.mention.name)
      for product in catalog.products {
        let count = transcript.text.components(separatedBy: product.name).count - 1
        let found = (grouped[product.name] ?? []).sorted { $0.mention.confidence > $1.mention.confidence }
        evidence += found.enumerated().map { ($1, $0 < count) }
      }
      let heard = Dictionary(grouping: mentions, by: \.name)
      for product in catalog.products {
        let count = transcript.text.components(separatedBy: product.name).count - 1
        let found = (heard[product.name] ?? []).sorted { $0.confidence > $1.confidence }
        said += count
        reported += found.count
        right += min(count, found.count)
        judged += found.enumerated().map { ($1.confidence, $0 < count) }
        if verbose, found.count != count {
          let text = found.map(\.heard).joined(separator: " ")
          print("\(transcript.id): \(product.name) said \(count), reported \(found.count) \(text) | \(transcript.text)")
        }
      }
    }
    print("\(clips) clips, \(catalog.products.count) words said \(said) times, reported \(reported), right \(right)")
    print(String(format: "recall %.3f precision %.3f", ratio(right, said), ratio(right, reported)))
    print(Reliability(judged).table)
    if let features {
      try FeatureFile.write(evidence.map(\.judgement), said: evidence.map(\.said), to: URL(filePath: features))
    }
  }

  private func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
}
