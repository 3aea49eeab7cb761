import Foundation
import Hearing
import TestSupport
import Testing

@Suite("Models that the operator downloaded")
struct RecognizerFolderTests {
  private static let tiny = TestData.checkout.appending(path: "Tests/Fixtures/tiny-sense-voice")

  private func copy() throws -> URL {
    let folder = try TestData.temporaryFolder()
    for name in ["model.onnx", "tokens.txt"] {
      try FileManager.default.copyItem(at: Self.tiny.appending(path: name), to: folder.appending(path: name))
    }
    return folder
  }

  @Test("A folder is described with its checksums, verified, and chosen")
  func adoption() throws {
    let folder = try copy()
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(!RecognizerFolder.isOne(folder))
    let adopted = try RecognizerFolder.adopt(
      folder, kindName: "sense-voice", name: "mine", licence: "none", source: "here", languages: ["zh"])
    #expect(adopted.name == "mine" && adopted.checksums.map(\.path) == ["model.onnx", "tokens.txt"])
    #expect(adopted.verify() == [.whole(path: "model.onnx"), .whole(path: "tokens.txt")])
    guard FileManager.default.fileExists(atPath: TestData.models.appending(path: "checksums.json").path) else { return }
    let chosen = try ModelFolder.locate(folder)
    #expect(chosen.recognizer?.path == folder.path)
    #expect(try chosen.tryLoading().hasPrefix("mine on sherpa-onnx"))
  }

  @Test("A changed or missing file is found, and the model is not loaded")
  func brokenFiles() throws {
    let folder = try copy()
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try RecognizerFolder.adopt(
      folder, kindName: "sense-voice", name: nil, licence: "none", source: "here", languages: ["zh"])
    let model = folder.appending(path: "model.onnx")
    var bytes = try Data(contentsOf: model)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: model)
    let adopted = try RecognizerFolder(folder)
    #expect(adopted.verify().first != .whole(path: "model.onnx"))
    #expect { try ModelFolder.locate(folder).tryLoading() } throws: {
      "\($0)".contains("checksum") || "\($0)".contains("missing")
    }
    try FileManager.default.removeItem(at: model)
    #expect(adopted.verify().first == .missing(path: "model.onnx"))
  }

  @Test("What cannot be adopted is named")
  func refusals() throws {
    let folder = try copy()
    defer { try? FileManager.default.removeItem(at: folder) }
    func failure(_ kind: String) -> String {
      do {
        _ = try RecognizerFolder.adopt(
          folder, kindName: kind, name: nil, licence: "none", source: "here", languages: ["zh"])
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(failure("telepathy").contains("streaming-zipformer"))
    #expect(failure("streaming-paraformer").contains("encoder"))
    let model = folder.appending(path: "model.onnx")
    try FileManager.default.copyItem(at: model, to: folder.appending(path: "model-2.onnx"))
    #expect(failure("sense-voice").contains("several files"))
    try FileManager.default.copyItem(at: model, to: folder.appending(path: "model.int8.onnx"))
    #expect(failure("sense-voice").isEmpty)
  }
}
