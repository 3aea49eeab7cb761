import ArgumentParser
import Foundation
import LiveshelfCore
import ProductMentions

/// The cost of matching one hypothesis against catalogs of growing size.
struct MatchingCost: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cost", abstract: "Measures the time to match one hypothesis against 30, 300 and 5,000 products.")

  @Argument(help: "utterances, JSON Lines; without them, seeded random speech is matched") var utterances: String?

  func run() throws {
    var random = SeededRandom(seed: 11)
    let catalogs = [30, 300, 5_000].map { SyntheticCatalog.make(products: $0, random: &random) }
    let heard: [Utterance]
    if let utterances {
      heard = try DumpedUtterance.read(URL(filePath: utterances))
    } else {
      heard = SyntheticCatalog.speech(utterances: 100, naming: catalogs[2], random: &random)
    }
    let hypotheses = heard.flatMap { utterance in
      utterance.hypotheses.map { hypothesis in
        Utterance(
          start: utterance.start, end: utterance.end, detectedAt: utterance.detectedAt, hypotheses: [hypothesis])
      }
    }
    let characters = hypotheses.reduce(0) { $0 + $1.text.count }
    guard !hypotheses.isEmpty else { return }
    print("\(hypotheses.count) hypotheses of \(characters / hypotheses.count) characters on average")
    print("products    names   build ms   p50 ms   p95 ms   max ms")
    for catalog in catalogs {
      let clock = ContinuousClock()
      var finder = MentionFinder(catalog: catalog)
      let build = clock.measure { finder.updateCatalog(catalog) }
      var times: [Double] = []
      for hypothesis in hypotheses {
        let time = clock.measure { _ = finder.consume(hypothesis) }
        times.append(milliseconds(time))
      }
      times.sort()
      let names = catalog.products.reduce(0) { $0 + $1.names.count }
      let row = [milliseconds(build), times[times.count / 2], times[times.count * 95 / 100], times[times.count - 1]]
      let columns = row.map { String(format: "%9.3f", $0) }.joined()
      print(String(format: "%8d %8d  ", catalog.products.count, names) + columns)
    }
  }

  private func milliseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
  }
}
