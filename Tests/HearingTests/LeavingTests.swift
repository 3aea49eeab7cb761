import Foundation
import Hearing
import LiveshelfCore
import RoomEngine
import SpeechRecognition
import Synchronization
import Testing

/// Hears nothing, slowly.
private final class SlowRecognizer: SpeechRecognizer, RecognizerSource, Sendable {
  static let blocks = 400
  let heard = Mutex(0)

  var name: String { "slow" }
  func recordingRecognizer() throws(SpeechError) -> any SpeechRecognizer { self }
  func streamRecognizer() throws(SpeechError) -> any SpeechRecognizer { self }

  func consume(_ block: AudioBlock) throws(SpeechError) -> [Utterance] {
    Thread.sleep(forTimeInterval: 0.05)
    heard.withLock { $0 += 1 }
    return []
  }

  func finish() throws(SpeechError) -> [Utterance] { [] }
  func updateCatalog(_ phrases: [BiasPhrase]) {}
  func scores(of texts: [String], over span: ClosedRange<StreamTime>) throws -> SpanScores? { nil }
}

private final class Listener: ShowFollower {
  let warnings = Mutex<[String]>([])
  let hasRoom = true
  func take(_ heard: [RoomInput]) throws {}
  func noteLoss(seconds: Double) {}
  func warn(_ text: String) { warnings.withLock { $0.append(text) } }
  func finish(at end: StreamTime, takesRest: Bool) throws {}
}

@Suite("A stream that is left while hearing is behind")
struct LeavingTests {
  private func leave(within seconds: Double?, blocks: Int) throws -> (heard: Int, warnings: [String]) {
    let (model, listener) = (SlowRecognizer(), Listener())
    let pipeline = ShowPipeline(
      pace: .live, model: model, markers: nil, catalog: Catalog([]), cleaning: nil, takesRest: false,
      follower: listener)
    let silence = [Float](repeating: 0, count: AudioFormat.sampleRate / 10)
    for block in 0..<blocks {
      try pipeline.hear(AudioBlock(firstSample: Int64(block * silence.count), samples: silence))
    }
    try pipeline.finish(within: seconds)
    return (model.heard.withLock(\.self), listener.warnings.withLock(\.self))
  }

  @Test("what waits is dropped, and said")
  func isLeft() throws {
    let left = try leave(within: 0.1, blocks: SlowRecognizer.blocks)
    #expect(left.heard < SlowRecognizer.blocks)
    #expect(left.warnings.contains { $0.contains("was not heard") })
  }

  @Test("without a limit all of it is heard")
  func isHeard() throws {
    let left = try leave(within: nil, blocks: 20)
    #expect(left.heard == 20 && left.warnings.isEmpty)
  }
}
