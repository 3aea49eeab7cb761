import LiveshelfCore

/// An attribution input in arrays: events in order of time, products by number, and for each event the stretches that may have
/// caused it.
struct PreparedShow: Sendable {
  let skus: [SKU]
  let events: [DemandEvent]
  /// Seconds of the stream.
  let times: [Double]
  let sku: [Int32]
  let marks: [OrderMark]
  let stretches: [Stretch]
  /// For each stretch the number of its presentation; nil: a passing mention.
  let presentationOf: [Int?]
  let presentations: [Presentation]
  /// The candidates of event i are `candidates[firstCandidate[i]..<firstCandidate[i + 1]]`.
  let candidates: [Int32]
  let firstCandidate: [Int]
  let showEnd: Double
  /// The time over which demand was watched.
  let from: Double
  let to: Double

  /// - Parameter delayChange: presentations after it are taken to have happened later by so much, as their viewers saw them.
  init(_ input: AttributionInput, delayChange: DelayChange? = nil) {
    let showEnd = max(input.showEnd.seconds, 0)
    self.showEnd = showEnd
    events = input.demand.sorted {
      ($0.time, $0.orderID, $0.sku) < ($1.time, $1.orderID, $1.sku)
    }
    times = events.map(\.time.seconds)
    let presentations = input.presentations.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    self.presentations = presentations
    var names = Set(events.map(\.sku))
    for presentation in presentations { names.insert(presentation.sku) }
    let skus = names.sorted()
    self.skus = skus
    let number = Dictionary(uniqueKeysWithValues: zip(skus, skus.indices))
    sku = events.map { Int32(number[$0.sku] ?? 0) }
    var numbering = OrderMarks(catalog: input.catalog)
    marks = events.map { numbering.mark(of: $0) }
    var stretches: [Stretch] = []
    var presentationOf: [Int?] = []
    for (index, presentation) in presentations.enumerated() {
      let start = presentation.start.seconds
      let end = max(presentation.end?.seconds ?? showEnd, start)
      var stretch = Stretch(sku: number[presentation.sku] ?? 0, start: start, end: end)
      // The last countdown counts: hosts count down again for another lot.
      stretch.countdown = input.countdowns.filter { cue in
        (cue.sku == nil || cue.sku == presentation.sku) && (start...(end + 5)).contains(cue.at.seconds)
      }.map(\.at.seconds).max()
      stretches.append(stretch)
      presentationOf.append(index)
    }
    for mention in input.passingMentions {
      guard let sku = number[mention.sku] else { continue }
      let at = mention.at.seconds
      // Named while it is presented, or just before or after: the presentation stands for it.
      let isCovered = stretches.contains { !$0.isMention && $0.sku == sku && at >= $0.start - 10 && at <= $0.end + 10 }
      if !isCovered {
        stretches.append(Stretch(sku: sku, start: at, end: at + 1, isMention: true))
        presentationOf.append(nil)
      }
    }
    if let delayChange {
      for index in stretches.indices where stretches[index].start >= delayChange.at.seconds {
        stretches[index].start += delayChange.change
        stretches[index].end += delayChange.change
        stretches[index].countdown = stretches[index].countdown.map { $0 + delayChange.change }
      }
    }
    self.stretches = stretches
    self.presentationOf = presentationOf
    from = times.first ?? 0
    to = max(times.last ?? showEnd, from + 1)

    var ofSKU = [[Int32]](repeating: [], count: skus.count)
    for (index, stretch) in stretches.enumerated() { ofSKU[stretch.sku].append(Int32(index)) }
    var candidates: [Int32] = []
    var firstCandidate = [0]
    firstCandidate.reserveCapacity(events.count + 1)
    for index in events.indices {
      for candidate in ofSKU[Int(sku[index])] {
        let stretch = stretches[Int(candidate)]
        if times[index] >= stretch.start, times[index] < stretch.start + LagTable.horizon {
          candidates.append(candidate)
        }
      }
      firstCandidate.append(candidates.count)
    }
    self.candidates = candidates
    self.firstCandidate = firstCandidate
  }

  /// The cause under which the marks of an event without a presentation are counted.
  func baselineCause(_ index: Int) -> MarkTable.Cause {
    times[index] >= 0 && times[index] < showEnd + 300 ? .during : .outside
  }
}
