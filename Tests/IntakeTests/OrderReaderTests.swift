import Foundation
import Intake
import LiveshelfCore
import TestSupport
import Testing

@Suite struct OrderReaderTests {
  static let header =
    "event_id,order_id,event_type,sku,option,qty,unit_price,region,warehouse,source,user,event_time,ingest_time\n"
  static let row =
    "E1,O1,created,SKU1,白色,2,29.9,华南,WH-GZ,search,secret,2026-03-08T19:30:09.172+08:00,2026-03-08T19:30:09.597+08:00\n"

  @Test func readsTheSampleWithoutLoss() throws {
    let (events, rejected) = try OrderReader.readAll(TestData.sample.appending(path: "orders.csv"))
    let lines = try String(contentsOf: TestData.sample.appending(path: "orders.csv"), encoding: .utf8)
      .split(whereSeparator: \.isNewline).count
    #expect(events.count == lines - 1)
    #expect(rejected.isEmpty)
  }

  @Test func readsAllFieldsButTheBuyer() throws {
    let file = try TemporaryFile(Self.header + Self.row)
    let event = try #require(try OrderReader.readAll(file.url).events.first)
    let expected = OrderEvent(
      eventID: "E1", orderID: "O1", type: .created, sku: "SKU1", option: "白色", quantity: 2,
      unitPrice: Money(hundredths: 2990), region: "华南", warehouse: "WH-GZ", source: "search",
      eventTime: WallTime(microseconds: 1_772_969_409_172_000),
      ingestTime: WallTime(microseconds: 1_772_969_409_597_000))
    #expect(event == expected)
  }

  @Test func oneBadRowIsReportedAndTheRestIsRead() throws {
    let file = try TemporaryFile(
      Self.header + Self.row
        + "E2,O2,created,SKU1,,-3,29.9,,,,,2026-03-08T19:30:09Z,\n"
        + "E3,O3,vanished,SKU1,,1,29.9,,,,,2026-03-08T19:30:09Z,\n"
        + "E4,O4,created,SKU1,,1,29.9,,,,,soon,\n"
        + "E5,O5,created,SKU1,,1,29.9,,,,,2026-03-08T19:30:09Z,\n")
    let (events, rejected) = try OrderReader.readAll(file.url)
    #expect(events.map(\.eventID) == ["E1", "E5"])
    #expect(
      rejected.map(\.description) == [
        "orders.csv:3: column 'qty': is out of range: '-3'; write a number from 1 to 100000",
        "orders.csv:4: column 'event_type': is unknown: '‹8 characters›'; "
          + "write one of created, paid, cancelled, refunded, rejected_oos, edited, rerouted, shipped",
        "orders.csv:5: column 'event_time': is not a time: '‹4 characters›'; write a time such as 2026-04-10 20:00:00",
      ])
  }

  @Test func namesAMissingColumnAndThoseFound() throws {
    let file = try TemporaryFile("order_id,when\nO1,now\n")
    let error = #expect(throws: IntakeError.self) { _ = try OrderReader.readAll(file.url) }
    #expect(error?.description == "orders.csv: column 'event_type' is missing; found: order_id, when")
  }

  @Test func followsAGrowingFile() throws {
    let file = try TemporaryFile(Self.header + Self.row + "E2,O2,created,SKU1,,1,29.9")
    var reader = try OrderReader(file.url, follows: true)
    func ids(_ reader: inout OrderReader) throws -> [String] {
      var ids: [String] = []
      while case .event(let event)? = try reader.next() { ids.append(event.eventID) }
      return ids
    }
    #expect(try ids(&reader) == ["E1"])
    #expect(try ids(&reader).isEmpty)
    try file.append(",,,,,2026-03-08T19:30:10Z,\nE3,O3,created,SKU1,,1,29.9,,,,,2026-03-08T19:30:11Z,\n")
    #expect(try ids(&reader) == ["E2", "E3"])
    // Emptied and written anew: the same file, shorter.
    let handle = try FileHandle(forWritingTo: file.url)
    try handle.truncate(atOffset: 0)
    try handle.close()
    try file.append(Self.header + "E9,O9,created,SKU1,,1,1,,,,,2026-03-08T19:30:11Z,\n")
    #expect(try ids(&reader) == ["E9"])
  }

  @Test func readsJSONLines() throws {
    let line =
      #"{"event_id":"E1","order_id":6918234567890123456,"event_type":"paid","sku":"S","qty":1,"unit_price":9.9,"#
      + #""event_time":"2026-03-08T19:30:09Z","user":"secret"}"#
    let file = try TemporaryFile(line + "\n\nnonsense\n[1]\n{\"event_id\":\"E2\"}\n" + line, name: "orders.jsonl")
    let (events, rejected) = try OrderReader.readAll(file.url)
    #expect(events.map(\.orderID) == ["6918234567890123456", "6918234567890123456"])
    #expect(rejected.map(\.line) == [3, 4, 5])
  }
}
