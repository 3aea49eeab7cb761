import Delivery
import DeliveryTestSupport
import Foundation
import LiveshelfCore
import TestSupport
import Testing

@Suite struct FileSinkTests {
  private func entries(_ range: ClosedRange<Int64>) -> [OutboxEntry] {
    range.map { .sample(room: .main, sequence: $0) }
  }

  private func ids(_ path: String) throws -> [String] {
    try TestData.values(of: "id", in: URL(filePath: path), as: String.self)
  }

  @Test("Lines are appended, also to a new file when the old one is moved or deleted")
  func reopening() async throws {
    let folder = try TestData.temporaryFolder()
    let path = folder.appending(path: "deep/signals.jsonl").path
    let sink = FileSink(path: path)
    try await sink.deliver(entries(1...2))
    try await sink.deliver(entries(3...3))
    #expect(try ids(path) == ["main-1", "main-2", "main-3"])
    try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
    try await sink.deliver(entries(4...4))
    #expect(try ids(path) == ["main-4"])
    try FileManager.default.removeItem(atPath: path)
    try await sink.deliver(entries(5...5))
    #expect(try ids(path) == ["main-5"])
    await sink.close()
    try await FileSink(path: path).deliver(entries(6...6))
    #expect(try ids(path) == ["main-5", "main-6"])
  }

  @Test("A file is set aside before it grows too large, and so many are kept")
  func rotation() async throws {
    let path = try TestData.temporaryFolder().appending(path: "signals.jsonl").path
    let sink = FileSink(path: path, rotation: FileRotation(bytes: 600, keep: 2))
    for sequence: Int64 in 1...9 { try await sink.deliver(entries(sequence...sequence)) }
    #expect(try ids(path).last == "main-9")
    let kept = try ids(path + ".2") + ids(path + ".1") + ids(path)
    #expect(kept == Array((1...9).map { "main-\($0)" }.suffix(kept.count)))
    #expect(!FileManager.default.fileExists(atPath: path + ".3"))
  }

  @Test("Half a line that a crash left is cut off, and another text's last line is ended")
  func halfLine() async throws {
    let path = try TestData.temporaryFolder().appending(path: "signals.jsonl").path
    let whole = OutboxEntry.sample(room: .main, sequence: 1).body
    try (whole + "\n" + whole.prefix(40)).write(toFile: path, atomically: true, encoding: .utf8)
    try await FileSink(path: path).deliver(entries(2...2))
    #expect(try ids(path) == ["main-1", "main-2"])
    try whole.write(toFile: path, atomically: true, encoding: .utf8)
    try await FileSink(path: path).deliver(entries(2...2))
    #expect(try ids(path) == ["main-1", "main-2"])
    try "a note".write(toFile: path, atomically: true, encoding: .utf8)
    try await FileSink(path: path).deliver(entries(2...2))
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("a note\n{"))
  }

  @Test("A full disk and a folder that cannot be made are errors that name the file")
  func errors() async throws {
    for path in ["/dev/full", "/proc/none/signals.jsonl"] {
      let error = await #expect(throws: DeliveryError.self) { try await FileSink(path: path).deliver(entries(1...1)) }
      #expect(error?.description.contains(path.contains("none") ? "/proc/none" : path) == true)
    }
  }

  @Test("A pipe whose reader has gone is an error, not the end of the program")
  func brokenPipe() async throws {
    let pipe = Pipe()
    let sink = StandardOutputSink(descriptor: pipe.fileHandleForWriting.fileDescriptor)
    try await sink.deliver(entries(1...1))
    #expect(pipe.fileHandleForReading.availableData.last == UInt8(ascii: "\n"))
    try pipe.fileHandleForReading.close()
    await #expect(throws: DeliveryError.self) { try await sink.deliver(entries(2...2)) }
    withExtendedLifetime(pipe) {}
  }
}
