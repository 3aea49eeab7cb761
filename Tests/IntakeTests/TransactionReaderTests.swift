import Foundation
import Intake
import LiveshelfCore
import Testing

@Suite struct TransactionReaderTests {
  private static let header = "id,type,sku,warehouse,to_warehouse,qty,event_time\n"

  @Test func readsReceiptsTransfersAndCounts() throws {
    let file = try TemporaryFile(
      Self.header + "r1,receipt,A,GZ,,200,2026-04-10T20:10:00+08:00\n"
        + "t1,Transfer,A,GZ,HZ,50,2026-04-10 20:12:00\nc1,count,A,HZ,,0,2026-04-10T20:15:00+08:00\n",
      name: "transactions.csv")
    let read = try TransactionReader.read(file.url)
    #expect(read.rejected.isEmpty)
    #expect(
      read.transactions.map(\.change) == [
        .receipt(warehouse: "GZ", quantity: 200), .transfer(from: "GZ", to: "HZ", quantity: 50),
        .count(warehouse: "HZ", units: 0),
      ])
    #expect(read.transactions[1].time == WallTime.parse("2026-04-10T20:12:00+08:00")?.time)
  }

  @Test(arguments: [
    ("r1,receipt,A,GZ,,0,2026-04-10T20:10:00+08:00", "qty"), ("r1,receipt,A,GZ,,-5,2026-04-10T20:10:00+08:00", "qty"),
    ("c1,count,A,GZ,,-1,2026-04-10T20:10:00+08:00", "qty"),
    ("t1,transfer,A,GZ,,5,2026-04-10T20:10:00+08:00", "to_warehouse"),
    ("t1,transfer,A,GZ,GZ,5,2026-04-10T20:10:00+08:00", "to_warehouse"),
    ("x,sold,A,GZ,,5,2026-04-10T20:10:00+08:00", "type"),
    (",receipt,A,GZ,,5,2026-04-10T20:10:00+08:00", "id"), ("r1,receipt,,GZ,,5,2026-04-10T20:10:00+08:00", "sku"),
    ("r1,receipt,A,GZ,,5,", "event_time"), ("r1,receipt,A,GZ,,5,yesterday", "event_time"),
    ("\(String(repeating: "i", count: 257)),receipt,A,GZ,,5,2026-04-10T20:10:00+08:00", "id"),
  ])
  func aRowThatCannotBeUsedIsNamedAndTheRestIsRead(row: String, field: String) throws {
    let good = "r9,receipt,A,GZ,,5,2026-04-10T20:10:00+08:00"
    let file = try TemporaryFile(Self.header + "\(row)\n\(good)\n", name: "transactions.csv")
    let read = try TransactionReader.read(file.url)
    #expect(read.rejected.map(\.problem.line) == [2])
    #expect(read.rejected.map(\.problem.field) == [field])
    #expect(read.transactions.map(\.id) == ["r9"])
  }
}
