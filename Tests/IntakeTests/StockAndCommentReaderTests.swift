import Foundation
import Intake
import LiveshelfCore
import TestSupport
import Testing

@Suite struct StockAndCommentReaderTests {
  @Test func readsTheSamplesStock() throws {
    let file = try InventoryReader.read(TestData.sample.appending(path: "inventory.csv"))
    #expect(file.rejected.isEmpty)
    #expect(file.snapshots.count > 10)
  }

  @Test func readsTheSamplesComments() throws {
    let file = try CommentReader.read(TestData.sample.appending(path: "comments.jsonl"))
    #expect(file.rejected.isEmpty)
    #expect(file.comments.count > 10)
  }

  @Test func reportsABrokenCountAndKeepsTheRest() throws {
    let file = try TemporaryFile(
      "snapshot_time,sku,warehouse,on_hand,reserved,in_transit,eta,safety_stock\n"
        + "2026-03-08T19:29:00.000+08:00,S,W,many,0,0,,\n"
        + "2026-03-08T19:29:00.000+08:00,S,W,5,1,100,2026-03-24,3\n", name: "inventory.csv")
    let read = try InventoryReader.read(file.url)
    #expect(
      read.rejected.map(\.description)
        == ["inventory.csv:2: column 'on_hand': is not a whole number: '‹4 characters›'; write a number such as 12"])
    let snapshot = try #require(read.snapshots.first)
    #expect(snapshot.onHand == 5)
    #expect(snapshot.arrival == WallTime.parse("2026-03-24T00:00:00+08:00")?.time)
  }

  @Test func rowsByOptionAreCellsOfTheirOwn() throws {
    let file = try TemporaryFile(
      """
      snapshot_time,sku,warehouse,option,on_hand,in_transit
      2026-04-10T19:00:00+08:00,A,EAST,red,6,1
      2026-04-10T19:00:00+08:00,A,EAST,blue,4,2
      2026-04-10T19:00:00+08:00,A,EAST,blue,9,0
      2026-04-10T19:00:00+08:00,A,WEST,,3,0

      """, name: "inventory.csv")
    let read = try InventoryReader.read(file.url)
    #expect(read.snapshots.map(\.onHand) == [6, 4, 9, 3] && read.snapshots.map(\.inTransit) == [1, 2, 0, 0])
    #expect(read.snapshots.map(\.option) == ["red", "blue", "blue", ""] && read.rejected.isEmpty)
  }
}
