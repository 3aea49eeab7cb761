internal import LiveshelfCore

extension SignalType {
  /// The fields of `data` that all types have.
  static let commonFields: [SignalField] = [
    .text("room", "The room's name."),
    .text("sku", "The product; empty for signals about a source."),
    .text("product", "The product's name; empty for signals about a source."),
    .number("detected_at", least: nil, "Stream time of the last input that was known when it was decided, in seconds."),
    .number("confidence", most: 1, "0 to 1."),
    .text("reason", "One sentence that an operator understands, in English."),
    .text("reason_zh", "The same in Chinese."),
    .texts("reason_codes", "Words for programs that tell why: stable, and more may come."),
    .text("situation", "Ties the signals of one lasting situation together; absent for what happens in a moment.")
      .optional,
    .choice("phase", ["raised", "updated", "resolved"], "Where the situation stands; there with `situation`.").optional,
  ]

  /// The fields of `data` that this type adds.
  var fields: [SignalField] {
    switch self {
    case .presentationStarted, .presentationEnded:
      [.text("presentation_id", "The same for the start and the end of a presentation.")]
    case .demandSurge:
      [.number("demand_rate", "Orders a minute."), .number("expected_rate", "Orders a minute that were expected.")]
    case .stockoutPredicted:
      [
        .number("eta_s", "Seconds from `time` until nothing is left."),
        .number("eta_lo_s", "Lower end of its 95 % interval."),
        .number("eta_hi_s", "Upper end of its 95 % interval."),
        .integer("available", "Units left over all warehouses."),
      ]
    case .stockDepleted: [.integer("available", "Units left: none, or fewer when orders promise more.")]
    case .oversold: [.integer("available", "Units left; negative when orders promise more than there is.")]
    case .warehouseLow:
      [
        .text("warehouse", "The warehouse that runs short."), .integer("available", "Units left in it."),
        .text("transfer_from", "The warehouse that can give."), .integer("transfer_qty", "Units to transfer."),
      ]
    case .slowMoving: [.numberOrNull("days_of_cover", "Days for which stock lasts; null when nothing sells.")]
    case .replenishmentRecommended:
      [
        .integer("quantity", "Units to order."), .time("needed_by", "When they must be there."),
        .number("lead_time_s", "Seconds from the order to the arrival."),
        .number("service_level", most: 1, "The probability of not running out that the quantity aims at, 0 to 1."),
      ]
    case .priceReviewRecommended: [.text("suggestion", "What to do about the price.")]
    case .nextProductRecommended: [.texts("ranking", "SKUs, the best first.")]
    case .questionTrending:
      [
        .text("intent", "What the question is about, such as stock or size."),
        .integer("count", "How often it was asked lately."), .text("example", "One of the comments."),
      ]
    case .feedDegraded, .feedRecovered:
      [.text("feed", "The source."), .numberOrNull("lag_s", "Seconds that it is behind; null when unknown.")]
    }
  }
}
