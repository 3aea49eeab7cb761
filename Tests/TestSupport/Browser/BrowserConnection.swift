import Foundation

/// A browser without a window, and the DevTools protocol to it over `--remote-debugging-pipe`: JSON messages that end
/// with a zero byte, on the browser's file descriptors 3 and 4, which here are named pipes.
final class BrowserConnection {
  private let process = Process()
  private let folder: URL
  private var commands: Int32 = -1
  private var answers: Int32 = -1
  private var buffer: [UInt8] = []
  private var lastID = 0
  /// Messages that answer nothing, oldest first.
  private(set) var events: [[String: Any]] = []

  init(program: String, arguments: [String]) throws {
    folder = try TestData.temporaryFolder()
    let paths = ["commands", "answers"].map { folder.appending(path: $0).path }
    for path in paths where mkfifo(path, 0o600) != 0 { throw BrowserError.ended(log: "mkfifo failed: errno \(errno)") }
    // Opened for both directions, so that neither side waits for the other one.
    commands = open(paths[0], O_RDWR | O_CLOEXEC)
    answers = open(paths[1], O_RDWR | O_CLOEXEC)
    let log = folder.appending(path: "log")
    FileManager.default.createFile(atPath: log.path, contents: nil)
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments =
      ["-c", "commands=$1; answers=$2; shift 2; exec \"$@\" 3<\"$commands\" 4>\"$answers\"", "browser"] + paths + [
        program
      ]
      + arguments + ["--remote-debugging-pipe", "--user-data-dir=\(folder.path)/profile"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: log)
    try process.run()
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)  // a child of a dispatch thread has SIGTERM blocked
    process.waitUntilExit()
    close(commands)
    close(answers)
    do {
      try FileManager.default.removeItem(at: folder)
    } catch {
      print("the browser's folder stays: \(error)")
    }
  }

  /// Sends a command and waits for its answer; events that come meanwhile are kept.
  func send(
    _ method: String, _ parameters: [String: Any] = [:], session: String? = nil, timeout: Double = 60
  ) throws -> [String: Any] {
    lastID += 1
    var message: [String: Any] = ["id": lastID, "method": method, "params": parameters]
    message["sessionId"] = session
    try write(try JSONSerialization.data(withJSONObject: message) + [0])
    let end = Date(timeIntervalSinceNow: timeout)
    while let answer = try next(before: end) {
      guard answer["id"] as? Int == lastID else {
        if answer["id"] == nil { events.append(answer) }
        continue
      }
      if let error = answer["error"] as? [String: Any] {
        throw BrowserError.refused(method: method, message: error["message"] as? String ?? "\(error)")
      }
      return answer["result"] as? [String: Any] ?? [:]
    }
    throw BrowserError.noAnswer(to: method)
  }

  private func write(_ data: Data) throws {
    var rest = [UInt8](data)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(commands, $0.baseAddress, $0.count) }
      guard count > 0 else { throw BrowserError.ended(log: log()) }
      rest = rest.dropFirst(count)
    }
  }

  /// The next message, or nil when none comes in time.
  private func next(before end: Date) throws -> [String: Any]? {
    while true {
      if let zero = buffer.firstIndex(of: 0) {
        let message = Data(buffer[..<zero])
        buffer.removeSubrange(...zero)
        return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
      }
      let left = end.timeIntervalSinceNow
      guard left > 0 else { return nil }
      guard process.isRunning else { throw BrowserError.ended(log: log()) }
      var watched = pollfd(fd: answers, events: Int16(POLLIN), revents: 0)
      guard poll(&watched, 1, Int32(min(left, 0.5) * 1000)) > 0 else { continue }
      var chunk = [UInt8](repeating: 0, count: 1 << 18)
      let count = read(answers, &chunk, chunk.count)
      guard count > 0 else { throw BrowserError.ended(log: log()) }
      buffer += chunk[..<count]
    }
  }

  private func log() -> String {
    (try? String(contentsOf: folder.appending(path: "log"), encoding: .utf8)) ?? "no log"
  }
}
