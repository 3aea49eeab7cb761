import Foundation
import Hearing
import LiveshelfCore
import MediaIngest
import Shows
import Synchronization
import TestSupport
import Testing

/// Whole shows through the whole program, on the sample broadcast.
@Suite(.serialized, .enabled(if: TestData.hasModels, "the speech models are not built: make setup"))
struct ShowTests {
  private static let products = [
    "SKU007", "SKU012", "SKU022", "SKU019", "SKU011", "SKU014", "SKU030", "SKU005",
  ]

  private func settings(_ output: URL) throws -> ShowSettings {
    try SampleShow().settings(output: output, models: TestData.models)
  }

  @Test func theSameRecordingGivesTheSameBytes() async throws {
    let (first, second) = (try TestData.temporaryFolder(), try TestData.temporaryFolder())
    for folder in [first, second] {
      let runner = try ShowRunner(settings(folder)) { _ in }
      _ = try await runner.batch([MediaSource(TestData.sampleFile("broadcast.flv").path)])
    }
    let (left, right) = (try TestData.contents(of: first), try TestData.contents(of: second))
    #expect(left.keys.sorted() == right.keys.sorted())
    for (name, data) in left { #expect(right[name] == data, "\(name) differs") }
    #expect(
      Set(left.keys).isSuperset(of: [
        "alignment.json", "attribution.csv", "inventory_final.csv", "markers.jsonl", "mentions.jsonl",
        "presentations.jsonl", "report.html", "show.json", "signals.jsonl", "timeline.csv", "transcript.jsonl",
        "transcript.vtt", "uplift.csv",
      ]))
    let skus: [String] = try TestData.values(of: "sku", in: first.appending(path: "presentations.jsonl"))
    #expect(skus == Self.products)
    for file in ["mentions.jsonl", "transcript.jsonl"] {
      let ends: [Double] = try TestData.values(of: "end", in: first.appending(path: file))
      let decisions: [Double] = try TestData.values(of: "detected_at", in: first.appending(path: file))
      #expect(ends.count == decisions.count && !ends.isEmpty)
      #expect(zip(ends, decisions).allSatisfy { $0 <= $1 }, "\(file): decided before it was said")
    }
    let ids: [String] = try TestData.values(of: "id", in: first.appending(path: "signals.jsonl"))
    #expect(Set(ids).count == ids.count)
  }

  @Test func anAttachedStreamGivesTheRecordingsPresentations() async throws {
    let folder = try TestData.temporaryFolder()
    let signals = Mutex<[Signal]>([])
    let runner = try ShowRunner(settings(folder)) { event in
      if case .signal(let signal) = event { signals.withLock { $0.append(signal) } }
    }
    let address = "rtmp://127.0.0.1:\(try LoopbackPort.free())/live/sample"
    // Three times faster than real time, so that the test is quick; the stream's own clock is what counts.
    let publisher = LoopbackPublisher(TestData.sampleFile("broadcast.flv"), to: address, speed: 3)
    defer { publisher.stop() }
    var policy = FeedPolicy()
    policy.gracePeriod = 3
    policy.firstWait = 300
    let summary = try await runner.attach(.listening(at: address), policy: policy)
    let skus: [String] = try TestData.values(of: "sku", in: folder.appending(path: "presentations.jsonl"))
    #expect(skus == Self.products)
    #expect(summary.presentations.map(\.sku.text) == Self.products)
    let written: [String] = try TestData.values(of: "id", in: folder.appending(path: "signals.jsonl"))
    #expect(written == signals.withLock { $0.map(\.id) })
  }

  @Test func anAttachmentThatIsCancelledWritesWhatItHeard() async throws {
    let folder = try TestData.temporaryFolder()
    let runner = try ShowRunner(settings(folder)) { _ in }
    let address = "rtmp://127.0.0.1:\(try LoopbackPort.free())/live/sample"
    let publisher = LoopbackPublisher(TestData.sampleFile("broadcast.flv"), to: address, speed: 3)
    defer { publisher.stop() }
    let show = Task { try await runner.attach(.listening(at: address)) }
    // Until the first presentation is over, so that it is beyond doubt, however long the machine takes.
    let signals = folder.appending(path: "signals.jsonl")
    for _ in 0..<3000 {
      let text = FileManager.default.contents(atPath: signals.path).map { String(decoding: $0, as: UTF8.self) }
      if text?.contains("presentation.ended") == true { break }
      try await Task.sleep(for: .milliseconds(100))
    }
    show.cancel()
    let summary = try await show.value
    #expect(summary.heard.seconds > 3)
    let skus: [String] = try TestData.values(of: "sku", in: folder.appending(path: "presentations.jsonl"))
    #expect(skus.first == Self.products.first)
    #expect(FileManager.default.fileExists(atPath: folder.appending(path: "report.html").path))
  }
}
