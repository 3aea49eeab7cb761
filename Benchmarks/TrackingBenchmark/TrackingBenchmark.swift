import ArgumentParser
import Foundation
import LiveshelfCore
import ProductMentions
import RoomEngine
import Wording

/// Measures how well presentations are tracked, on recorded or simulated evidence.
@main
struct TrackingBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tracking-benchmark", abstract: "Measure presentation tracking.",
    subcommands: [Run.self, Simulate.self, Speed.self])
}

/// Tracks from the detectors' files.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Track a show from mentions.jsonl and markers.jsonl.")

  @Option(help: "catalog.csv") var catalog: String
  @Option(help: "mentions.jsonl") var mentions: String?
  @Option(help: "markers.jsonl") var markers: String?
  @Option(help: "Changes of the sound, as marker-benchmark boundaries writes them.") var boundaries: String?
  @Option(help: "Seed of simulated clicks of an operator; needs the truth.") var clicks: UInt64?
  @Option(help: "Utterances of the recogniser; the products named in them are found here.") var utterances: String?
  @Option(help: "Length of the show in seconds; without it, the show's truth.json tells.") var duration: Double?
  @Option(help: "Folder with truth.json, to print the scores.") var truth: String?
  @Option(help: "Folder for presentations.jsonl and signals.jsonl.") var out: String?
  @Flag(help: "Leave out pauses and sales talk.") var namesOnly = false
  @Option(help: "Seconds that recognition itself takes: they are added to the moments of detection.") var delay = 0.0
  @OptionGroup var tuning: Tuning
  @Flag(help: "Print each decision.") var verbose = false
  @Flag(help: "Print what is believed, every half second.") var beliefs = false

  func run() throws {
    let catalog = try CatalogFile.read(URL(filePath: catalog))
    let truth = try truth.map { try ShowTruth.read(show: URL(filePath: $0)) }
    var evidence: [TimedEvidence] = []
    if let mentions { evidence += try EvidenceFiles.mentions(URL(filePath: mentions)) }
    if let markers { evidence += try EvidenceFiles.markers(URL(filePath: markers)) }
    if let boundaries { evidence += try EvidenceFiles.boundaries(URL(filePath: boundaries)) }
    if let clicks, let truth, let quality = HearingQuality.levels["good"] {
      var hearing = SimulatedHearing(truth: truth, catalog: catalog, quality: quality, seed: clicks)
      evidence += hearing.clicks()
    }
    if let utterances {
      var finder = MentionFinder(catalog: catalog)
      for recorded in try EvidenceFiles.utterances(URL(filePath: utterances)) {
        var utterance = recorded
        utterance.detectedAt = utterance.detectedAt + delay
        if !namesOnly { evidence.append(TimedEvidence(evidence: .speech(utterance), knownAt: utterance.detectedAt)) }
        for mention in finder.consume(utterance) {
          evidence.append(TimedEvidence(evidence: .mention(mention), knownAt: mention.detectedAt))
          if beliefs {
            print(mention.start, "@", mention.detectedAt, mention.sku, mention.heard, mention.kind, mention.confidence)
          }
        }
      }
    }
    guard let duration = duration ?? truth?.durationS else {
      throw ValidationError("tell the show's length: --duration SECONDS, or --truth FOLDER")
    }
    let watch: ((StreamTime, StagePosterior) -> Void)? = beliefs ? { Run.show($0, $1) } : nil
    let run = TrackingRun(evidence, catalog: catalog, duration: duration, settings: tuning.settings, watch: watch)
    if let out { try OutputFiles.write(run, to: URL(filePath: out)) }
    if verbose { run.printDecisions() }
    if let truth {
      print(Simulate.header)
      print(Simulate.row(URL(filePath: self.truth ?? "").lastPathComponent, "real", "", [Scores(run, truth: truth)]))
    }
  }
}

extension Run {
  static func show(_ time: StreamTime, _ posterior: StagePosterior) {
    func percent(_ value: Double) -> String { String(format: "%3.0f", 100 * value) }
    let products = posterior.products.prefix(4).map { "\($0.sku) \(percent($0.probability))" }
    let others =
      "none \(percent(posterior.none)) unnamed \(percent(posterior.unnamed)) unknown \(percent(posterior.unknown))"
    print(time, others, products.joined(separator: " "))
  }
}

extension TrackingRun {
  func printDecisions() {
    for decision in decisions {
      let p = decision.presentation
      let word =
        switch decision {
        case .started: "started  "
        case .ended: "ended    "
        case .revised: "revised  "
        case .withdrawn: "withdrawn"
        }
      print(
        word, p.id, p.sku, p.start, p.end?.description ?? "…", "announced", p.announcedAt,
        Wording(.en).sentence(of: p.reasons))
    }
    for p in smoothed {
      print(
        "smoothed ", p.id, p.sku, p.start, p.end?.description ?? "…", (p.confidence * 100).rounded() / 100,
        Wording(.en).sentence(of: p.reasons))
    }
  }
}
