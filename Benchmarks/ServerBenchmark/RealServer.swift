import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import RoomAPI
import ServerTestSupport

/// `liveshelf serve` in a process of its own, with one room that takes orders: a real engine, and a real log on the disk.
final class RealServer {
  enum Failure: Error {
    case didNotStart(String)
    case refused(String)
  }

  let port: Int
  private let process = Process()
  private let folder: URL
  /// Units of each product at the start.
  static let opening = 1_000_000

  var processID: pid_t { process.processIdentifier }

  /// The program as `swift build -c release --product liveshelf` leaves it.
  private static let program = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: ".build/release/liveshelf")

  /// Starts the program, which must have been built.
  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    process.executableURL = Self.program
    process.arguments = ["serve", "--data", folder.path, "--port", "0"]
    process.environment = ProcessInfo.processInfo.environment.merging([
      "LIVESHELF_LIMITS_REQUESTS_PER_SECOND": "100000", "LIVESHELF_LIMITS_REQUEST_BURST": "100000",
      "LIVESHELF_LOGGING_LEVEL": "warning",
    ]) { $1 }
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let match = line.firstMatch(of: /:([0-9]+)\//), let port = Int(match.1) else {
      throw Failure.didNotStart(line)
    }
    self.port = port
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    do {
      try FileManager.default.removeItem(at: folder)
    } catch {
      print("the folder \(folder.path) stays: \(error)")
    }
  }

  /// Makes the room `main` with so many products, starts its show, and counts their stock.
  func prepare(products: Int) async throws {
    let catalog = (0..<products).map { ["sku": InMemoryRooms.sku($0), "name": "商品\($0)"] }
    _ = try await call(.POST, "rooms", JSONSerialization.data(withJSONObject: ["name": "main", "catalog": catalog]))
    _ = try await call(.POST, "rooms/main/start", Data("{}".utf8))
    let time = Date.now.formatted(.iso8601)
    let stock: [[String: Any]] = (0..<products).map {
      ["snapshot_time": time, "sku": InMemoryRooms.sku($0), "warehouse": "GZ", "on_hand": Self.opening]
    }
    _ = try await call(.POST, "rooms/main/stock", JSONSerialization.data(withJSONObject: stock))
  }

  /// Units that the ledger has sold: what was there at the start less what is available.
  func soldUnits() async throws -> Int {
    struct Answer: Decodable { var inventory: [InventoryRow] }
    let answer = try await call(.GET, "rooms/main/inventory", nil)
    let rows = try JSONDecoder().decode(Answer.self, from: answer).inventory
    return rows.reduce(0) { $0 + Self.opening - $1.available }
  }

  private func call(_ method: HTTPMethod, _ path: String, _ body: Data?) async throws -> Data {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/v1/\(path)")
    request.method = method
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: body))
    }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    let answer = Data(try await response.body.collect(upTo: 64 << 20).readableBytesView)
    guard response.status.code < 300 else {
      throw Failure.refused("\(path): \(String(decoding: answer, as: UTF8.self))")
    }
    return answer
  }
}
