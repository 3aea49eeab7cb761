import Foundation
import LiveshelfCore
import SpeechRecognition
import TestSupport
import Testing

/// sherpa-onnx's library with a model of a few numbers, made for the tests (`Tests/Fixtures/make_tiny_sense_voice.py`):
/// it writes 响 for loud frames.
@Suite("Recognisers of sherpa-onnx", .enabled(if: SpeechFixtures.hasSherpa, "the set-up has not built the models"))
struct SherpaTests {
  static let tiny = TestData.checkout.appending(path: "Tests/Fixtures/tiny-sense-voice")

  @Test("The structs lie where the library looks for them, by the package's own header")
  func layout() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "clang", "-fsyntax-only", "-I", TestData.models.appending(path: "runtime").path, "-I",
      TestData.checkout.appending(path: "Sources/CSherpaOnnx/include").path,
      TestData.checkout.appending(path: "Models/sherpa_layout.c").path,
    ]
    let messages = Pipe()
    process.standardError = messages
    try process.run()
    let text = String(decoding: try messages.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
  }

  @Test("A model is loaded, hears, and is let go, again and again", .enabled(if: SpeechFixtures.hasFFmpeg))
  func hears() throws {
    let samples = try SpeechFixtures.sample(from: 12, seconds: 8)
    var texts: Set<String> = []
    for blockSize in [1600, 4096] {
      let model = try SherpaModel.load(directory: Self.tiny, built: TestData.models)
      #expect(model.name.hasPrefix("tiny-sense-voice on sherpa-onnx "))
      for source in [try model.recordingRecognizer(), try model.streamRecognizer()] {
        source.updateCatalog([BiasPhrase(text: "保温杯")])
        let utterances = try SpeechFixtures.utterances(of: samples, by: Erased(source), blockSize: blockSize)
        let tokens = utterances.flatMap { $0.hypotheses.first?.tokens ?? [] }
        #expect(!tokens.isEmpty)
        for utterance in utterances {
          for token in utterance.hypotheses.first?.tokens ?? [] {
            #expect(token.text == "响" && token.start <= token.end)
            #expect(token.start >= utterance.start && token.end <= utterance.end)
          }
          #expect(utterance.end <= utterance.detectedAt)
        }
        texts.insert(utterances.map { "\($0)" }.joined())
        let nowhere = StreamTime(seconds: 1)
        #expect(try source.scores(of: ["保温杯"], over: nowhere...nowhere) == nil)
      }
    }
    // The same audio in blocks of any size gives the same words.
    #expect(texts.count == 1)
  }

  @Test("What is missing or wrong is named")
  func errors() throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    func failure(built: URL = TestData.models) -> String {
      do {
        _ = try SherpaModel.load(directory: folder, built: built)
        return "loaded"
      } catch {
        return "\(error)"
      }
    }
    #expect(failure().contains("recognizer.json"))
    let description = try String(contentsOf: Self.tiny.appending(path: "recognizer.json"), encoding: .utf8)
    func describe(_ old: String, _ new: String) throws {
      try description.replacingOccurrences(of: old, with: new)
        .write(to: folder.appending(path: "recognizer.json"), atomically: true, encoding: .utf8)
    }
    for (old, new, word) in [
      ("\"sense-voice\"", "\"telepathy\"", "telepathy"), ("\"tokens\"", "\"words\"", "no tokens"),
      ("\"model.onnx\"", "\"../model.onnx\"", "outside"), ("\"format\" : 1", "\"format\" : 9", "format 9"),
      ("\"sha256\" : \"", "\"sha256\" : \"x", "no checksum"), ("\"kind\"", "\"sort\"", "kind"),
    ] {
      try describe(old, new)
      #expect(failure().contains(word), "\(failure())")
    }
    try describe("nothing", "nothing")
    #expect(failure().contains("model.onnx"))
    for name in ["model.onnx", "tokens.txt"] {
      try FileManager.default.copyItem(at: Self.tiny.appending(path: name), to: folder.appending(path: name))
    }
    #expect(failure() == "loaded")
    let built = folder.appending(path: "built")
    #expect(failure(built: built).contains("libsherpa-onnx-c-api.so"))
    // Another library in its place.
    try FileManager.default.createDirectory(
      at: built.appending(path: "runtime"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: TestData.models.appending(path: "runtime/libonnxruntime.so"),
      to: built.appending(path: "runtime/libsherpa-onnx-c-api.so"))
    #expect(failure(built: built).contains("is missing in it"))
  }

  /// Fixtures take a recogniser of one type.
  private final class Erased: SpeechRecognizer {
    private let recognizer: any SpeechRecognizer
    init(_ recognizer: any SpeechRecognizer) { self.recognizer = recognizer }
    func consume(_ block: AudioBlock) throws(SpeechError) -> [Utterance] { try recognizer.consume(block) }
    func finish() throws(SpeechError) -> [Utterance] { try recognizer.finish() }
    func updateCatalog(_ phrases: [BiasPhrase]) { recognizer.updateCatalog(phrases) }
    func scores(of texts: [String], over span: ClosedRange<StreamTime>) throws -> SpanScores? {
      try recognizer.scores(of: texts, over: span)
    }
  }
}
