internal import Foundation

/// Whether a text is pleased: a linear model over runs of one to three Chinese characters, learnt from reviews of goods.
///
/// For sentences and longer; what short comments want is told by their intent.
public enum SentimentModel {
  /// Read once; immutable.
  private static let model = LinearModel(PackageResources.sentiment_tsv)
  /// Longer texts are cut: as in training.
  private static let longest = 400
  /// Runs shorter than this say too little.
  static let shortestText = 8

  /// Above zero: pleased, below: displeased; the log-odds of being pleased.
  public static func score(_ text: some StringProtocol) -> Double {
    var features: [String] = []
    var clause: [Unicode.Scalar] = []
    func flush() {
      for start in clause.indices {
        var piece = String.UnicodeScalarView()
        for end in start..<min(start + 3, clause.count) {
          piece.append(clause[end])
          features.append(String(piece))
        }
      }
    }
    for scalar in text.unicodeScalars.prefix(longest) {
      if (0x4E00...0x9FFF).contains(scalar.value) {
        clause.append(scalar)
      } else {
        flush()
        clause = []
      }
    }
    flush()
    return Double(model.scores(features).first ?? 0)
  }
}
