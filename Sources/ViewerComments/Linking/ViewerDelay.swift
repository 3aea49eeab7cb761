internal import Foundation
public import LiveshelfCore

/// Learns by how much viewers see the stream late, from comments that tell by themselves which products they may be
/// about: for each delay it counts how often one of them was on stage at the viewer's moment.
///
/// Starts from the usual delay of players and moves as evidence comes in.
public struct ViewerDelay: Sendable {
  private static let longest = 30
  /// Standard deviation of players' delays around the usual one, in seconds.
  private static let spread = 6.0
  /// The log-odds that such a comment is about what is on stage; comments about other things weigh all delays alike.
  private static let trust = 1.5

  private var hits = [Int](repeating: 0, count: longest + 1)
  /// Comments that told one delay from another.
  public private(set) var evidence = 0

  public init() {}

  /// The mean over all delays of 0…30 s, each weighed by its probability.
  public var seconds: Double {
    let logs = hits.enumerated().map { delay, count in
      let away = (Double(delay) - StageTimeline.usualViewerDelay) / Self.spread
      return Double(count) * Self.trust - away * away / 2
    }
    let top = logs.max() ?? 0
    let weights = logs.map { exp($0 - top) }
    let sum = weights.reduce(0, +)
    return weights.enumerated().reduce(0.0) { $0 + Double($1.offset) * $1.element } / sum
  }

  /// - Parameters:
  ///   - products: those that the comment names, or that have the option that it names.
  ///   - time: when the comment came.
  public mutating func observe(_ products: [SKU], at time: StreamTime, on stage: StageTimeline) {
    guard !products.isEmpty else { return }
    let fits = hits.indices.map { delay in
      stage.product(at: time - (Double(delay) + StageTimeline.writingTime)).map { products.contains($0) } ?? false
    }
    guard fits.contains(true), fits.contains(false) else { return }
    evidence += 1
    for delay in hits.indices where fits[delay] { hits[delay] += 1 }
  }
}

extension CommentInterpreter {
  /// The products that a comment may be about by its own words: the one that it names, or all that have its option.
  public func candidates(_ text: String) -> [SKU] {
    let finding = linker.find(in: FoldedText(text))
    let places = finding.products.isEmpty ? finding.options.first?.products ?? [] : finding.products
    return places.map { catalog.products[$0].sku }
  }
}
