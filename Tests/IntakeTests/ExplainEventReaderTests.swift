import Foundation
import Intake
import LiveshelfCore
import TestSupport
import Testing

@Suite struct ExplainEventReaderTests {
  @Test func readsStartsAndEnds() throws {
    let file = try TestData.temporaryFolder().appending(path: "clicks.jsonl")
    let text = """
      {"event": "explain.start", "sku": "A", "event_time": "2026-04-10T20:00:00+08:00", "ingest_time": "2026-04-10T20:00:02+08:00"}
      {"event": "explain.end", "sku": "A", "event_time": "2026-04-10T20:01:00+08:00"}
      {"event": "explain.pause", "sku": "A", "event_time": "2026-04-10T20:01:00+08:00"}
      {"event": "explain.end", "sku": "", "event_time": "2026-04-10T20:01:00+08:00"}
      {"event": "explain.end", "sku": "A", "event_time": "soon"}
      """
    try Data(text.utf8).write(to: file)
    let read = try ExplainEventReader.read(file)
    #expect(read.events.map(\.starts) == [true, false])
    #expect(read.events.map { $0.knownAt - $0.time } == [2, 0])
    #expect(read.rejected.map(\.line) == [3, 4, 5])
    #expect(read.rejected.first?.description.contains("explain.start or explain.end") == true)
  }

  @Test func theColumnsMustBeThere() throws {
    let file = try TestData.temporaryFolder().appending(path: "clicks.csv")
    try Data("event,event_time\nexplain.start,2026-04-10T20:00:00+08:00\n".utf8).write(to: file)
    #expect(throws: IntakeError.self) { try ExplainEventReader.read(file) }
  }
}
