import Foundation
import TestSupport

/// The server of `MockServer/server.py`: the dashboard's files and a show in the shapes of the API.
final class MockServer {
  let port: Int
  private let process = Process()

  var address: String { "http://127.0.0.1:\(port)" }

  /// Starts it, on a free port or a given one. `isFrozen`: nothing happens but what `command` asks for.
  init(port: Int = 0, isFrozen: Bool = true, minutes: Int = 6) throws {
    let script = TestData.checkout.appending(path: "Tests/DashboardTests/MockServer/server.py")
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-B", script.path, "--port", "\(port)", "--minutes", "\(minutes)"]
    if isFrozen { process.arguments?.append("--frozen") }
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let found = line.split(whereSeparator: \.isWhitespace).last.flatMap({ Int($0) }) else {
      throw MockServerError.didNotStart(line)
    }
    self.port = found
  }

  deinit { stop() }

  func stop() {
    guard process.isRunning else { return }
    kill(process.processIdentifier, SIGKILL)  // a child of a dispatch thread has SIGTERM blocked
    process.waitUntilExit()
  }

  /// Lets something happen in the show, through the page, which may talk to its own server.
  func command(_ name: String, _ json: String, in browser: Browser) throws {
    try browser.evaluate(
      "fetch('/mock/\(name)', { method: 'POST', body: \(try Browser.quoted(json)) }).then(r => r.ok)")
  }
}

enum MockServerError: Error {
  case didNotStart(String)
}
