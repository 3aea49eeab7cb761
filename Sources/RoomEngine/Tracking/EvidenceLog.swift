import LiveshelfCore

/// All evidence about a stretch of the show, sorted into the frames of the model.
///
/// Bounded: at most `maximumPerFrame` observations of each sort are kept in a frame.
struct EvidenceLog: Sendable {
  struct NamedProduct: Sendable {
    var product: Int
    var mention: Mention
    /// Counts mentions in order of arrival.
    var order: Int
  }

  struct Click: Sendable {
    var product: Int
    var starts: Bool
    var at: StreamTime
  }

  struct Played: Sendable {
    var marker: Int
    var start: StreamTime
    var end: StreamTime
  }

  struct Frame: Sendable {
    var mentions: [NamedProduct] = []
    var clicks: [Click] = []
    var markers: [Played] = []
    var cues: [TalkCue] = []
    var interests: [(product: Int, comments: Int)] = []
    /// Products whose orders tell that they were on stage, and the likelihood ratio of that.
    var pulses: [(product: Int, ratio: Double)] = []
    /// Prices of the catalog that were called.
    var prices: [Money] = []
    /// Changes of the sound.
    var changes: [AudioBoundary.Kind] = []
    /// A sentence begins here.
    var onset: SpeechStructure.Onset?
  }

  static let maximumPerFrame = 16
  private static let sameSayingSeconds = 0.6
  /// The words that take a product up come at most this long before its name.
  private static let openingReachSeconds = 3.0
  /// The words of an aside begin at most this long before the name, or this long after it.
  private static let asideReachSeconds = 2.0
  private static let asideDelaySeconds = 0.6
  /// Names of a list follow each other within this time, in seconds.
  private static let listReachSeconds = 5.0
  /// A host says a price again and again: within this time it tells nothing new.
  private static let samePriceSeconds = 30.0
  /// A price that more products share brings none of them into play.
  private static let tellingPriceShare = 6
  /// No pulse says more than this about where a presentation began, in seconds.
  private static let longestPulseSeconds = 600.0

  let catalog: Catalog
  /// The products that cost an amount, in list or live price, in the catalog's order.
  let productsByPrice: [Money: [Int]]
  private(set) var frames: [Int: Frame] = [:]
  /// Frames of mentions and clicks of each product, in order of arrival.
  private(set) var framesByProduct: [Int: [Int]] = [:]
  /// Names of markers in order of their first appearance.
  private(set) var markerNames: [String] = []
  /// Whether recognised speech is part of the evidence at all.
  private(set) var hasSpeech = false
  private(set) var lastFrame = 0
  /// What operators said, in order; they do not overlap.
  var holds: [StageHold] = []
  /// How long after it was said something usually becomes known, in seconds.
  private(set) var hearingDelay = 1.5
  private var frameOrder: [Int] = []
  private var mentionCount = 0
  private var speech = SpeechStructure()
  /// The share of frames of the spoken part in which a sentence begins.
  private var onsetDensity: Double { Double(onsetCount) / Double(max(64, spokenFrames)) }
  private var onsetCount = 8
  private var spokenFrames = 64

  init(catalog: Catalog) {
    self.catalog = catalog
    var products: [Money: [Int]] = [:]
    for (index, product) in catalog.products.enumerated() {
      for price in Set([product.listPrice, product.livePrice].compactMap(\.self)).sorted() where price > .zero {
        products[price, default: []].append(index)
      }
    }
    productsByPrice = products
  }

