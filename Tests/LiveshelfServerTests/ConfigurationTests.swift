import Foundation
import LiveshelfCore
import LiveshelfServer
import Logging
import RoomAPI
import Synchronization
import TestSupport
import Testing

@Suite struct ConfigurationTests {
  private func problems(_ text: String, environment: [String: String] = [:]) -> [String] {
    do {
      _ = try ServerConfiguration.parse(text, file: "liveshelf.yaml", environment: environment)
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  @Test func anEmptyFileGivesTheDefaults() throws {
    #expect(try ServerConfiguration.parse("", file: "x") == ServerConfiguration())
    #expect(try ServerConfiguration.parse("server:\nsinks:\n", file: "x") == ServerConfiguration())
  }

  @Test func theExampleOfTheProjectIsRight() throws {
    let file = TestData.checkout.appending(path: "Deploy/liveshelf.yaml")
    let configuration = try ServerConfiguration.read(file, environment: [:])
    #expect(!configuration.rooms.isEmpty && configuration.sinks.count >= 5)
  }

  @Test func theEnvironmentWins() throws {
    let configuration = try ServerConfiguration.parse(
      "server: {port: 1, allow_hosts: [a]}\nlimits: {rooms: 3}", file: "x",
      environment: [
        "LIVESHELF_SERVER_PORT": "9000", "LIVESHELF_SERVER_ALLOW_HOSTS": "b, c", "LIVESHELF_LIMITS_ROOMS": "7",
        "LIVESHELF_SECURITY_ATTACH_ALLOW_PRIVATE": "true", "LIVESHELF_DATA": "/srv/liveshelf",
      ])
    #expect(configuration.server.port == 9000)
    #expect(configuration.server.allowHosts == ["b", "c"])
    #expect(configuration.limits.rooms == 7)
    #expect(configuration.security.attach.allowsPrivateAddresses)
    #expect(configuration.dataFolder == "/srv/liveshelf")
  }

  @Test func everythingWrongIsToldWithItsLine() {
    let found = problems(
      """
      server:
        port: 70000
        prot: 1
      rooms:
        - name: a/b
        - name: fine
          listen: true
      sinks:
        - {name: hook, type: webhook}
        - {name: hook, type: pigeon}
      logging: {level: loud}
      """)
    for part in [
      "liveshelf.yaml:2: server.port:", "liveshelf.yaml:3: server.prot: is unknown", "liveshelf.yaml:5: rooms[0].name:",
      "liveshelf.yaml:7: rooms[1].listen: needs `url`",
      "liveshelf.yaml:9: sinks[0]: a sink of type webhook needs `url`",
      "liveshelf.yaml:10: sinks[1].type: 'pigeon'", "liveshelf.yaml:11: logging.level: 'loud'",
    ] {
      #expect(found.contains { $0.hasPrefix(part) }, "\(part) in \(found)")
    }
  }

  @Test(arguments: [
    "a: [", "server: 7", "\t", "server: {port: 1, port: 2}", "rooms: {a: b}", "&a [*a]", "server:\n  bind: elsewhere",
    "security: {attach: {schemes: [gopher]}}", "rooms: [{name: a}, {name: a}]", "? [1]\n: 2",
  ])
  func brokenFilesAreRefused(text: String) {
    #expect(!problems(text).isEmpty)
  }

  @Test func theEnvironmentIsCheckedToo() {
    #expect(problems("", environment: ["LIVESHELF_SERVER_PORT": "many"]).count == 1)
  }

  @Test func secretsAreReadAndNeverQuoted() throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "secrets.yaml")
    try "main: [0123456789abcdef, fedcba9876543210]\n".write(to: file, atomically: true, encoding: .utf8)
    #expect(try IntakeSecrets(file, environment: [:]).secrets(of: .main).count == 2)
    let fromEnvironment = try IntakeSecrets(file, environment: ["LIVESHELF_INTAKE_SECRET_MAIN": "from the environment"])
    #expect(fromEnvironment.secrets(of: .main) == ["from the environment"])
    try "main: short\n".write(to: file, atomically: true, encoding: .utf8)
    do {
      _ = try IntakeSecrets(file, environment: [:])
      Issue.record("a short secret was taken")
    } catch {
      #expect(error.description.contains("secrets.yaml:1") && !error.description.contains("short\n"))
    }
  }

  @Test func aWrongFileChangesNothingOnReload() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "liveshelf.yaml")
    let applied = Mutex<[Int]>([])
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let reloader = ConfigurationReloader(file, environment: [:], logger: logger) { configuration, _ in
      applied.withLock { $0.append(configuration.limits.rooms) }
    }
    try "limits: {rooms: 5}".write(to: file, atomically: true, encoding: .utf8)
    #expect(await reloader.reload() == nil)
    try "limits: {rooms: none}".write(to: file, atomically: true, encoding: .utf8)
    #expect(await reloader.reload() != nil)
    #expect(applied.withLock { $0 } == [5])
  }

  @Test func whatNeedsARestartIsNamed() throws {
    let old = try ServerConfiguration.parse(
      "server: {port: 1}\nrooms: [{name: a, url: 'rtmp://a/b/c'}]\nlimits: {rooms: 3}", file: "old")
    let new = try ServerConfiguration.parse(
      """
      server: {port: 2, allow_hosts: [shelf.example]}
      rooms: [{name: a, url: 'rtmp://a/b/d'}, {name: b}]
      sinks: [{name: out, type: stdout}]
      limits: {rooms: 5, connections: 99}
      security: {require_tokens: true, session_hours: 3}
      logging: {level: debug}
      """, file: "new")
    #expect(
      new.keysThatNeedRestart(since: old) == [
        "limits.connections", "logging.level", "rooms.a", "security.require_tokens", "server.allow_hosts",
        "server.port",
        "sinks",
      ])
    #expect(new.keysThatNeedRestart(since: new) == [])
  }

  @Test func whatTheCommandLineSetsHoldsOverWhatIsReadAnew() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "liveshelf.yaml")
    try "server: {port: 5}".write(to: file, atomically: true, encoding: .utf8)
    let applied = Mutex<[Int]>([])
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let reloader = ConfigurationReloader(
      file, environment: [:], logger: logger, overrides: { $0.server.port = 7 },
      apply: { configuration, _ in applied.withLock { $0.append(configuration.server.port) } })
    #expect(await reloader.reload() == nil)
    #expect(applied.withLock { $0 } == [7])
  }

  /// Logs describe services by interpolation.
  @Test func descriptionsHoldNoSecrets() {
    let reloader = ConfigurationReloader(
      nil, environment: ["LIVESHELF_INTAKE_SECRET_MAIN": "very secret"], logger: Logger(label: "test"),
      apply: { _, _ in })
    #expect(!"\(reloader)".contains("secret") && !String(reflecting: reloader).contains("secret"))
  }
}
