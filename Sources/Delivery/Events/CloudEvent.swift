internal import Foundation
public import LiveshelfCore

/// A signal as a CloudEvents 1.0 event in structured JSON mode (CloudEvents 1.0.2 §3, JSON event format 1.0.2).
public struct CloudEvent: Sendable {
  private let signal: Signal
  private let offset: ZoneOffset

  /// - Parameter offset: the offset from UTC in which times are written.
  public init(_ signal: Signal, in offset: ZoneOffset) {
    self.signal = signal
    self.offset = offset
  }

  /// The event on one line, keys sorted, without a line break at the end.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(Envelope(signal, in: offset)), as: UTF8.self)
  }
}

/// The attributes of the event.
private struct Envelope: Encodable {
  let specversion = "1.0"
  let id: String
  let source: String
  let type: String
  /// CloudEvents wants a subject that is not empty: signals about a source name the source.
  let subject: String
  let time: String
  let datacontenttype = "application/json"
  let data: Payload

  init(_ signal: Signal, in offset: ZoneOffset) {
    id = signal.id
    source = "/rooms/\(signal.room)"
    type = signal.kind.type
    subject =
      switch signal.kind {
      case .feedDegraded(let feed, _), .feedRecovered(let feed, _): feed
      default: signal.sku?.text ?? signal.room.text
      }
    time = signal.time.formatted(in: offset)
    data = Payload(signal: signal, offset: offset)
  }
}

/// The event's data: the fields that every signal has, and those of its type.
private struct Payload: Encodable {
  let signal: Signal
  let offset: ZoneOffset

  private enum Key: String, CodingKey {
    case room, sku, product, confidence, reason, available, warehouse, quantity, suggestion, ranking, intent, count
    case example, feed, situation, phase
    case detectedAt = "detected_at"
    case presentationID = "presentation_id"
    case demandRate = "demand_rate"
    case expectedRate = "expected_rate"
    case eta = "eta_s"
    case etaLow = "eta_lo_s"
    case etaHigh = "eta_hi_s"
    case transferFrom = "transfer_from"
    case transferQuantity = "transfer_qty"
    case daysOfCover = "days_of_cover"
    case neededBy = "needed_by"
    case leadTime = "lead_time_s"
    case serviceLevel = "service_level"
    case lag = "lag_s"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(signal.room.text, forKey: .room)
    try container.encode(signal.sku?.text ?? "", forKey: .sku)
    try container.encode(signal.product, forKey: .product)
    try container.encode(signal.detectedAt, forKey: .detectedAt)
    try container.encode(signal.confidence.rounded(toPlaces: 3), forKey: .confidence)
    try container.encode(signal.reason, forKey: .reason)
    try container.encodeIfPresent(signal.situation?.name, forKey: .situation)
    try container.encodeIfPresent(signal.situation?.phase, forKey: .phase)
    try encodeDetails(into: &container)
  }

  private func encodeDetails(into container: inout KeyedEncodingContainer<Key>) throws {
    switch signal.kind {
    case .presentationStarted(let id), .presentationEnded(let id):
      try container.encode(id, forKey: .presentationID)
    case .demandSurge(let rate, let expected):
      try container.encode(rate.rounded(toPlaces: 3), forKey: .demandRate)
      try container.encode(expected.rounded(toPlaces: 3), forKey: .expectedRate)
    case .stockoutPredicted(let eta, let low, let high, let available):
      try container.encode(eta.rounded(toPlaces: 1), forKey: .eta)
      try container.encode(low.rounded(toPlaces: 1), forKey: .etaLow)
      try container.encode(high.rounded(toPlaces: 1), forKey: .etaHigh)
      try container.encode(available, forKey: .available)
    case .stockDepleted(let available), .oversold(let available):
      try container.encode(available, forKey: .available)
    case .warehouseLow(let warehouse, let available, let from, let quantity):
      try container.encode(warehouse, forKey: .warehouse)
      try container.encode(available, forKey: .available)
      try container.encode(from, forKey: .transferFrom)
      try container.encode(quantity, forKey: .transferQuantity)
    case .slowMoving(let days):
      try container.encode(days?.rounded(toPlaces: 1), forKey: .daysOfCover)
    case .replenishmentRecommended(let quantity, let neededBy, let leadTime, let serviceLevel):
      try container.encode(quantity, forKey: .quantity)
      try container.encode(neededBy.formatted(in: offset), forKey: .neededBy)
      try container.encode(leadTime, forKey: .leadTime)
      try container.encode(serviceLevel, forKey: .serviceLevel)
    case .priceReviewRecommended(let suggestion):
      try container.encode(suggestion, forKey: .suggestion)
    case .nextProductRecommended(let ranking):
      try container.encode(ranking, forKey: .ranking)
    case .questionTrending(let intent, let count, let example):
      try container.encode(intent, forKey: .intent)
      try container.encode(count, forKey: .count)
      try container.encode(example, forKey: .example)
    case .feedDegraded(let feed, let lag), .feedRecovered(let feed, let lag):
      try container.encode(feed, forKey: .feed)
      try container.encode(lag?.rounded(toPlaces: 1), forKey: .lag)
    }
  }
}

extension Double {
  /// Rounded to so many decimals; infinities and NaN, which JSON cannot hold, become zero.
  fileprivate func rounded(toPlaces places: Int) -> Double {
    guard isFinite else { return 0 }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    return (self * scale).rounded() / scale
  }
}
