import ArgumentParser
import Intake

/// What the columns of the tables mean, where their headers don't tell.
struct TableOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What the orders' columns mean, such as 'order_id=单号,created_time=下单时间,qty=件数,sku=货号' or 'preset=douyin,sku=商品ID,dates=mdy,zone=-07:00'. Known exports need none.",
      valueName: "mapping"))
  var orderColumns: OrderColumns?

  @Option(
    help: ArgumentHelp(
      "What the stock's columns mean, such as 'sku=商家编码,on_hand=可用数,time=2026-04-10T19:00:00+08:00'.",
      valueName: "mapping"),
    transform: { try ColumnMapping.parse($0, columns: InventoryReader.columnNames) })
  var inventoryColumns: ColumnMapping?

  @Option(
    help: ArgumentHelp("What the transactions' columns mean, such as 'type=单据类型,qty=数量'.", valueName: "mapping"),
    transform: { try ColumnMapping.parse($0, columns: TransactionReader.columnNames) })
  var transactionColumns: ColumnMapping?

  @Option(
    help: ArgumentHelp(
      "How the tables write numbers: 1,299.00 or 1.299,00. Without it, each file tells.", valueName: "example"),
    transform: { text in
      guard let style = NumberStyle(example: text) else {
        throw ValidationError("'\(text)' does not tell; write 1,299.00 or 1.299,00")
      }
      return style
    })
  var numbers: NumberStyle?

  var orders: OrderColumns? {
    guard let numbers else { return orderColumns }
    var columns = orderColumns ?? OrderColumns()
    columns.numbers = numbers
    return columns
  }
  var inventory: ColumnMapping? { told(inventoryColumns) }
  var transactions: ColumnMapping? { told(transactionColumns) }

  private func told(_ mapping: ColumnMapping?) -> ColumnMapping? {
    guard let numbers else { return mapping }
    var mapping = mapping ?? ColumnMapping()
    mapping.numbers = numbers
    return mapping
  }
}
