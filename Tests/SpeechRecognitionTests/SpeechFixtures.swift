import Foundation
import LiveshelfCore
import SpeechRecognition
import TestSupport

/// Models and recordings for the tests; nil when the set-up has not built the models or a recording is absent.
enum SpeechFixtures {
  /// Loaded once: all tests share the weights, as rooms do.
  static let model: SpeechModel? = try? SpeechModel.load(built: TestData.models)

  static let hasModel = model != nil
  static let hasSherpa = FileManager.default.fileExists(
    atPath: TestData.models.appending(path: "runtime/libsherpa-onnx-c-api.so").path)
  static let hasFFmpeg = FileManager.default.isExecutableFile(atPath: "/usr/bin/ffmpeg")
  static let canHearSample = hasModel && hasFFmpeg

  /// Seconds of the sample broadcast as 16 kHz mono samples.
  static func sample(from: Double, seconds: Double) throws -> [Float] {
    try samples(of: TestData.sample.appending(path: "broadcast.flv"), from: from, seconds: seconds)
  }

  static func samples(of file: URL, from: Double = 0, seconds: Double = 3600) throws -> [Float] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/ffmpeg")
    process.arguments = [
      "-loglevel", "error", "-i", file.path, "-ss", "\(from)", "-t", "\(seconds)", "-ar", "16000", "-ac", "1", "-f",
      "f32le", "-",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
  }

  static func blocks(_ samples: [Float], size: Int, firstSample: Int64 = 0) -> [AudioBlock] {
    stride(from: 0, to: samples.count, by: size).map {
      AudioBlock(
        firstSample: firstSample + Int64($0), samples: Array(samples[$0..<min($0 + size, samples.count)]))
    }
  }

  /// Everything that a recogniser makes of a recording.
  static func utterances(
    of samples: [Float], by recognizer: some SpeechRecognizer, blockSize: Int = 1600, firstSample: Int64 = 0
  ) throws -> [Utterance] {
    var utterances: [Utterance] = []
    for block in blocks(samples, size: blockSize, firstSample: firstSample) {
      utterances += try recognizer.consume(block)
    }
    return try utterances + recognizer.finish()
  }

  /// The names of the sample's catalog.
  static func sampleNames() throws -> [BiasPhrase] {
    let text = try String(contentsOf: TestData.sample.appending(path: "catalog.csv"), encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).dropFirst().flatMap { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      return ([fields[1]] + fields[2].split(separator: "|")).map { BiasPhrase(text: String($0)) }
    }
  }

  /// Noise with a fixed seed, −1…1 times the amplitude.
  static func noise(seconds: Double, amplitude: Float) -> [Float] {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    return (0..<Int(seconds * 16_000)).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Float(state >> 40) / Float(1 << 23) - 1) * amplitude
    }
  }
}
