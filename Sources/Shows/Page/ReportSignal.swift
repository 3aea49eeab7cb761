internal import InventoryEngine
internal import LiveshelfCore
internal import Wording

/// A signal as the page shows it; `_zh`: in Chinese.
struct ReportSignal: Encodable {
  /// Without `liveshelf.`
  let type: String
  let at: Double
  let p: Int?
  /// It ends its situation.
  let over: Bool
  let title: String
  let title_zh: String
  let reason: String
  let reason_zh: String

  init(_ signal: SignalEntry, place: (SKU) -> Int?) {
    let data = signal.data
    type = Self.short(signal.type)
    at = data.detectedAt.tenths
    p = data.sku.flatMap(place)
    over = data.phase == .resolved
    let kind = SignalType(rawValue: signal.type)
    title = kind.map { [over] in Wording(.en).title(of: $0, isResolved: over) } ?? type
    title_zh = kind.map { [over] in Wording(.zh).title(of: $0, isResolved: over) } ?? type
    reason = String((data.reason ?? "").prefix(400))
    reason_zh = String((data.reasonZh ?? "").prefix(400))
  }

  static func short(_ type: String) -> String {
    type.hasPrefix("liveshelf.") ? String(type.dropFirst(10)) : type
  }
}

/// What a type of signals, or a state of products, is called.
struct ReportSignalType: Encodable {
  let type: String
  let en: String
  let zh: String

  static let all = SignalType.allCases.map {
    ReportSignalType(
      type: ReportSignal.short($0.rawValue), en: Wording(.en).title(of: $0), zh: Wording(.zh).title(of: $0))
  }
  static let states = ProductState.allCases.map {
    ReportSignalType(type: $0.rawValue, en: Wording(.en).name(of: $0), zh: Wording(.zh).name(of: $0))
  }
}
