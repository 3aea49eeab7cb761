import Foundation

/// Two files of one export: one with the orders and their times, one with their lines. The orders' numbers are in both.
struct OrderFilePair {
  var orders: URL
  var lines: URL

  /// The two files, in their roles; nil: the file tells all by itself.
  ///
  /// - Parameter other: the second file, where the user names one.
  /// - Throws: `halfOfOrders` where a file lacks the one or the other and there is no second file.
  static func find(_ url: URL, _ other: URL?, _ columns: OrderColumns?) throws(IntakeError) -> OrderFilePair? {
    if let other {
      let own = try Contents(url, columns)
      return own.hasProducts && !own.hasTimes
        ? OrderFilePair(orders: other, lines: url) : OrderFilePair(orders: url, lines: other)
    }
    guard let own = try? Contents(url, columns), own.hasNumbers, own.hasProducts != own.hasTimes else { return nil }
    let needed = own.hasProducts
    for name in names(like: url) {
      guard FileManager.default.fileExists(atPath: name.path), let found = try? Contents(name, columns),
        found.hasNumbers, needed ? found.hasTimes : found.hasProducts
      else { continue }
      return needed ? OrderFilePair(orders: name, lines: url) : OrderFilePair(orders: url, lines: name)
    }
    throw .halfOfOrders(
      file: url.lastPathComponent,
      lacks: needed
        ? "it has the orders' products and not when they were made (no column such as 订单创建时间, created_time)"
        : "it has orders and not their products (no column such as 商家编码, sku)",
      found: own.header,
      remedy: needed
        ? "give the list of the orders too, as Taobao's ExportOrderList: --orders LIST --order-lines THIS; or map the column with "
          + "--order-columns created_time=COLUMN"
        : "give the details of the orders too, as Taobao's ExportOrderDetailList: --orders THIS --order-lines DETAILS; or map the "
          + "column with --order-columns sku=COLUMN")
  }

  /// What one of two files has in its name and the other not.
  private static let words = [
    ("DetailList", "List"), ("detail_list", "list"), ("订单明细", "订单列表"), ("宝贝", "订单"), ("明细", "列表"), ("明细", ""),
    ("详情", ""),
    ("宝贝", ""), ("_details", ""), ("-details", ""), ("_items", ""), ("-items", ""), ("_lines", ""), ("-lines", ""),
  ]

  private static func names(like url: URL) -> [URL] {
    let (folder, name) = (url.deletingLastPathComponent(), url.lastPathComponent)
    let others = words.flatMap { lines, orders -> [String] in
      if name.contains(lines) { return [name.replacing(lines, with: orders)] }
      return !orders.isEmpty && name.contains(orders) ? [name.replacing(orders, with: lines)] : []
    }
    return others.filter { $0 != name }.map { folder.appending(path: $0) }
  }

  /// What a file's header has.
  private struct Contents {
    var header: [String]
    var hasNumbers: Bool
    var hasProducts: Bool
    var hasTimes: Bool

    init(_ url: URL, _ columns: OrderColumns?) throws(IntakeError) {
      var source = try ByteSource(url)
      guard source.isRepeatable else {
        (header, hasNumbers, hasProducts, hasTimes) = ([], true, true, true)
        return
      }
      var parser = OrderParser.records(source.name, columns, hasOrders: true)
      var isAtEnd = false
      while try parser.next(atEnd: isAtEnd) == nil, !isAtEnd {
        let bytes = try source.read(limit: 1 << 17)
        isAtEnd = bytes.isEmpty
        parser.append(bytes)
      }
      header = parser.header
      // JSON Lines and events are complete, or say what they lack.
      let isOther = header.isEmpty || (columns ?? OrderColumns()).preset(for: header).layout == .event
      hasNumbers = parser.has(OrderField.orderID.index)
      hasProducts = isOther || [OrderField.sku, .skuID, .productID].contains { parser.has($0.index) }
      hasTimes = isOther || parser.has(OrderField.createdTime.index)
    }
  }
}
