internal import Foundation

/// The intent of a comment by a linear model over pieces of one to three tokens, with names and numbers masked.
struct IntentModel: Sendable {
  /// Read once; immutable.
  static let standard = IntentModel()

  private let model = LinearModel(PackageResources.intent_tsv)

  /// The likeliest intent and its probability.
  func classify(_ tokens: [String]) -> (intent: ViewerIntent, confidence: Double) {
    let scores = model.scores(Self.features(tokens))
    guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }) else { return (.noise, 0) }
    let sum = scores.reduce(0.0) { $0 + exp(Double($1 - scores[best])) }
    return (ViewerIntent(rawValue: model.labels[best]) ?? .noise, 1 / sum)
  }

  /// All pieces of one to three tokens, with marks for the beginning and the end.
  private static func features(_ tokens: [String]) -> [String] {
    let parts = ["^"] + tokens + ["$"]
    var features: [String] = []
    features.reserveCapacity(parts.count * 3)
    for start in parts.indices {
      var piece = parts[start]
      features.append(piece)
      for end in (start + 1)..<(start + 3) where end < parts.count {
        piece += " " + parts[end]
        features.append(piece)
      }
    }
    return features
  }
}
