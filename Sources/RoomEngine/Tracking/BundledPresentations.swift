import LiveshelfCore

/// Adds the products that were sold together with another one to presentations that the model, which knows one product
/// at a time, has found one after the other.
struct BundledPresentations: Sendable {
  let log: EvidenceLog
  /// Presentations this close together belong to one bundle, in seconds.
  private static let gapSeconds = 5.0

  /// - Parameter found: in order, without overlap, none open.
  func joined(_ found: [Presentation], until end: StreamTime) -> [Presentation] {
    let finder = BundleFinder(log: log)
    var result: [Presentation] = []
    var index = 0
    while index < found.count {
      var main = found[index]
      index += 1
      guard let product = log.catalog.position(of: main.sku), let mainEnd = main.end,
        let partner = finder.partner(of: product, in: frames(main.start, mainEnd))
      else {
        result.append(main)
        continue
      }
      let sku = log.catalog.products[partner.product].sku
      var other = Presentation(
        id: "", sku: sku, start: min(max(partner.start, main.start), mainEnd), end: mainEnd,
        confidence: min(1, partner.confidence), announcedAt: end,
        reasons: [finder.reason(partner.product, with: product)])
      // The talk goes to and fro between the two: each stays until it was last the subject.
      while index < found.count, found[index].sku == main.sku || found[index].sku == sku,
        found[index].start - max(main.end ?? .zero, other.end ?? .zero) < Self.gapSeconds
      {
        if found[index].sku == main.sku { main.end = found[index].end } else { other.end = found[index].end }
        index += 1
      }
      if let last = main.end {
        let named = finder.lastNamed(
          partner.product, upTo: FrameClock.frame(of: last), seconds: last - other.start + BundleFinder.companionSeconds
        )
        other.end = max(other.start, min(last, (named ?? other.start) + BundleFinder.companionSeconds))
      }
      result += [main, other]
    }
    return result
  }

  private func frames(_ start: StreamTime, _ end: StreamTime) -> ClosedRange<Int> {
    let first = FrameClock.frame(of: start)
    return first...max(first, FrameClock.frame(of: end))
  }
}
