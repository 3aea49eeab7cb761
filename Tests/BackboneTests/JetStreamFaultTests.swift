import Backbone
import BackboneTestSupport
import Foundation
import Glibc
import TestSupport
import Testing

@Suite(
  "NATS servers that stall, die, refuse",
  .enabled(if: NatsServer.program != nil, "nats-server is missing: Scripts/setup.sh --tests fetches it"))
struct JetStreamFaultTests {
  private func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
  }

  @Test("what was acknowledged is there after kill -9 of the server")
  func crash() async throws {
    try await withFolder { folder in
      let server = try NatsServer(in: folder)
      defer { server.stop() }
      var settings = NatsSettings(servers: [server.url])
      settings.timeout = .seconds(1)
      let backbone = try await JetStreamBackbone(settings)
      let subject = try Subject(.intake, "room")
      let killer = Task {
        for _ in 0..<3 {
          try await Task.sleep(for: .milliseconds(400))
          server.stop()
          try await Task.sleep(for: .milliseconds(200))
          try server.start()
        }
      }
      var stored: [UInt64] = []
      for start in stride(from: 0, to: 4000, by: 100) {
        let records = (start..<start + 100).map { NewRecord("\($0)") }
        var receipts: [Receipt]?
        while receipts == nil {
          do throws(BackboneError) {
            receipts = try await backbone.append(records, to: subject)
          } catch {
            #expect(error.isTransient)
            try await Task.sleep(for: .milliseconds(50))
          }
        }
        stored += (receipts ?? []).map(\.sequence)
        try await Task.sleep(for: .milliseconds(20))
      }
      try await killer.value
      var ids: Set<String> = []
      var last: UInt64 = 0
      try await eventually("all records are read") {
        do throws(BackboneError) {
          let records = try await backbone.read(subject, after: last, limit: 1000)
          for record in records { #expect(ids.insert(record.id).inserted) }
          last = records.last?.sequence ?? last
        } catch {
          #expect(error.isTransient)
        }
        return ids.count == 4000
      }
      #expect(Set(stored).count == 4000)
      await backbone.close()
    }
  }

  @Test("without a server, calls fail at once and recover when it comes")
  func unreachable() async throws {
    try await withFolder { folder in
      let port = try NatsServer.freePorts(1)
      let settings = NatsSettings(servers: ["nats://127.0.0.1:\(port[0])"])
      let backbone = try await JetStreamBackbone(settings)
      #expect(!backbone.isConnected)
      do throws(BackboneError) {
        _ = try await backbone.state("a")
        Issue.record("there is no server")
      } catch {
        #expect(error.isTransient)
      }
      let server = try NatsServer(in: folder, of: port)
      defer { server.stop() }
      try await eventually("it connects") { backbone.isConnected }
      try await eventually("it answers") { (try? await backbone.putState("a", Data())) != nil }
      await backbone.close()
    }
  }

  @Test("a feed goes on after its server's restart, without a gap")
  func feed() async throws {
    try await withFolder { folder in
      let server = try NatsServer(in: folder)
      defer { server.stop() }
      var settings = NatsSettings(servers: [server.url])
      settings.timeout = .seconds(1)
      let backbone = try await JetStreamBackbone(settings)
      let subject = try Subject(.intake, "room")
      let feed = try await backbone.follow(subject, after: 0)
      var ids: [String] = []
      for round in 0..<3 {
        let records = (round * 100..<round * 100 + 100).map { NewRecord("\($0)") }
        try await eventually("they are stored") { (try? await backbone.append(records, to: subject)) != nil }
        try await eventually("they come") {
          ids += (try? await feed.next(wait: .milliseconds(500)).map(\.id)) ?? []
          return ids.count >= (round + 1) * 100
        }
        server.stop()
        try server.start()
      }
      #expect(ids == (0..<300).map(String.init))
      await backbone.close()
    }
  }

  @Test("user, password and token are checked by the server, and a refusal is said")
  func credentials() async throws {
    try await withFolder { folder in
      let server = try NatsServer(in: folder, extra: "authorization { user: liveshelf, password: \"s3cret\" }")
      defer { server.stop() }
      let right = try NatsSettings(environment: [
        "LIVESHELF_NATS_URL": server.url, "LIVESHELF_NATS_USER": "liveshelf", "LIVESHELF_NATS_PASSWORD": "s3cret",
      ])
      let backbone = try await JetStreamBackbone(right)
      try await backbone.putState("a", Data())
      await backbone.close()
      var wrong = right
      wrong.password = "guess"
      do throws(BackboneError) {
        let backbone = try await JetStreamBackbone(wrong)
        Issue.record("a wrong password was taken: \(backbone.isConnected)")
      } catch {
        guard case .refused = error else {
          Issue.record("\(error)")
          return
        }
        #expect(!error.description.contains("guess"))
      }
    }
  }

  @Test("TLS with an authority of one's own; a stranger's certificate is refused")
  func encryption() async throws {
    try await withFolder { folder in
      let openssl = URL(filePath: "/usr/bin/openssl")
      try #require(FileManager.default.isExecutableFile(atPath: openssl.path), "openssl is missing")
      for name in ["server", "stranger"] {
        let process = Process()
        process.executableURL = openssl
        process.arguments = [
          "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
          "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", folder.path + "/\(name).key", "-out",
          folder.path + "/\(name).pem",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
      }
      let server = try NatsServer(
        in: folder, extra: "tls { cert_file: \"\(folder.path)/server.pem\", key_file: \"\(folder.path)/server.key\" }")
      defer { server.stop() }
      var settings = NatsSettings(servers: ["tls://localhost:\(server.port)"])
      settings.authorityFile = folder.path + "/server.pem"
      let backbone = try await JetStreamBackbone(settings)
      try await backbone.putState("a", Data("secret".utf8))
      #expect(try await backbone.state("a")?.value == Data("secret".utf8))
      await backbone.close()
      settings.authorityFile = folder.path + "/stranger.pem"
      await #expect(throws: BackboneError.self) {
        let backbone = try await JetStreamBackbone(settings)
        defer { Task { await backbone.close() } }
        try await backbone.putState("a", Data())
      }
    }
  }
}

