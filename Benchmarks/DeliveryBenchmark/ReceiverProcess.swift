import ArgumentParser
import Foundation

/// The receiver as a process.
final class ReceiverProcess {
  let port: Int
  private let process = Process()

  /// Returns when it listens.
  init(port: Int, secret: String, log: String, failureShare: Double, seed: UInt64) throws {
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [
      "receiver", "--port", "\(port)", "--secret", secret, "--log", log, "--failure-share", "\(failureShare)",
      "--seed", "\(seed)",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      process.terminate()
      throw ValidationError("the receiver does not listen: \(line)")
    }
    self.port = port
  }

  /// Kills it at once.
  func kill() {
    _ = Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
