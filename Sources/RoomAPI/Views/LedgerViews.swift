public import InventoryEngine
public import LiveshelfCore

/// What the ledger remarked about an input.
public struct LedgerNoticeView: Codable, Hashable, Sendable {
  /// Such as `unknown_cell`.
  public var code: String
  /// The event or transaction; nil: it is about a snapshot.
  @Nullable public var id: String?
  @Nullable public var sku: String?
  @Nullable public var warehouse: String?
  /// What is the matter and what to do about it.
  public var message: String

  public init(_ notice: LedgerNotice, offset: ZoneOffset = .china) {
    code = notice.code
    id = notice.causeID
    sku = notice.cell?.sku.text
    warehouse = notice.cell?.warehouse
    message = notice.text(in: offset)
  }
}

/// What the ledger remarked at one place in a show.
public struct LedgerRemarkView: Codable, Hashable, Sendable {
  /// The last one.
  public var notice: LedgerNoticeView
  /// How often it came.
  public var count: Int
  /// When it last came, in stream time.
  public var at: Double

  public init(notice: LedgerNoticeView, count: Int, at: Double) {
    self.notice = notice
    self.count = count
    self.at = at
  }
}

/// A stock snapshot that differs from the ledger; a count of its moment with `counted` sets the ledger to it.
public struct StockDifferenceView: Codable, Hashable, Sendable {
  public var sku: String
  public var product: String
  public var warehouse: String
  /// RFC 3339: when it was counted.
  public var time: String
  /// Units by the snapshot, and by the ledger when the snapshot was read.
  public var counted: Int
  public var expected: Int
  /// The part of the difference that the snapshot before it showed too.
  public var standing: Int

  public init(
    sku: String, product: String, warehouse: String, time: String, counted: Int, expected: Int, standing: Int
  ) {
    self.sku = sku
    self.product = product
    self.warehouse = warehouse
    self.time = time
    self.counted = counted
    self.expected = expected
    self.standing = standing
  }
}

/// Where ledger and inputs do not fit together.
public struct LedgerStatus: Codable, Hashable, Sendable {
  /// Sorted by SKU and warehouse.
  public var differences: [StockDifferenceView]
  /// The newest first; at most 100.
  public var remarks: [LedgerRemarkView]

  public init(differences: [StockDifferenceView] = [], remarks: [LedgerRemarkView] = []) {
    self.differences = differences
    self.remarks = remarks
  }
}
