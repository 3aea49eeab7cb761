import Foundation
import SpeechRecognition
import TestSupport
import Testing

@Suite("Loading speech models")
struct SpeechModelTests {
  private let built = TestData.models
  private var runtime: URL { built.appending(path: "runtime/libonnxruntime.so") }
  private var voiceActivity: URL { built.appending(path: "silero-vad/silero_vad_16k_op15.onnx") }

  @Test("A missing library is named with the remedy")
  func missingLibrary() {
    let path = "/nonexistent/libonnxruntime.so"
    #expect {
      try SpeechModel.load(directory: built, voiceActivity: voiceActivity, runtime: URL(filePath: path))
    } throws: { error in
      guard case SpeechError.missingFile(path, _) = error else { return false }
      return "\(error)".contains("set-up")
    }
  }

  @Test("A library that is no ONNX Runtime is refused")
  func wrongLibrary() throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "libonnxruntime.so")
    try Data("not a library".utf8).write(to: file)
    #expect {
      try SpeechModel.load(directory: built, voiceActivity: voiceActivity, runtime: file)
    } throws: { error in
      if case SpeechError.unusableFile = error { true } else { false }
    }
  }

  /// Damages to a copy of the model's folder, and the file that the error must name.
  @Test(
    "A damaged model is refused with the name of the file",
    .enabled(if: SpeechFixtures.hasModel, "the models are not built"),
    arguments: [
      ("model.json", "removed"), ("model.json", "{\"format\": 1}"), ("model.json", "garbage"),
      ("tokens.txt", "IQ== 0\nIg== 7\n"), ("tokens.txt", ""), ("tokens.txt", "removed"),
      ("encoder.int8.onnx", "removed"), ("encoder.int8.onnx", "truncated"), ("decoder.int8.onnx", "garbage"),
    ])
  func damaged(file: String, damage: String) throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let model = built.appending(path: "whisper-base").resolvingSymlinksInPath()
    for name in ["model.json", "tokens.txt", "encoder.int8.onnx", "decoder.int8.onnx"] where name != file {
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: name), withDestinationURL: model.appending(path: name))
    }
    if damage == "truncated" {
      try Data(contentsOf: model.appending(path: file)).prefix(100_000).write(to: folder.appending(path: file))
    } else if damage != "removed" {
      try Data(damage.utf8).write(to: folder.appending(path: file))
    }
    #expect {
      try SpeechModel.load(directory: folder, voiceActivity: voiceActivity, runtime: runtime)
    } throws: { error in
      "\(error)".contains(file)
    }
  }

  @Test("A model with impossible numbers is refused", .enabled(if: SpeechFixtures.hasModel, "the models are not built"))
  func impossibleNumbers() throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let original = built.appending(path: "whisper-base/model.json")
    for (field, value) in [
      ("\"mel_bins\": 80", "\"mel_bins\": -3"), ("\"vocabulary\": 51865", "\"vocabulary\": 900000000"),
      ("\"end_of_text\": 50257", "\"end_of_text\": 99999999"), ("\"format\": 2", "\"format\": 3"),
    ] {
      let text = try String(contentsOf: original, encoding: .utf8)
      try #require(text.contains(field))
      try text.replacingOccurrences(of: field, with: value)
        .write(to: folder.appending(path: "model.json"), atomically: true, encoding: .utf8)
      #expect(throws: SpeechError.self) {
        try SpeechModel.load(directory: folder, voiceActivity: voiceActivity, runtime: runtime)
      }
    }
  }

  @Test("A language that the model does not know is refused", .enabled(if: SpeechFixtures.hasModel))
  func unknownLanguage() throws {
    let model = try #require(SpeechFixtures.model)
    #expect {
      try model.segmentRecognizer(languages: ["zh", "tlh"])
    } throws: { error in
      if case SpeechError.unknownLanguage("tlh", _) = error { true } else { false }
    }
    #expect(throws: SpeechError.self) { try model.liveRecognizer(languages: []) }
  }
}
