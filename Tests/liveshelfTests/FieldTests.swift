import Foundation
import TestSupport
import Testing

/// The odd inputs of Tests/Field, each through the program that users run. `make field` runs the same without the tests.
@Suite(.timeLimit(.minutes(20))) struct FieldTests {
  @Test(.enabled(if: TestData.hasModels, "the speech models are not built: make setup"))
  func everyOddInputIsHandled() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let root = tests.deletingLastPathComponent()
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", root.appending(path: "Scripts/field.py").path, "--program", TestData.program.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
    #expect(text.contains(" passed"))
  }
}
