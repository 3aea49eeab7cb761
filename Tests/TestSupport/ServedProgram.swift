public import Foundation
internal import FoundationNetworking
internal import Glibc
internal import Synchronization

/// `liveshelf serve` as users run it, on a free port of loopback.
public final class ServedProgram: Sendable {
  public struct Answer: Sendable {
    public var status: Int
    public var body: String
  }

  public struct Failure: Error, CustomStringConvertible {
    public var description: String
  }

  /// The executable, which the build puts beside the tests.
  public static let url = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "liveshelf")

  public let port: Int
  private let process: Mutex<Process>
  private let errors: URL

  /// Starts it, and waits until it listens.
  ///
  /// - Parameters:
  ///   - folder: for its output; the configuration may use it too.
  ///   - configuration: the text of its liveshelf.yaml.
  ///   - launcher: a program with arguments that becomes the server, such as `unshare -m`; empty: none.
  public init(
    in folder: URL, configuration: String, environment: [String: String] = [:], launcher: [String] = []
  ) async throws {
    let file = folder.appending(path: "liveshelf.yaml")
    try configuration.write(to: file, atomically: true, encoding: .utf8)
    let (output, errors) = (folder.appending(path: "output.txt"), folder.appending(path: "errors.txt"))
    for file in [output, errors] { try Data().write(to: file) }
    let process = Process()
    let command = launcher + [Self.url.path, "serve", "--config", file.path, "--port", "0"]
    process.executableURL = URL(filePath: launcher.isEmpty ? Self.url.path : "/usr/bin/env")
    process.arguments = launcher.isEmpty ? Array(command.dropFirst()) : command
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    var found: Int?
    let deadline = ContinuousClock.now + .seconds(60)
    while found == nil {
      let text = try String(contentsOf: output, encoding: .utf8)
      found = text.split(separator: "\n").first { $0.hasPrefix("Liveshelf is at ") }
        .flatMap { URLComponents(string: String($0.dropFirst("Liveshelf is at ".count)))?.port }
      guard found == nil else { break }
      guard process.isRunning, ContinuousClock.now < deadline else {
        kill(process.processIdentifier, SIGKILL)
        throw Failure(description: "the server does not start: \(try String(contentsOf: errors, encoding: .utf8))")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    guard let found else { throw Failure(description: "the server names no port") }
    port = found
    self.errors = errors
    self.process = Mutex(process)
  }

  public var processIdentifier: Int32 { process.withLock { $0.processIdentifier } }

  /// What it has logged.
  public var log: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

  /// Calls the API; nil: no answer came in time.
  public func call(
    _ method: String, _ path: String, body: String? = nil, type: String = "application/json",
    headers: [String: String] = [:], timeout: Double = 30
  ) async throws -> Answer? {
    guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else { throw Failure(description: path) }
    var request = URLRequest(url: url, timeoutInterval: timeout)
    request.httpMethod = method
    request.httpBody = body.map { Data($0.utf8) }
    if body != nil { request.setValue(type, forHTTPHeaderField: "Content-Type") }
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    do {
      let (data, response) = try await URLSession.shared.data(for: request)
      let status = (response as? HTTPURLResponse)?.statusCode ?? 0
      return Answer(status: status, body: String(decoding: data, as: UTF8.self))
    } catch let error as URLError where error.code == .timedOut {
      return nil
    }
  }

  /// Lets the room `main` promise more than there is, so that it signals `liveshelf.stock.oversold`.
  public func oversell() async throws {
    let rows = [
      ("stock", "text/csv", "snapshot_time,sku,warehouse,on_hand\n2026-04-10T19:59:00+08:00,A1,GZ,1\n"),
      (
        "orders", "application/json",
        #"{"event_id":"e1","order_id":"o1","event_type":"created","sku":"A1","qty":3,"unit_price":9.9,"region":"广东","#
          + #""warehouse":"GZ","source":"live","event_time":"2026-04-10T20:00:01+08:00"}"#
      ),
    ]
    for (kind, type, body) in rows {
      let answer = try await call("POST", "/v1/rooms/main/\(kind)", body: body, type: type)
      guard answer?.status == 202 else { throw Failure(description: "\(kind): \(answer?.body ?? "no answer")") }
    }
  }

  /// Ends it in order, or by force when that takes more than a minute.
  public func stop() async {
    let process = process.withLock { $0 }
    process.terminate()
    let deadline = ContinuousClock.now + .seconds(60)
    while process.isRunning, ContinuousClock.now < deadline {
      // Only cancellation ends a sleep early; then it is looked at more often.
      try? await Task.sleep(for: .milliseconds(20))
    }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }
}
