import Foundation
import FoundationNetworking
import Synchronization
import TestSupport

/// `liveshelf serve` as users run it: the program that was built, with a folder of its own on a free port.
final class LiveServer {
  let port: Int
  let data: URL
  private let process = Process()
  private let log: URL

  var address: String { "http://127.0.0.1:\(port)" }

  /// Starts it and returns when it answers.
  ///
  /// - Parameters:
  ///   - data: nil: a new folder. One of a server that was killed: its rooms go on.
  ///   - environment: of the configuration, such as `LIVESHELF_SECURITY_REQUIRE_TOKENS`.
  ///   - configuration: the text of a liveshelf.yaml.
  init(
    data: URL? = nil, port: Int = 0, environment: [String: String] = [:], configuration: String? = nil
  ) throws {
    self.data = try data ?? TestData.temporaryFolder()
    log = self.data.appending(path: "server-\(UUID().uuidString).log")
    FileManager.default.createFile(atPath: log.path, contents: nil)
    process.executableURL = TestData.program
    process.arguments = [
      "serve", "--data", self.data.path, "--port", "\(port)", "--models", TestData.models.path,
    ]
    if let configuration {
      let file = self.data.appending(path: "liveshelf.yaml")
      try Data(configuration.utf8).write(to: file)
      process.arguments?.append(contentsOf: ["--config", file.path])
    }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: log)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    // It says its address when it answers, and nothing more.
    var said = ""
    while !said.contains("\n") {
      let piece = output.fileHandleForReading.availableData
      if piece.isEmpty { break }
      said += String(decoding: piece, as: UTF8.self)
    }
    guard let match = said.firstMatch(of: /http:\/\/[^ ]+:([0-9]+)\//), let found = Int(match.1) else {
      throw LiveServerError.didNotStart(said + ((try? String(contentsOf: log, encoding: .utf8)) ?? ""))
    }
    self.port = found
  }

  deinit { kill() }

  /// Ends it as a crash would.
  func kill() {
    guard process.isRunning else { return }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Calls the API, and throws when it refuses.
  @discardableResult
  func call(_ method: String, _ path: String, _ body: Data = Data(), type: String = "application/json") throws -> Data {
    try HTTPCall.send(method, address + path, body, type: type)
  }

  /// Posts rows as JSON Lines.
  func post(_ rows: [[String: Any]], to path: String) throws {
    let lines = try rows.map { String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) }
    try call("POST", path, Data(lines.joined(separator: "\n").utf8), type: "application/x-ndjson")
  }

  /// A call's answer, which is a JSON object.
  func object(_ path: String) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: call("GET", path)) as? [String: Any] ?? [:]
  }

  /// Makes a room with the sample's catalog.
  func makeRoom(_ name: String, url: String? = nil, startTime: String? = nil) throws {
    var room: [String: Any] = [
      "name": name, "catalog": try String(contentsOf: TestData.sampleFile("catalog.csv"), encoding: .utf8),
    ]
    if let url { room.merge(["url": url, "listen": true]) { $1 } }
    room["start_time"] = startTime
    try call("POST", "/v1/rooms", JSONSerialization.data(withJSONObject: room))
  }

  /// Makes a room that hears nothing, starts its show, and counts `stock` units of each of the sample's products.
  func startQuietRoom(_ name: String = "main", stock: Int = 20) throws {
    try makeRoom(name)
    try call("POST", "/v1/rooms/\(name)/start")
    let catalog = try String(contentsOf: TestData.sampleFile("catalog.csv"), encoding: .utf8)
    let skus = catalog.split(separator: "\n").dropFirst().compactMap { $0.split(separator: ",").first.map(String.init) }
    let time = Date.now.formatted(.iso8601)
    try post(
      skus.map { ["snapshot_time": time, "sku": $0, "warehouse": "WH-HZ", "on_hand": stock] },
      to: "/v1/rooms/\(name)/stock")
  }

  /// Sends one order that was just placed.
  func order(_ sku: String, quantity: Int, in room: String = "main", at time: String? = nil) throws {
    let id = UUID().uuidString
    try post(
      [
        [
          "event_id": id, "order_id": id, "event_type": "created", "sku": sku, "qty": quantity, "unit_price": 9.9,
          "warehouse": "WH-HZ", "event_time": time ?? Date.now.formatted(.iso8601),
        ]
      ], to: "/v1/rooms/\(room)/orders")
  }
}

/// One HTTP call at a time, which blocks.
enum HTTPCall {
  private final class Answer: Sendable {
    let result = Mutex<Result<(status: Int, body: Data), any Error>?>(nil)
    let isThere = DispatchSemaphore(value: 0)
  }

  static func send(_ method: String, _ address: String, _ body: Data, type: String) throws -> Data {
    guard let url = URL(string: address) else { throw LiveServerError.refused("\(address) is no URL") }
    var request = URLRequest(url: url, timeoutInterval: 120)
    request.httpMethod = method
    if method != "GET" {
      request.httpBody = body
      request.setValue(type, forHTTPHeaderField: "Content-Type")
    }
    let answer = Answer()
    let task = URLSession.shared.dataTask(with: request) { data, response, error in
      let status = (response as? HTTPURLResponse)?.statusCode ?? 0
      answer.result.withLock { $0 = error.map { .failure($0) } ?? .success((status, data ?? Data())) }
      answer.isThere.signal()
    }
    task.resume()
    answer.isThere.wait()
    guard let result = answer.result.withLock({ $0 }) else {
      throw LiveServerError.refused("\(method) \(address): no answer")
    }
    let (status, data) = try result.get()
    guard status < 300 else {
      throw LiveServerError.refused("\(method) \(address): \(status) \(String(decoding: data, as: UTF8.self))")
    }
    return data
  }
}

enum LiveServerError: Error {
  case didNotStart(String)
  case refused(String)
}
