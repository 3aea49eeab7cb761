import Foundation
import TestSupport
import Testing

/// What the program says to input that it cannot use: the place and the remedy, and the right exit code.
@Suite struct BadInputTests {
  private let folder: URL
  private let sample = TestData.sample.path

  init() throws {
    folder = try TestData.temporaryFolder()
  }

  private func write(_ text: String, _ name: String) throws -> String {
    let url = folder.appending(path: name)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  private func batch(_ recording: String, catalog: String? = nil, _ more: [String] = []) throws -> Program.Result {
    try Program.run(
      [
        "batch", recording, "--catalog", catalog ?? "\(sample)/catalog.csv", "--out",
        folder.appending(path: "out").path,
      ]
        + more)
  }

  @Test func usageErrorsExitWith2() throws {
    let cases: [([String], String)] = [
      ([], "USAGE"), (["batch"], "recording"), (["batch", "x.flv", "--out", "o"], "--catalog"),
      (["batch", "x.flv", "--catalog", "c", "--out", "o", "--start-time", "noon"], "--start-time"),
      (["attach", "rtmp://127.0.0.1/x", "--catalog", "c", "--out", "o", "--duration", "0"], "--duration"),
      (["attach", "x", "--catalog", "c", "--out", "o", "--room", "a/b"], "--room"), (["fly"], "fly"),
    ]
    for (arguments, wanted) in cases where !arguments.isEmpty {
      let result = try Program.run(arguments)
      #expect(result.code == 2, "\(arguments): \(result.errors)")
      #expect(result.errors.contains(wanted), "\(arguments): \(result.errors)")
    }
  }

  @Test func helpAndVersionExitWith0() throws {
    for arguments in [["--help"], ["batch", "--help"], ["--version"], ["--generate-completion-script", "bash"]] {
      let result = try Program.run(arguments)
      #expect(result.code == 0)
      #expect(!result.output.isEmpty)
    }
  }

  @Test func catalogsThatCannotBeUsed() throws {
    let cases: [(String, String, String)] = [
      ("sku,name\n", "empty.csv", "no rows of data"),
      ("sku,colour\nA,b\n", "columns.csv", "column 'name' is missing"),
      ("sku,name\nA,鞋\nA,帽\n", "double.csv", "SKU 'A' is already on line 2"),
      ("sku,name,list_price\nA,鞋,12x\n", "price.csv", "price.csv:2"),
    ]
    for (text, name, wanted) in cases {
      let result = try batch("\(sample)/broadcast.flv", catalog: write(text, name))
      #expect(result.code == 1)
      #expect(result.errors.contains(wanted), "\(name): \(result.errors)")
    }
  }

  @Test(.enabled(if: TestData.hasModels, "the speech models are not built: make setup"))
  func recordingsThatCannotBeUsed() throws {
    let cases: [(String, String)] = [
      ("\(folder.path)/nothing.flv", "nothing.flv"), (try write("", "empty.flv"), "is empty"),
      (try write("this is no media file at all", "text.flv"), "is not a media file"),
      ("rtmp://127.0.0.1:\(1)/live/none", "Cannot reach"),
    ]
    for (recording, wanted) in cases {
      let result = try batch(recording)
      #expect(result.code == 1, "\(recording): \(result.errors)")
      #expect(result.errors.contains(wanted), "\(recording): \(result.errors)")
    }
  }

  @Test(.enabled(if: TestData.hasModels, "the speech models are not built: make setup"))
  func ordersNeedTheShowsStart() throws {
    let result = try batch("\(sample)/broadcast.flv", ["--orders", "\(sample)/orders.csv"])
    #expect(result.code == 1)
    #expect(result.errors.contains("--start-time"))
  }

  @Test func modelsThatAreMissingOrBroken() throws {
    let nowhere = folder.appending(path: "nowhere").path
    let missing = try batch("\(sample)/broadcast.flv", ["--models", nowhere])
    #expect(missing.code == 1)
    #expect(missing.errors.contains("liveshelf models fetch"))
    _ = try write(
      #"{"recipe": "x", "files": {"whisper-base/tokens.txt": {"sha256": "00", "bytes": 3}}}"#, "checksums.json")
    let broken = try batch("\(sample)/broadcast.flv", ["--models", folder.path])
    #expect(broken.code == 1)
    #expect(broken.errors.contains("tokens.txt") && broken.errors.contains("liveshelf models fetch"))
    #expect(try Program.run(["models", "verify", "--models", folder.path]).code == 1)
    #expect(try Program.run(["doctor", "--models", folder.path, "--out", folder.path]).code == 1)
  }

  @Test func aFolderThatCannotBeWritten() throws {
    let file = try write("x", "file")
    let result = try Program.run([
      "batch", "\(sample)/broadcast.flv", "--catalog", "\(sample)/catalog.csv", "--out", "\(file)/out",
    ])
    #expect(result.code == 1)
    #expect(result.errors.contains("--out"))
  }
}

extension BadInputTests {
  private func batch(_ recording: String, _ more: [String]) throws -> Program.Result {
    try batch(recording, catalog: nil, more)
  }
}
