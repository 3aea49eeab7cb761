import Foundation
import TestSupport
import Testing

@Suite struct TurnoverCommandTests {
  /// What came into the warehouses counts as received: a shipment when it is due, and what they report besides.
  @Test func receiptsAndShipmentsAreReceived() throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ text: String, _ name: String) throws -> String {
      let url = folder.appending(path: name)
      try Data(text.utf8).write(to: url)
      return url.path
    }
    let day = "2026-04-10T"
    let catalog = try write("sku,name,live_price\nA1,保温杯,10\n", "catalog.csv")
    let inventory = try write(
      "snapshot_time,sku,warehouse,on_hand,in_transit,eta\n\(day)10:00:00+08:00,A1,GZ,5,40,\(day)11:00:00+08:00\n"
        + "\(day)10:00:00+08:00,A1,HZ,5,0,\n", "inventory.csv")
    let orders = try write(
      "event_id,order_id,event_type,sku,qty,unit_price,warehouse,event_time\n"
        + "e1,o1,created,A1,3,10,GZ,\(day)12:00:00+08:00\n", "orders.csv")
    let moves = try write(
      "id,type,sku,warehouse,to_warehouse,qty,event_time\nr1,receipt,A1,GZ,,50,\(day)11:30:00+08:00\n"
        + "t1,transfer,A1,GZ,HZ,4,\(day)11:40:00+08:00\nx,receipt,A1,GZ,,zwei,\(day)11:40:00+08:00\n", "moves.csv")
    let arguments = [
      "turnover", "--catalog", catalog, "--orders", orders, "--inventory", inventory, "--by", "warehouse", "--format",
      "csv",
    ]
    let plain = try Program.run(arguments)
    #expect(plain.code == 0, "\(plain.errors)")
    #expect(plain.output.contains("GZ,5,40,3,42,") && plain.output.contains("HZ,5,0,0,5,"), "\(plain.output)")
    // 40 of the 50 are those that were booked when they were due.
    let moved = try Program.run(arguments + ["--transactions", moves])
    #expect(moved.code == 0, "\(moved.errors)")
    #expect(moved.output.contains("GZ,5,46,3,48,") && moved.output.contains("HZ,5,4,0,9,"), "\(moved.output)")
    #expect(moved.errors.contains("moves.csv:4: column 'qty'"))
  }
}