@Suite("Settings of NATS")
struct NatsSettingsTests {
  @Test("the environment has the last word over the file")
  func sources() throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "nats.env")
    try """
    # the cluster
    LIVESHELF_NATS_URL=nats://a:4222, nats://b:4222
    LIVESHELF_NATS_TOKEN=t=1
    LIVESHELF_NATS_REPLICAS=3
    """.write(to: file, atomically: true, encoding: .utf8)
    let settings = try NatsSettings(environment: [
      "LIVESHELF_NATS_SETTINGS": file.path, "LIVESHELF_NATS_REPLICAS": "1",
    ])
    #expect(settings.servers == ["nats://a:4222", "nats://b:4222"])
    #expect(settings.token == "t=1")
    #expect(settings.replicas == 1)
  }

  @Test(
    "wrong settings are named",
    arguments: [
      ("LIVESHELF_NATS_URL", "nonsense"), ("LIVESHELF_NATS_REPLICAS", "2"), ("LIVESHELF_NATS_REPLICAS", "many"),
      ("LIVESHELF_NATS_TLS", "yes please"), ("LIVESHELF_NATS_CA", "/does/not/exist"),
      ("LIVESHELF_NATS_NAMESPACE", "a.b"), ("LIVESHELF_NATS_TIMEOUT_S", "0"),
      ("LIVESHELF_NATS_SETTINGS", "/does/not/exist"),
    ])
  func mistakes(name: String, value: String) {
    do {
      _ = try NatsSettings(environment: [name: value])
      Issue.record("\(name)=\(value) was taken")
    } catch {
      guard case .invalidSetting(name: let named, reason: _) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(named == name)
    }
  }
}
