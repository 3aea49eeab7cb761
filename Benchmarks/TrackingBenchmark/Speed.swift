import ArgumentParser
import Foundation
import LiveshelfCore
import RoomEngine

/// Measures the tracker's share of a core with a large catalog and much talk.
struct Speed: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Measure the tracker's share of a core.")

  @Option(help: "Products in the catalog.") var products = 300
  @Option(help: "Length of the simulated show in seconds.") var duration = 3600.0

  func run() throws {
    let catalog = Catalog((0..<products).map { Product(sku: SKU("S\($0)"), name: "product \($0)") })
    var random = RandomSource(seed: 1)
    var evidence: [TimedEvidence] = []
    var time = 5.0
    var product = 0
    while time < duration {
      let sku =
        random.chance(0.7)
        ? catalog.products[product].sku
        : catalog.products[
          Int.random(in: 0..<products, using: &random)
        ].sku
      let mention = Mention(
        sku: sku, heard: "x", name: "x", start: StreamTime(seconds: time), end: StreamTime(seconds: time + 0.6),
        confidence: 0.9, detectedAt: StreamTime(seconds: time + 2))
      evidence.append(TimedEvidence(evidence: .mention(mention), knownAt: mention.detectedAt))
      if random.chance(0.1) { product = Int.random(in: 0..<products, using: &random) }
      time += random.between(2, 8)
    }
    let clock = ContinuousClock()
    let begin = clock.now
    let run = TrackingRun(evidence, catalog: catalog, duration: duration)
    let spent = begin.duration(to: clock.now)
    let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) * 1e-18
    print(
      String(
        format: "%d products, %.0f s of show, %d mentions, %d announcements: %.2f s CPU, %.3f %% of a core", products,
        duration, evidence.count, run.announced.count, seconds, 100 * seconds / duration))
  }
}
