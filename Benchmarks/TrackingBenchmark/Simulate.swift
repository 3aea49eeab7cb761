import ArgumentParser
import Foundation
import LiveshelfCore
import RoomEngine

/// Simulates the detectors on shows with known truth and prints an ablation table.
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Track shows from simulated evidence, for each set of evidence and quality of hearing.")

  @Argument(help: "Folders with truth.json and catalog.csv.") var shows: [String]
  @Option(help: "Seeds 1…N of the simulation.") var seeds = 5
  @Option(help: "good, fair or poor; all when absent.") var quality: String?
  @Option(help: "Only this set of evidence, such as mentions+markers.") var evidence: String?
  @Option(help: "Write the outputs of the last run into this folder.") var out: String?
  @OptionGroup var tuning: Tuning
  @Flag(help: "Print each decision of the last run.") var verbose = false

  static let sets = [
    "mentions", "markers", "speech", "mentions+markers", "mentions+speech", "mentions+markers+speech",
    "mentions+markers+speech+clicks", "mentions+markers+clicks",
  ]

  static let header =
    "show        quality evidence                        frames  F1@50  F1@80  bound p50/p95  latency p50/p95"
    + "  wrong/h  live"

  func run() throws {
    print(Self.header)
    for show in shows {
      let folder = URL(filePath: show)
      let truth = try ShowTruth.read(show: folder)
      let catalog = try CatalogFile.read(folder.appending(path: "catalog.csv"))
      for level in HearingQuality.levels.keys.sorted() where quality == nil || quality == level {
        for set in Self.sets where evidence == nil || evidence == set {
          try measure(folder.lastPathComponent, truth, catalog, level, set)
        }
      }
    }
  }

  private func measure(
    _ name: String, _ truth: ShowTruth, _ catalog: Catalog, _ level: String, _ set: String
  ) throws {
    guard let quality = HearingQuality.levels[level] else { return }
    let parts = Set(set.split(separator: "+").map(String.init))
    var scores: [Scores] = []
    for seed in 1...UInt64(max(1, seeds)) {
      var hearing = SimulatedHearing(truth: truth, catalog: catalog, quality: quality, seed: seed)
      let (mentions, markers) = (hearing.mentions(), hearing.markers())
      let (clicks, speech) = (hearing.clicks(), hearing.speech())
      let all = [("mentions", mentions), ("markers", markers), ("clicks", clicks), ("speech", speech)]
      let run = TrackingRun(
        all.filter { parts.contains($0.0) }.flatMap(\.1), catalog: catalog, duration: truth.durationS,
        settings: tuning.settings)
      scores.append(Scores(run, truth: truth))
      if seed == UInt64(max(1, seeds)) {
        if let out { try OutputFiles.write(run, to: URL(filePath: out)) }
        if verbose { run.printDecisions() }
      }
    }
    print(Simulate.row(name, level, set, scores))
  }

  static func row(_ name: String, _ level: String, _ set: String, _ scores: [Scores]) -> String {
    func mean(_ value: (Scores) -> Double) -> Double { scores.map(value).reduce(0, +) / Double(scores.count) }
    let bounds = scores.flatMap(\.boundaryErrors)
    let latencies = scores.flatMap(\.latencies)
    let wrong = Double(scores.map(\.wrongAnnouncements).reduce(0, +)) / scores.map(\.hours).reduce(0, +)
    func padded(_ text: String, _ width: Int) -> String { text.padding(toLength: width, withPad: " ", startingAt: 0) }
    return padded(name, 12) + padded(level, 8) + padded(set, 32)
      + String(
        format: "%.3f  %.3f  %.3f  %5.2f / %5.2f  %6.2f / %6.2f  %7.1f  %.2f", mean(\.frameAccuracy), mean(\.f1At50),
        mean(\.f1At80), Scores.percentile(bounds, 50), Scores.percentile(bounds, 95),
        Scores.percentile(latencies, 50), Scores.percentile(latencies, 95), wrong, mean(\.announcedLive))
  }
}
