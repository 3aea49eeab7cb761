public import Foundation
import Glibc
import Synchronization
import TestSupport

/// A nats-server of a test: one node on a port of its own, which writes through at every acknowledgement.
public final class NatsServer: Sendable {
  /// The program that the set-up fetched; nil when it is missing, and tests that want it are skipped.
  public static let program: String? = {
    let environment = ProcessInfo.processInfo.environment
    let cache =
      environment["LIVESHELF_CACHE"]
      ?? (environment["XDG_CACHE_HOME"] ?? NSHomeDirectory() + "/.cache") + "/liveshelf"
    let path = environment["LIVESHELF_NATS_SERVER"] ?? cache + "/nats-server-2.15.1/nats-server"
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  public let port: Int
  private let settings: URL
  private let process = Mutex<(server: Process, guardian: Guardian)?>(nil)

  public var url: String { "nats://127.0.0.1:\(port)" }

  /// - Parameter extra: lines for the server's settings.
  public init(in folder: URL, node: Int = 1, of ports: [Int]? = nil, extra: String = "") throws {
    let ports = try ports ?? Self.freePorts(1)
    port = ports[node - 1]
    settings = folder.appending(path: "node-\(node).conf")
    var text = """
      server_name: "node-\(node)"
      listen: "127.0.0.1:\(port)"
      jetstream { store_dir: "\(folder.path)/node-\(node)", sync_interval: always }
      \(extra)
      """
    if ports.count == 6 {
      let routes = ports[3...].map { "\"nats://127.0.0.1:\($0)\"" }.joined(separator: ", ")
      text += "\ncluster { name: test, listen: \"127.0.0.1:\(ports[node + 2])\", routes: [\(routes)] }\n"
    }
    try text.write(to: settings, atomically: true, encoding: .utf8)
    try start()
  }

  deinit { stop() }

  /// Starts it, and waits until it serves.
  public func start() throws {
    let program = try unwrap(Self.program, or: "Scripts/setup.sh --tests fetches nats-server")
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = ["-c", settings.path]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let guardian: Guardian
    do {
      guardian = try Guardian(of: process.processIdentifier)
    } catch {
      process.terminate()
      throw error
    }
    self.process.withLock { $0 = (process, guardian) }
    for _ in 0..<200 where !Self.answers(port) { usleep(25_000) }
    guard Self.answers(port) else { throw TestFailure("nats-server does not serve port \(port)") }
  }

  public func send(_ signal: Int32) {
    process.withLock { process in
      if let server = process?.server, server.isRunning { kill(server.processIdentifier, signal) }
    }
  }

  /// Ends it at once, as a power cut would.
  public func stop() {
    process.withLock { process in
      guard let (running, guardian) = process else { return }
      guardian.dismiss()
      if running.isRunning {
        kill(running.processIdentifier, SIGCONT)
        kill(running.processIdentifier, SIGKILL)
      }
      running.waitUntilExit()
      process = nil
    }
  }

  /// Ports that nobody uses at the moment.
  public static func freePorts(_ count: Int) throws -> [Int] {
    var sockets: [Int32] = []
    defer { for socket in sockets { close(socket) } }
    return try (0..<count).map { _ in
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      sockets.append(descriptor)
      var address = loopback(0)
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let status = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          bind(descriptor, address, length) == 0 ? getsockname(descriptor, address, &length) : -1
        }
      }
      guard status == 0 else { throw TestFailure("no free port") }
      return Int(UInt16(bigEndian: address.sin_port))
    }
  }

  private static func answers(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = loopback(port)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }
}

public struct TestFailure: Error, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}

private func unwrap<Value>(_ value: Value?, or text: String) throws -> Value {
  guard let value else { throw TestFailure(text) }
  return value
}