  /// Takes evidence in. False when it says nothing: a product that the catalog does not have.
  @discardableResult
  mutating func insert(_ evidence: TrackerEvidence) -> Bool {
    switch evidence {
    case .mention(let mention):
      guard let product = catalog.position(of: mention.sku), mention.confidence > 0 else { return false }
      noteDelay(mention.detectedAt - mention.end)
      let frame = FrameClock.frame(of: mention.start)
      framesByProduct[product, default: []].append(frame)
      mentionCount += 1
      let named = NamedProduct(product: product, mention: mention, order: mentionCount)
      guard change(frame, { $0.mentions.append(named) }) else { return false }
      reviewHold(after: named, at: frame)
      return true
    case .marker(let hit):
      return insertMarker(hit.marker, start: hit.start, end: hit.end)
    case .click(let click):
      return insertClick(click.sku, starts: click.starts, at: click.at, heldFrom: click.heldFrom)
    case .cuePoint(let cue):
      let texts = [cue.name] + cue.parameters.keys.sorted().compactMap { cue.parameters[$0] }
      if let sku = texts.lazy.map({ SKU($0) }).first(where: { catalog[$0] != nil }) {
        return insertClick(sku, starts: true, at: cue.at)
      }
      return insertMarker(cue.name, start: cue.at, end: cue.at)
    case .speech(let utterance):
      insertSpeech(utterance)
      return true
    case .boundary(let boundary):
      return change(FrameClock.frame(of: boundary.at)) { frame in
        if !frame.changes.contains(boundary.kind) { frame.changes.append(boundary.kind) }
      }
    case .interest(let interest):
      guard let product = catalog.position(of: interest.sku), interest.comments > 0 else { return false }
      return change(FrameClock.frame(of: interest.at)) { $0.interests.append((product, interest.comments)) }
    case .pulse(let pulse): return insertPulse(pulse)
    }
  }

  /// How the probability of a start or an end changes with the sound at a frame: presentations begin and end between
  /// sentences. The mean over all frames is 1; without speech there is nothing to go by.
  ///
  /// - Parameter hasOnset: whether a sentence begins at the frame.
  func boundaryFactor(hasOnset: Bool) -> Double {
    guard hasSpeech else { return 1 }
    let within = 0.25
    let density = min(max(onsetDensity, 0.02), 0.5)
    return !hasOnset ? within : (1 - within * (1 - density)) / density
  }

  /// Whether words just before a frame take a product up, so that its name is due.
  func isDue(at frame: Int) -> Bool {
    let first = max(0, frame - FrameClock.frames(seconds: Self.openingReachSeconds))
    return (first...frame).contains { frames[$0]?.cues.contains(.opening) == true }
  }

  /// A mention with the kind that the words around it give it. Live recognition hands a name over before the words that
  /// follow it, so that the finder of names takes a question or a comparison for a presentation.
  func judged(_ named: NamedProduct, at frame: Int) -> Mention {
    var mention = named.mention
    guard mention.kind == .presenting, mention.basis == .name else { return mention }
    let reach = FrameClock.frames(seconds: Self.asideReachSeconds)
    let end = FrameClock.frame(of: mention.end)
    let after = end + FrameClock.frames(seconds: Self.asideDelaySeconds)
    if (max(0, frame - reach)...max(frame, after)).contains(where: { frames[$0]?.cues.contains(.aside) == true }) {
      mention.kind = .comparing
    } else if isListed(named, at: frame) {
      mention.kind = .announcing
    }
    return mention
  }

  /// Whether a name is one of a list: three products or more are named in one breath, this one once. What a show will bring
  /// is told so.
  private func isListed(_ named: NamedProduct, at frame: Int) -> Bool {
    let reach = FrameClock.frames(seconds: Self.listReachSeconds)
    var others: Set<Int> = []
    for near in max(0, frame - reach)...frame + reach {
      for other in frames[near]?.mentions ?? [] where other.order != named.order {
        if other.product == named.product { return false }
        if other.mention.basis == .name { others.insert(other.product) }
      }
    }
    return others.count >= 2
  }

  /// Whether a mention is the same saying of a name as one before it: heard twice, or in two parts. It tells nothing new.
  func repeatsName(_ named: NamedProduct, at frame: Int) -> Bool {
    let reach = FrameClock.frames(seconds: 4)
    for earlier in max(0, frame - reach)...frame {
      for other in frames[earlier]?.mentions ?? [] where other.product == named.product && other.order != named.order {
        let isBefore = (other.mention.start, other.order) < (named.mention.start, named.order)
        if isBefore, named.mention.start - other.mention.end < Self.sameSayingSeconds { return true }
      }
    }
    return false
  }

  /// Forgets frames before `frame`.
  mutating func forget(before frame: Int) {
    guard let first = frameOrder.min(), first < frame else { return }
    for old in frameOrder where old < frame { frames[old] = nil }
    frameOrder.removeAll { $0 < frame }
    holds.removeAll { $0.end.map { $0 < frame } ?? false }
    for product in framesByProduct.keys.sorted() {
      let kept = (framesByProduct[product] ?? []).filter { $0 >= frame }
      framesByProduct[product] = kept.isEmpty ? nil : kept
    }
  }

