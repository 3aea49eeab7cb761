import Foundation
import LiveshelfCore
import ProductMentions

/// mentions.jsonl as the file formats have it.
enum MentionFile {
  private struct Line: Encodable {
    var sku: SKU
    var text: String
    var name: String
    var kind: MentionKind
    var start: StreamTime
    var end: StreamTime
    var confidence: Double
    var detectedAt: StreamTime

    enum CodingKeys: String, CodingKey {
      case sku, text, name, kind, start, end, confidence
      case detectedAt = "detected_at"
    }
  }

  static func write(_ mentions: [Mention], to file: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var data = Data()
    for mention in mentions {
      let line = Line(
        sku: mention.sku, text: mention.heard, name: mention.name, kind: mention.kind, start: mention.start,
        end: mention.end, confidence: (mention.confidence * 10_000).rounded() / 10_000,
        detectedAt: mention.detectedAt)
      data += try encoder.encode(line)
      data.append(0x0A)
    }
    try data.write(to: file)
  }
}

/// The evidence of candidates, for fitting the confidence.
enum FeatureFile {
  static func write(
    _ judgements: [MentionFinder.Judgement], said: [Bool]? = nil, to file: URL
  ) throws {
    var text =
      "sku\tname\tbasis\tstart\tend\tconfidence\tdistance\tworst\tsyllables\texact_first\texact_other\tshare\tlog_ratio\trescored"
    text += "\tlead\teveryday\tcrosses\teveryday_word\tcue\tpresence\tcatalog_size\tproducts\theard\tsaid\n"
    for (index, judgement) in judgements.enumerated() {
      let (mention, evidence) = (judgement.mention, judgement.evidence)
      let fields: [String] = [
        mention.sku.text, mention.name, mention.basis.rawValue, "\(mention.start.seconds)", "\(mention.end.seconds)",
        "\(mention.confidence)", "\(evidence.distance)", "\(evidence.worst)", "\(evidence.syllables)",
        evidence.isExactInFirst ? "1" : "0", evidence.isExactInOther ? "1" : "0", "\(evidence.share)",
        "\(evidence.logRatio)", evidence.rescoredRatio.map { "\($0)" } ?? "", "\(evidence.lead)",
        "\(evidence.everydayShare)", evidence.crossesWord ? "1" : "0",
        evidence.isEverydayWord ? "1" : "0",
        "\(evidence.cue)",
        "\(evidence.presence)", "\(evidence.catalogSize)", "\(evidence.products)", mention.heard,
        said.map { $0[index] ? "1" : "0" } ?? "",
      ]
      text += fields.joined(separator: "\t") + "\n"
    }
    try text.write(to: file, atomically: true, encoding: .utf8)
  }
}
