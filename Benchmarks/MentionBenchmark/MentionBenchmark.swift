import ArgumentParser
import Foundation
import LiveshelfCore
import ProductMentions

@main
struct MentionBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mention-benchmark",
    abstract: "Measures how product names are found in a recogniser's output.",
    subcommands: [FindMentions.self, MatchingCost.self, WriteCatalog.self, DrawWords.self, SpotWords.self])
}

/// Reads a dump of utterances and a catalog, writes mentions.jsonl.
struct FindMentions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find", abstract: "Finds the products named in a dump of utterances and writes mentions.jsonl.")

  @Argument(help: "utterances, JSON Lines, or with --models a recording") var utterances: String
  @Argument(help: "catalog.csv") var catalog: String
  @OptionGroup var speech: SpeechSource
  @Argument(help: "folder for mentions.jsonl") var output: String
  @Option(help: "leave out mentions below this confidence") var minimumConfidence = MentionFinder.Options()
    .minimumConfidence
  @Option(help: "write every candidate's evidence to this file, tab-separated") var features: String?

  @Option(help: "folder with truth.json: prints the reliability of the confidence") var truth: String?

  func run() throws {
    let folder = URL(filePath: output)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var options = MentionFinder.Options()
    options.minimumConfidence = features == nil ? minimumConfidence : 0
    let catalog = try CatalogFile.read(URL(filePath: catalog))
    var finder = MentionFinder(catalog: catalog, options: options)
    let source = try speech.open()
    let start = ContinuousClock().now
    let (judgements, heard) = try source.judge(URL(filePath: utterances), catalog: catalog, with: &finder)
    let time = ContinuousClock().now - start
    let shown = judgements.map(\.mention).filter { $0.confidence >= minimumConfidence }
    try MentionFile.write(shown.filter { $0.basis == .name }, to: folder.appending(path: "mentions.jsonl"))
    if let features { try FeatureFile.write(judgements, to: URL(filePath: features)) }
    let hypotheses = heard.reduce(0) { $0 + $1.hypotheses.count }
    print("\(heard.count) utterances, \(hypotheses) hypotheses, \(shown.count) mentions in \(time)")
    for (kind, group) in Dictionary(grouping: shown, by: \.kind).sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      print("  \(kind.rawValue): \(group.count)")
    }
    if let truth {
      let file = URL(filePath: truth).appending(path: "truth.json")
      let known = try JSONDecoder().decode(ShowTruth.self, from: Data(contentsOf: file))
      print(Reliability(known.judge(shown.filter { $0.basis == .name })).table)
    }
  }
}
