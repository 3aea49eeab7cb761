import Foundation
import LiveshelfCore

/// Orders of a file that tells of no products, by their numbers: what the file of the lines is completed with (Taobao exports two).
struct OrderList: Sendable {
  /// What the two files tell for each other.
  static let fields: Set<OrderField> = [.sku, .createdTime]
  /// More orders than a merchant exports at once.
  static let maximumOrders = 2_000_000

  let file: String
  private var records: [String: Record] = [:]

  /// Reads the file of the orders.
  init(_ url: URL, columns: OrderColumns?) throws(IntakeError) {
    file = url.lastPathComponent
    let chosen = columns ?? OrderColumns()
    var reader = try RecordReader(try ByteSource(url)) { header in
      chosen.preset(for: header, given: Self.fields).shape(in: HeaderIndex(header))
    }
    while let parsed = try reader.next() {
      guard case .record(let record) = parsed else { continue }
      let id = record.text(OrderField.orderID.index)
      guard id.contains(where: \.isNumber) else { continue }
      guard records.count < Self.maximumOrders else {
        throw .tooLarge(file: file, limit: "\(Self.maximumOrders) orders", remedy: "export shorter periods")
      }
      records[id] = record
    }
  }

  /// Fills what a line's own file leaves empty; the problem when its order is not here.
  func complete(_ line: inout Record, _ names: [String]) -> FieldProblem? {
    let id = line.text(OrderField.orderID.index)
    guard id.contains(where: \.isNumber) else { return nil }
    guard let order = records[id] else {
      return FieldReader(record: line, names: names).problem(
        OrderField.orderID.index, "is not among the orders of \(file):", remedy: "export both files for the same period"
      )
    }
    for field in OrderField.allCases where field.isOfOrder && line.text(field.index).isEmpty {
      line.fields[field.index] = order.fields[field.index]
    }
    line.style.dateOrder = order.style.dateOrder
    line.style.years = order.style.years
    return nil
  }
}

extension OrderField {
  fileprivate var isOfOrder: Bool {
    Self.ofWholeOrder.contains(self)
      || [.tracking, .refundStatus, .refundedTime, .refundedAmount, .reason].contains(self)
  }
}
