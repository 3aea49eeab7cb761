import Foundation
public import LiveshelfCore

/// What may have caused an order, with probabilities that sum to 1.
public struct OrderAttribution: Hashable, Sendable {
  public struct Cause: Hashable, Sendable {
    public var presentationID: String
    /// 0…1.
    public var probability: Double
  }
  public var orderID: String
  public var sku: SKU
  /// Presentations, the likeliest first; those below one in a million are left out, but for the first.
  public var causes: [Cause]
  /// The probability that no presentation caused it.
  public var baseline: Double

  /// The probability that some presentation caused it.
  public var presented: Double { 1 - baseline }
}

extension AttributionFit {
  /// One row for each order (refused ones are no orders), in order of time.
  public var orders: [OrderAttribution] {
    show.events.indices.compactMap { index in
      show.events[index].isOrder ? attribution(index) : nil
    }
  }

  private func attribution(_ index: Int) -> OrderAttribution {
    let event = show.events[index]
    var baseline = baselineProbabilities[index]
    var causes: [OrderAttribution.Cause] = []
    for place in show.firstCandidate[index]..<show.firstCandidate[index + 1] {
      let probability = responsibilities[place]
      if let presentation = show.presentationOf[Int(show.candidates[place])] {
        causes.append(.init(presentationID: show.presentations[presentation].id, probability: probability))
      } else {
        // A word in passing is no presentation.
        baseline += probability
      }
    }
    causes.sort { ($0.probability, $1.presentationID) > ($1.probability, $0.presentationID) }
    let kept = causes.enumerated().filter { $0.offset == 0 || $0.element.probability >= 1e-6 }.map(\.element)
    return OrderAttribution(orderID: event.orderID, sku: event.sku, causes: kept, baseline: min(baseline, 1))
  }
}

extension AttributionFit: DemandRates {
  public func rate(of sku: SKU, at time: StreamTime) -> (baseline: Double, demand: Double)? {
    guard let index = show.skus.firstIndex(of: sku) else { return nil }
    let t = time.seconds
    let baseline = baseRates[index] * drift.factor(at: t) * 60
    var demand = baseline
    for (place, stretch) in show.stretches.enumerated() where stretch.sku == index {
      let response = stretch.response(t, shape)
      demand += amplitudes[place] * (response.even + response.climax) * 60
    }
    return (baseline, demand)
  }
}

extension AttributionFit {
  /// The fitted parameters, for people who want to see them.
  public var summary: String {
    func short(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
    let lag = lag
    let pulses = unexplainedPulses.map { "\($0.sku) at \($0.start)" }.joined(separator: ", ")
    return """
      viewer delay \(short(shape.lag.viewerDelay)) s, decision lag mu \(short(shape.lag.mu)) sigma \
      \(short(shape.lag.sigma)) q \(short(shape.lag.q)); lag p10 \(lag.p10) p50 \(lag.p50) \
      (\(lag.p50Interval.lowerBound)...\(lag.p50Interval.upperBound)) p90 \(lag.p90) s
      climax share \(short(shape.climaxShareHeard)) heard, \(short(shape.climaxShareUnheard)) unheard, \
      \(short(shape.climaxBeforeEnd)) s before the end
      unexplained pulses: \(pulses.isEmpty ? "none" : pulses)
      delay change: \(delayChange.map { "\($0.change) s at \($0.at)" } ?? "none")
      orders caused by a presentation \(short(presentationPrior.mean)) (prior shape \(short(presentationPrior.shape)))
      product lags: \(productLags.map { "\($0.sku) x\(short($0.factor))" }.joined(separator: ", "))
      """
  }
}
