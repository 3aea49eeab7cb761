public import Backbone
import Foundation
import TestSupport
public import Testing

/// The implementations that the conformance suite runs against.
public enum Engine: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case memory, jetStream

  /// Those that can run here.
  public static var available: [Engine] { NatsServer.program == nil ? [.memory] : allCases }

  public var testDescription: String { rawValue }

  /// Gives the body a new backbone, and takes it down afterwards.
  public func withBackbone<Value>(_ body: (any Backbone) async throws -> Value) async throws -> Value {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    switch self {
    case .memory:
      let backbone = MemoryBackbone()
      let value = try await body(backbone)
      await backbone.close()
      return value
    case .jetStream:
      let server = try NatsServer(in: folder)
      defer { server.stop() }
      let backbone = try await JetStreamBackbone(NatsSettings(servers: [server.url]))
      let value = try await body(backbone)
      await backbone.close()
      return value
    }
  }
}

extension NewRecord {
  public init(_ id: String, _ text: String = "") {
    self.init(id: id, body: Data(text.utf8))
  }
}

extension StoredRecord {
  public var text: String { String(decoding: body, as: UTF8.self) }
}

/// Waits until something is true; fails after a long time, which only a broken machine needs.
public func eventually(
  _ what: String, within: Duration = .seconds(30), _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + within
  while try await !condition() {
    guard ContinuousClock.now < deadline else { throw TestFailure("this did not come true: \(what)") }
    try await Task.sleep(for: .milliseconds(10))
  }
}
