import Foundation
import TestSupport
import Testing

/// A disk that fills up while orders come, and gets space again.
@Suite(.timeLimit(.minutes(10))) struct DiskFullTests {
  /// Whether this user may mount a small disk for a process of its own.
  private static let canMount: Bool = {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt && umount /mnt"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  private static func orders(_ batch: Int, count: Int = 100) -> String {
    (0..<count).map { number in
      let id = "\(batch)-\(number)"
      return #"{"event_id":"e\#(id)","order_id":"o\#(id)","event_type":"created","sku":"A1","qty":1,"unit_price":9.9,"#
        + #""region":"广东","warehouse":"GZ","source":"live","event_time":"2026-04-10T20:00:01+08:00"}"#
    }.joined(separator: "\n")
  }

  private struct Inventory: Decodable {
    struct Row: Decodable { var available: Int }
    var inventory: [Row]
  }

  private static func available(_ server: ServedProgram) async throws -> Int? {
    let answer = try #require(try await server.call("GET", "/v1/rooms/main/inventory"))
    return try JSONDecoder().decode(Inventory.self, from: Data(answer.body.utf8)).inventory.first?.available
  }

  @Test(.enabled(if: canMount, "mounting a small disk needs rights that this user does not have"))
  func nothingAcceptedIsLostAndTheRoomGoesOn() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let data = folder.appending(path: "data")
    try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    let catalog = folder.appending(path: "catalog.csv")
    try "sku,name,live_price\nA1,保温杯,9.9\n".write(to: catalog, atomically: true, encoding: .utf8)
    let server = try await ServedProgram(
      in: folder,
      configuration: "data: \(data.path)\nrooms:\n  - name: main\n    catalog: \(catalog.path)\n",
      launcher: ["unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=24m tmpfs \(data.path) && exec \"$@\"", "sh"])
    let stock = try await server.call(
      "POST", "/v1/rooms/main/stock",
      body: "snapshot_time,sku,warehouse,on_hand\n2026-04-10T19:59:00+08:00,A1,GZ,1000000\n", type: "text/csv")
    #expect(stock?.status == 202)
    var accepted = 0
    for batch in 0..<5 {
      let answer = try await server.call(
        "POST", "/v1/rooms/main/orders", body: Self.orders(batch), type: "application/x-ndjson")
      #expect(answer?.status == 202, "\(answer?.body ?? "")")
      accepted += 1
    }
    // All that is left of the disk, seen through the server's own mounts.
    let filler = "/proc/\(server.processIdentifier)/root\(data.path)/filler"
    try #require(FileManager.default.createFile(atPath: filler, contents: nil))
    let handle = try #require(FileHandle(forWritingAtPath: filler))
    let block = Data(repeating: 1, count: 4096)
    while (try? handle.write(contentsOf: block)) != nil {}
    try? handle.close()
    // The write-ahead log has room left in its file for some; then nothing is accepted any more.
    var batch = 5
    var unanswered: [Int] = []
    while unanswered.isEmpty, batch < 2000 {
      let answer = try await server.call(
        "POST", "/v1/rooms/main/orders", body: Self.orders(batch), type: "application/x-ndjson", timeout: 5)
      if answer?.status == 202 { accepted += 1 } else { unanswered.append(batch) }
      batch += 1
    }
    #expect(!unanswered.isEmpty, "the disk did not fill up")
    // The room says what is wrong, and still answers.
    let room = try await server.call("GET", "/v1/rooms/main")
    #expect(room?.status == 200)
    // Space again: what waited is stored, and what comes is too. The sender repeats what was not confirmed.
    try FileManager.default.removeItem(atPath: filler)
    for batch in unanswered + [batch] {
      let answer = try await server.call(
        "POST", "/v1/rooms/main/orders", body: Self.orders(batch), type: "application/x-ndjson", timeout: 60)
      #expect(answer?.status == 202, "\(answer?.body ?? "") \(server.log.suffix(400))")
      accepted += 1
    }
    #expect(try await Self.available(server) == 1_000_000 - accepted * 100)
    await server.stop()
  }
}