  private mutating func insertMarker(_ name: String, start: StreamTime, end: StreamTime) -> Bool {
    let marker = markerNames.firstIndex(of: name) ?? markerNames.count
    if marker == markerNames.count {
      guard markerNames.count < 1024 else { return false }
      markerNames.append(name)
    }
    return change(FrameClock.frame(of: start)) { frame in
      guard !frame.markers.contains(where: { $0.marker == marker }) else { return }
      frame.markers.append(Played(marker: marker, start: start, end: max(start, end)))
    }
  }

  private mutating func insertClick(
    _ sku: SKU, starts: Bool, at time: StreamTime, heldFrom: StreamTime? = nil
  ) -> Bool {
    guard let product = catalog.position(of: sku) else { return false }
    let frame = FrameClock.frame(of: time)
    if let heldFrom {
      hold(starts ? product : nil, from: FrameClock.frame(of: heldFrom))
    } else if starts || holds.last?.product == product {
      endHold(at: frame)
    }
    framesByProduct[product, default: []].append(frame)
    return change(frame) { $0.clicks.append(Click(product: product, starts: starts, at: time)) }
  }

  /// The evidence goes to the middle third: where the presentation begins and ends, orders hardly tell.
  private mutating func insertPulse(_ pulse: OrderPulse) -> Bool {
    guard let product = catalog.position(of: pulse.sku), pulse.start < pulse.end else { return false }
    let (first, last) = (FrameClock.frame(of: pulse.start), FrameClock.frame(of: pulse.end))
    let third = min((last - first) / 3, FrameClock.frames(seconds: Self.longestPulseSeconds))
    let middle = (first + third)..<max(first + third + 1, last - third)
    framesByProduct[product, default: []] += [first, last]
    let ratio = StageModel.pulseFactor(strength: pulse.strength, share: 1 / Double(middle.count))
    for frame in middle { change(frame) { $0.pulses.append((product, ratio)) } }
    return true
  }

  private mutating func insertSpeech(_ utterance: Utterance) {
    hasSpeech = true
    noteDelay(utterance.detectedAt - utterance.end)
    let findings = speech.consume(utterance)
    spokenFrames += FrameClock.frames(seconds: findings.seconds) + 2
    for onset in findings.onsets {
      onsetCount += 1
      change(FrameClock.frame(of: onset.at)) { $0.onset = onset }
    }
    for (cue, time) in findings.cues {
      change(FrameClock.frame(of: time)) { $0.cues.append(cue) }
    }
    for (amount, time) in findings.prices { insertPrice(amount, at: time) }
  }

  private mutating func insertPrice(_ amount: Money, at time: StreamTime) {
    guard let products = productsByPrice[amount] else { return }
    let frame = FrameClock.frame(of: time)
    let first = max(0, frame - FrameClock.frames(seconds: Self.samePriceSeconds))
    guard !(first...frame).contains(where: { frames[$0]?.prices.contains(amount) == true }) else { return }
    if products.count <= Self.tellingPriceShare {
      for product in products { framesByProduct[product, default: []].append(frame) }
    }
    change(frame) { $0.prices.append(amount) }
  }

  private mutating func noteDelay(_ seconds: Double) {
    let bounded = min(max(seconds, 0), 15)
    hearingDelay += (bounded > hearingDelay ? 0.3 : 0.05) * (bounded - hearingDelay)
  }

  @discardableResult
  private mutating func change(_ index: Int, _ body: (inout Frame) -> Void) -> Bool {
    if frames[index] == nil { frameOrder.append(index) }
    var frame = frames[index] ?? Frame()
    body(&frame)
    let limit = Self.maximumPerFrame
    guard
      frame.mentions.count <= limit, frame.clicks.count <= limit, frame.markers.count <= limit,
      frame.cues.count <= limit, frame.interests.count <= limit, frame.prices.count <= limit,
      frame.pulses.count <= limit
    else { return false }
    frames[index] = frame
    lastFrame = max(lastFrame, index)
    return true
  }
}
