import Foundation
import LiveshelfCore
import LiveshelfServer
import NIOHTTP1
import RoomAPI
import TestSupport
import Testing

@Suite struct FuzzTests {
  private static let tool = TestData.checkout.appending(path: ".build/test-tools/bin/schemathesis").path
  private static let hasTool = FileManager.default.isExecutableFile(atPath: tool)

  /// Requests made from the document, right ones and wrong ones, and answers held against it.
  @Test(.enabled(if: hasTool, "schemathesis is missing; run Scripts/setup.sh --tests"))
  func theServerKeepsToItsDocument() async throws {
    let configuration = ServerConfiguration.with {
      $0.limits.requestsPerSecond = 1_000_000
      $0.limits.requestBurst = 1_000_000
      $0.limits.rooms = 10_000
    }
    try await TestServer.run(configuration: configuration) { server in
      let (status, output) = try await Self.run(
        TestData.checkout.appending(path: "Tests/api_fuzz.sh"), ["http://127.0.0.1:\(server.port)", "15"])
      #expect(status == 0, "\(output.suffix(6000))")
      #expect(try await server.call(.GET, "/healthz").status == 200)
    }
  }

  /// Runs a program on a thread that may wait.
  private static func run(_ program: URL, _ arguments: [String]) async throws -> (status: Int32, output: String) {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        do {
          try process.run()
          let output = pipe.fileHandleForReading.readDataToEndOfFile()
          process.waitUntilExit()
          continuation.resume(returning: (process.terminationStatus, String(decoding: output, as: UTF8.self)))
        } catch {
          continuation.resume(throwing: error)
        }
      }
    }
  }
}
