import Foundation
import LiveshelfCore
import Testing

@testable import Intake

/// Stock and its movements as ERPs and shops export them.
@Suite struct StockExportTests {
  static let opening = WallTime(microseconds: 1_775_822_400_000_000)

  static func stock(_ text: String, mapping: String = "", counted: WallTime? = opening) throws -> InventoryFile {
    let file = try TemporaryFile(text, name: "stock.csv")
    return try InventoryReader.read(
      file.url, mapping: try .parse(mapping, columns: InventoryReader.columnNames), counted: counted)
  }

  static func text(_ row: StockSnapshot) -> String {
    "\(row.sku)|\(row.option)|\(row.warehouse)|\(row.onHand)|\(row.reserved)|\(row.inTransit)|\(row.safetyStock)"
  }

  @Test(arguments: [
    // 聚水潭
    ("商品编码,商品名称,颜色规格,仓库,实际库存数,订单占有数,可用数,采购在途数,安全库存下限", "A-1,杯,黑,广州,120,3,117,9,5", "A-1||广州|117|3|9|5"),
    // 旺店通
    ("商家编码,货品名称,规格名称,仓库名称,库存量,待发货量,可发库存,采购在途量,警戒库存", "A-1,杯,黑,广州,\"1,200\",3,\"1,197\",9,5", "A-1||广州|1197|3|9|5"),
    // 千牛, 抖店
    ("商品ID,商家编码,商品标题,可售库存", "361,A-1,杯,40", "A-1|||40|0|0|0"),
    ("商品ID,商家编码,商品名称,规格,库存数量,预占库存", "361,,杯,黑,40,1", "361|||40|1|0|0"),
    // Shopify
    (
      "Handle,Title,Option1 Value,SKU,Location,Incoming (not editable),Committed (not editable),Available (not editable),On hand (current),On hand (new)",
      "b,B,Black,A-1,Main,2,3,117,120,", "A-1||Main|117|3|2|0"
    ),
  ])
  func exportsAreKnownByTheirHeaders(_ header: String, _ row: String, _ expected: String) throws {
    let file = try Self.stock("\(header)\n\(row)\n")
    #expect(file.rejected.isEmpty)
    #expect(file.snapshots.map(Self.text) == [expected])
    #expect(file.snapshots.first?.time == Self.opening)
    #expect(file.notes.contains { $0.contains("counted") })
  }

  @Test func withoutATimeAnywhereTheFileIsRefused() {
    #expect(throws: IntakeError.self) { try Self.stock("商家编码,库存\nA-1,4\n", counted: nil) }
    #expect(throws: IntakeError.self) { try Self.stock("商家编码,名称\nA-1,4\n") }
  }

  @Test func aMappingNamesColumnsAndTheMoment() throws {
    let file = try Self.stock(
      "编号,甲,乙\nA-1,4,5\n", mapping: "sku=编号,on_hand=乙,time=2026-04-10T19:00:00+08:00", counted: nil)
    #expect(file.snapshots.map(\.onHand) == [5])
    #expect(file.snapshots.first?.time == WallTime.parse("2026-04-10T19:00:00+08:00")?.time)
    #expect(throws: ColumnMappingError.self) {
      try ColumnMapping.parse("stock=x", columns: InventoryReader.columnNames)
    }
  }

  @Test func piecesInSeveralBinsAreOneCount() throws {
    let file = try Self.stock("商家编码,仓库,货位,库存量\nA-1,广州,01-02,4\nA-1,广州,01-03,6\nA-1,杭州,01-02,1\n")
    #expect(file.snapshots.map(\.onHand) == [10, 1])
  }

  @Test func optionsStayWhereOneCodeHasSeveral() throws {
    let file = try Self.stock("商品编码,规格,库存\nA,颜色：黑色,4\nA,颜色：白色,6\nB,颜色：白色,1\n")
    #expect(file.snapshots.map(\.option) == ["黑色", "白色", ""])
  }

  @Test func decimalCommasAreNeverThousands() throws {
    let file = try Self.stock(
      "snapshot_time;sku;warehouse;on_hand\n2026-04-10 19:00;A;W;40,00\n2026-04-10 19:00;B;W;7,25\n2026-04-10 19:00;C;W;2.500\n"
    )
    #expect(file.snapshots.map(\.onHand) == [40, 2500])
    #expect(file.rejected.map(\.line) == [3])
    let points = try Self.stock(
      "snapshot_time,sku,warehouse,on_hand\n2026-04-10 19:00,A,W,\"1,200\"\n2026-04-10 19:00,B,W,12.000\n")
    #expect(points.snapshots.map(\.onHand) == [1200, 12])
  }

  @Test func negativeStockIsRefusedWithItsLine() throws {
    let file = try Self.stock("snapshot_time,sku,warehouse,on_hand\n2026-04-10 19:00,A,W,-3\n2026-04-10 19:00,B,W,3\n")
    #expect(file.rejected.map(\.line) == [2])
    #expect(file.snapshots.count == 1)
  }

  @Test func movementsOfAnERPAreKnownByTheirWords() throws {
    let text = """
      单据编号,单据类型,商品编码,仓库,调入仓库,数量,业务时间
      RK1,采购入库,A,广州,,30,2026-04-10 19:00:00
      DB1,调拨出库,A,广州,杭州,-5,2026-04-10 19:10:00
      BS1,报损,A,广州,,-2,2026-04-10 19:20:00
      PK1,盘亏,A,广州,,1,2026-04-10 19:30:00
      XS1,销售出库,A,广州,,9,2026-04-10 19:40:00
      TH1,销售退货入库,A,广州,,4,2026-04-10 19:50:00
      ZZ1,不明,A,广州,,4,2026-04-10 19:50:00
      """
    let file = try TemporaryFile(text, name: "moves.csv")
    let read = try TransactionReader.read(file.url)
    #expect(
      read.transactions.map(\.change) == [
        .receipt(warehouse: "广州", quantity: 30), .transfer(from: "广州", to: "杭州", quantity: 5, arrival: nil),
        .damage(warehouse: "广州", quantity: 2), .adjustment(warehouse: "广州", units: -1),
        .returnReceived(warehouse: "广州", quantity: 4, resellable: 4, orderID: ""),
      ])
    #expect(read.rejected.map(\.line) == [8])
    #expect(read.notes.contains { $0.contains("1 rows are pieces that were sent") })
  }
}
