import LiveshelfCore

extension PresentationTracker {
  /// Words of a bundle this old still bring a companion in, in seconds: names are recognised later than words.
  private static let bundleSeconds = 12.0

  /// The model, which knows one product at a time, turns to the other product of the bundle: both stay on stage.
  mutating func turnToCompanion(if sku: SKU) -> Bool {
    guard let other = companion, other.sku == sku, let open = current else { return false }
    companion = open
    current = other
    return true
  }

  /// Announces a product that joins the one on stage, and ends one that is no longer spoken of.
  mutating func followCompanion(at frame: Int) -> [TrackerDecision] {
    guard let open = current, let product = log.catalog.position(of: open.sku) else { return [] }
    let finder = BundleFinder(log: log)
    if let other = companion {
      guard let partner = log.catalog.position(of: other.sku), now - other.announcedAt >= BundleFinder.companionSeconds,
        finder.lastNamed(partner, upTo: frame, seconds: BundleFinder.companionSeconds) == nil
      else { return [] }
      return closeCompanion(at: now - BundleFinder.companionSeconds, reasons: [.noLongerSpokenOf])
    }
    let first = max(FrameClock.frame(of: open.start), frame - FrameClock.frames(seconds: Self.bundleSeconds))
    guard first <= frame, let partner = finder.partner(of: product, in: first...frame) else { return [] }
    announcedCount += 1
    let started = Presentation(
      id: idPrefix + String(announcedCount), sku: log.catalog.products[partner.product].sku,
      start: min(max(partner.start, open.start), now), confidence: min(1, partner.confidence), announcedAt: now,
      reasons: [finder.reason(partner.product, with: product)])
    companion = started
    return [.started(started)]
  }

  /// The bundle is over.
  mutating func closeCompanion(at end: StreamTime, reasons: [PresentationReason]) -> [TrackerDecision] {
    guard var ended = companion else { return [] }
    companion = nil
    ended.end = max(ended.start, min(end, now))
    ended.reasons = reasons
    return [.ended(ended)]
  }
}
