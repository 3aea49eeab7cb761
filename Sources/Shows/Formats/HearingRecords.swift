internal import Foundation
internal import LiveshelfCore
internal import Wording

/// A line of transcript.jsonl.
struct TranscriptRecord: Encodable {
  let start: StreamTime
  let end: StreamTime
  let text: String
  let detected_at: StreamTime

  init(_ line: TranscriptLine) {
    (start, end, text, detected_at) = (line.start, line.end, line.text, line.detectedAt)
  }
}

/// A line of mentions.jsonl.
struct MentionRecord: Encodable {
  let sku: SKU
  let text: String
  let name: String
  let kind: MentionKind
  let start: StreamTime
  let end: StreamTime
  let confidence: Double
  let detected_at: StreamTime

  init(_ mention: Mention) {
    (sku, text, name, kind) = (mention.sku, mention.heard, mention.name, mention.kind)
    (start, end, detected_at) = (mention.start, mention.end, mention.detectedAt)
    confidence = (mention.confidence * 1000).rounded() / 1000
  }
}

/// A line of markers.jsonl.
struct MarkerRecord: Encodable {
  let marker: String
  let start: StreamTime
  let end: StreamTime
  let score: Double
  let detected_at: StreamTime

  init(_ hit: MarkerHit) {
    (marker, start, end, detected_at) = (hit.marker, hit.start, hit.end, hit.detectedAt)
    score = (hit.score * 1000).rounded() / 1000
  }
}

/// A line of comments.jsonl: a viewer's comment that was let in, without its writer and without personal data.
struct CommentRecord: Encodable {
  let at: StreamTime
  let text: String
  let intent: String
  let sku: SKU?

  init(_ text: String, at time: StreamTime, intent: String, sku: SKU?) {
    (at, self.text, self.intent, self.sku) = (time, PersonalData.redacted(text), intent, sku)
  }
}

/// A line of presentations.jsonl.
struct PresentationRecord: Encodable {
  let id: String
  let sku: SKU
  let start: StreamTime
  let end: StreamTime
  let confidence: Double
  let announced_at: StreamTime
  let detected_at: StreamTime
  let reason: String
  let reason_zh: String
  /// Absent: it stands.
  let withdrawn_at: StreamTime?

  /// - Parameters:
  ///   - withdrawnAt: when it was taken back.
  ///   - decidedAt: how much of the stream was known when these boundaries were settled.
  init(_ presentation: Presentation, decidedAt: StreamTime, withdrawnAt: StreamTime? = nil) {
    withdrawn_at = withdrawnAt
    (id, sku, start) = (presentation.id, presentation.sku, presentation.start)
    end = presentation.end ?? decidedAt
    confidence = (presentation.confidence * 1000).rounded() / 1000
    (announced_at, detected_at) = (presentation.announcedAt, decidedAt)
    reason = Wording(.en).sentence(of: presentation.reasons)
    reason_zh = Wording(.zh).sentence(of: presentation.reasons)
  }
}

/// One object on one line, keys sorted: the same value always gives the same text.
func jsonLine(_ value: some Encodable, of what: String) throws(ReportError) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  do {
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  } catch {
    throw .encoding(what: what, reason: "\(error)")
  }
}
