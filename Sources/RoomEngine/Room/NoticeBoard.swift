internal import InventoryEngine
internal import LiveshelfCore

/// What the ledger remarked in a show: one line for each kind of remark and place, however often it comes. Memory is bounded.
struct NoticeBoard: Sendable {
  private struct Place: Hashable {
    var code: String
    var cell: StockCell?
  }

  /// More lines than anybody reads; then the line that was quiet for longest goes.
  private static let capacity = 100

  private var entries: [Place: LedgerRemark] = [:]

  mutating func note(_ notice: LedgerNotice, at time: StreamTime) {
    // A difference stands until it is answered, and is told of as long.
    if case .countDiffers = notice { return }
    let place = Place(code: notice.code, cell: notice.cell)
    if let known = entries[place] {
      entries[place] = LedgerRemark(notice: notice, count: known.count + 1, at: time)
      return
    }
    if entries.count >= Self.capacity, let oldest = entries.min(by: { Self.isBefore($0, $1) }) {
      entries[oldest.key] = nil
    }
    entries[place] = LedgerRemark(notice: notice, count: 1, at: time)
  }

  /// The newest first.
  var remarks: [LedgerRemark] { entries.sorted { Self.isBefore($1, $0) }.map(\.value) }

  private static func isBefore(_ left: (key: Place, value: LedgerRemark), _ right: (key: Place, value: LedgerRemark))
    -> Bool
  {
    guard left.value.at == right.value.at else { return left.value.at < right.value.at }
    guard left.key.code == right.key.code else { return left.key.code < right.key.code }
    guard let first = left.key.cell, let second = right.key.cell else {
      return left.key.cell == nil && right.key.cell != nil
    }
    return first < second
  }
}
