import ArgumentParser
import Foundation
import LiveshelfCore
import RoomEngine

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
  @Option(help: "utterances.jsonl or transcript.jsonl with detected_at") var speech: String?
  @Option(help: "Length of the show in seconds.") var duration: Double
  @Option(help: "Folder for presentations.jsonl and signals.jsonl.") var out: String
  @Flag(help: "Print each decision.") var verbose = false

  func run() throws {
    var evidence: [TimedEvidence] = []
    if let mentions { evidence += try EvidenceFiles.mentions(URL(filePath: mentions)) }
    if let markers { evidence += try EvidenceFiles.markers(URL(filePath: markers)) }
    if let speech { evidence += try EvidenceFiles.speech(URL(filePath: speech)) }
    let run = TrackingRun(
      evidence, catalog: try CatalogFile.read(URL(filePath: catalog)), duration: duration)
    try OutputFiles.write(run, to: URL(filePath: out))
    if verbose { run.printDecisions() }
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
      print(word, p.id, p.sku, p.start, p.end?.description ?? "…", "announced", p.announcedAt, p.reason)
    }
    for p in smoothed {
      print(
        "smoothed ", p.id, p.sku, p.start, p.end?.description ?? "…", (p.confidence * 100).rounded() / 100, p.reason)
    }
  }
}
