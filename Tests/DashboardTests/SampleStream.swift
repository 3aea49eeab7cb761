import Foundation
import Synchronization
import TestSupport

/// Sends the sample broadcast to a room that waits for it, and its orders and comments at the show's pace, each from a
/// thread of its own, until it is stopped.
final class SampleStream: Sendable {
  private struct Row {
    var due: Date
    var call: String
    var line: String
  }
  private let isStopped = Mutex(false)
  private let publisher = Mutex<Int32?>(nil)
  private let failure = Mutex<String?>(nil)
  private let address: String
  private let room: String

  /// What went wrong, if anything did.
  var problem: String? { failure.withLock { $0 } }

  /// - Parameters:
  ///   - address: where the room waits for the stream.
  ///   - room: the room in the API, such as `http://127.0.0.1:8750/v1/rooms/main`.
  init(to address: String, room: String) {
    self.address = address
    self.room = room
  }

  deinit { stop() }

  func stop() {
    isStopped.withLock { $0 = true }
    if let process = publisher.withLock({ $0 }) { kill(process, SIGKILL) }
  }

  private var goesOn: Bool { !isStopped.withLock { $0 } }

  private func run(_ name: String, _ body: @escaping @Sendable () throws -> Void) {
    let thread = Thread { [self] in
      do {
        try body()
      } catch {
        failure.withLock { $0 = "\(name): \(error)" }
      }
    }
    thread.name = name
    thread.start()
  }

  /// Publishes at real pace, as soon as the room listens.
  func publish() {
    run("publisher") { [self] in
      while goesOn {
        let process = Process()
        process.executableURL = TestData.program
        process.arguments = ["publish", TestData.sampleFile("broadcast.flv").path, address]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        publisher.withLock { $0 = process.processIdentifier }
        process.waitUntilExit()
        publisher.withLock { $0 = nil }
        if process.terminationStatus == 0 { return }
        Thread.sleep(forTimeInterval: 0.2)
      }
    }
  }

  /// Posts the stock that was counted before the show.
  func postStock() throws {
    try send(Self.csvRows("inventory.csv", call: "stock", dueColumn: "snapshot_time").filter { $0.due < Self.start })
  }

  /// Posts orders and comments when they came in the show; those from before it at once.
  func feed() throws {
    let orders = try Self.csvRows("orders.csv", call: "orders", dueColumn: "ingest_time", dropping: ["user"])
    let comments = try String(contentsOf: TestData.sampleFile("comments.jsonl"), encoding: .utf8)
      .split(separator: "\n").map { line in
        let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        return Row(due: try Self.time(row["ts"] as? String ?? ""), call: "comments", line: String(line))
      }
    let rows = (orders + comments).sorted { $0.due < $1.due }
    run("feeder") { [self] in
      var next = 0
      while goesOn, next < rows.count {
        let now = try clock()
        let due = rows[next...].prefix { $0.due <= now }
        next = due.endIndex
        for call in ["orders", "comments"] { try send(due.filter { $0.call == call }) }
        Thread.sleep(forTimeInterval: 0.3)
      }
    }
  }

  private static let start = Date(timeIntervalSince1970: 1_775_822_400)  // 2026-04-10T20:00:00+08:00

  private func clock() throws -> Date {
    let answer = try HTTPCall.send("GET", room, Data(), type: "")
    let view = try JSONSerialization.jsonObject(with: answer) as? [String: Any]
    guard let clock = view?["clock"] as? String else { return .distantPast }
    return try Self.time(clock)
  }

  private func send(_ rows: some Collection<Row>) throws {
    guard let first = rows.first else { return }
    // A server that is just being killed takes nothing: the rest is not sent.
    guard goesOn else { return }
    do {
      _ = try HTTPCall.send(
        "POST", "\(room)/\(first.call)", Data(rows.map(\.line).joined(separator: "\n").utf8),
        type: "application/x-ndjson")
    } catch {
      if goesOn { throw error }
    }
  }

  /// Rows of one of the sample's files, which have no quoted fields, as JSON Lines.
  private static func csvRows(
    _ name: String, call: String, dueColumn: String, dropping dropped: Set<String> = []
  ) throws -> [Row] {
    let lines = try String(contentsOf: TestData.sampleFile(name), encoding: .utf8).split(separator: "\n")
    let columns = lines.first.map { $0.split(separator: ",").map(String.init) } ?? []
    return try lines.dropFirst().map { line in
      let values = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let row = Dictionary(zip(columns, values)) { $1 }
      let kept = row.filter { !dropped.contains($0.key) }
      let json = String(decoding: try JSONSerialization.data(withJSONObject: kept), as: UTF8.self)
      return Row(due: try time(row[dueColumn] ?? ""), call: call, line: json)
    }
  }

  private static func time(_ text: String) throws -> Date {
    try Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}
