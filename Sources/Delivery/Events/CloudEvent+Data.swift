internal import LiveshelfCore
internal import Wording

extension CloudEvent {
  /// The fields that every signal has, and those of its type.
  static func data(of signal: Signal, in offset: ZoneOffset) -> [String: JSONValue] {
    var data: [String: JSONValue] = [
      "room": .string(signal.room.text), "sku": .string(signal.sku?.text ?? ""), "product": .string(signal.product),
      "detected_at": number(signal.detectedAt.seconds, places: 3), "confidence": number(signal.confidence, places: 3),
      "reason": .string(Wording(.en).sentence(of: signal.reason)),
      "reason_zh": .string(Wording(.zh).sentence(of: signal.reason)),
      "reason_codes": .array(signal.reason.codes.map { .string($0) }),
    ]
    if let situation = signal.situation {
      data["situation"] = .string(situation.name)
      data["phase"] = .string(situation.phase.rawValue)
    }
    return data.merging(details(of: signal.kind, in: offset)) { $1 }
  }

  private static func details(of kind: SignalKind, in offset: ZoneOffset) -> [String: JSONValue] {
    switch kind {
    case .presentationStarted(let id), .presentationEnded(let id): ["presentation_id": .string(id)]
    case .demandSurge(let rate, let expected):
      ["demand_rate": number(rate, places: 3), "expected_rate": number(expected, places: 3)]
    case .stockoutPredicted(let eta, let low, let high, let available):
      [
        "eta_s": number(eta, places: 1), "eta_lo_s": number(low, places: 1), "eta_hi_s": number(high, places: 1),
        "available": .integer(Int64(available)),
      ]
    case .stockDepleted(let available), .oversold(let available): ["available": .integer(Int64(available))]
    case .warehouseLow(let warehouse, let available, let from, let quantity):
      [
        "warehouse": .string(warehouse), "available": .integer(Int64(available)), "transfer_from": .string(from),
        "transfer_qty": .integer(Int64(quantity)),
      ]
    case .slowMoving(let days): ["days_of_cover": days.map { number($0, places: 1) } ?? .null]
    case .replenishmentRecommended(let quantity, let neededBy, let leadTime, let serviceLevel):
      [
        "quantity": .integer(Int64(quantity)), "needed_by": .string(neededBy.formatted(in: offset)),
        "lead_time_s": number(leadTime), "service_level": number(serviceLevel),
      ]
    case .priceReviewRecommended(let advice): ["suggestion": .string(Wording(.en).text(of: advice))]
    case .nextProductRecommended(let ranking): ["ranking": .array(ranking.map { .string($0.text) })]
    case .questionTrending(let intent, let count, let example):
      ["intent": .string(intent), "count": .integer(Int64(count)), "example": .string(example)]
    case .feedDegraded(let feed, let lag), .feedRecovered(let feed, let lag):
      ["feed": .string(feed), "lag_s": lag.map { number($0, places: 1) } ?? .null]
    }
  }

  /// Rounded to so many decimals.
  static func number(_ value: Double, places: Int) -> JSONValue {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (value * scale).rounded() / scale
    return number(scaled.isFinite ? scaled : value)
  }

  /// Infinities and NaN, which JSON cannot hold, become zero. Whole numbers are integers, as they are when they are read
  /// again.
  private static func number(_ value: Double) -> JSONValue {
    guard value.isFinite else { return .integer(0) }
    return value == value.rounded() && abs(value) < 1e15 ? .integer(Int64(value)) : .number(value)
  }
}
