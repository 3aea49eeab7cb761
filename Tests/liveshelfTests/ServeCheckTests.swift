import Foundation
import TestSupport
import Testing

/// `serve --check` says what the start would say, and named networks are allowed.
@Suite struct ServeCheckTests {
  private let folder: URL

  init() throws {
    folder = try TestData.temporaryFolder()
    try "whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=\n".write(
      to: folder.appending(path: "secret"), atomically: true, encoding: .utf8)
    try " \n".write(to: folder.appending(path: "empty"), atomically: true, encoding: .utf8)
  }

  private func check(_ configuration: String, environment: [String: String] = [:]) throws -> Program.Result {
    let file = folder.appending(path: "liveshelf.yaml")
    try "data: \(folder.path)/data\n\(configuration)".write(to: file, atomically: true, encoding: .utf8)
    return try Program.run(["serve", "--config", file.path, "--check"], environment: environment)
  }

  private func webhook(_ url: String, secret: String = "secret") -> String {
    "sinks: [{name: wms, type: webhook, url: \"\(url)\", secret_file: \(folder.path)/\(secret)}]\n"
  }

  @Test func aWebhookInTheHouseNeedsItsNetworkNamed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let refused = try check(webhook("https://10.20.0.16/hooks"))
    #expect(refused.code == 1 && refused.errors.contains("networks.webhooks"), "\(refused.errors)")
    for network in ["10.20.0.0/16", "10.20.0.16"] {
      let fine = try check(webhook("https://10.20.0.16/hooks") + "networks: {webhooks: [\(network)]}")
      #expect(fine.code == 0, "\(fine.errors)")
    }
    let plain = try check(webhook("http://10.20.0.16/hooks") + "networks: {webhooks: [10.20.0.0/16]}")
    #expect(plain.code == 0, "\(plain.errors)")
    #expect(try check(webhook("https://10.21.0.16/hooks") + "networks: {webhooks: [10.20.0.0/16]}").code == 1)
    #expect(try check("networks: {webhooks: [ten]}").errors.contains("networks.webhooks"))
    // Nothing was made.
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "data").path))
  }

  @Test func whatWouldKeepItFromStartingIsSaid() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cases: [(String, String)] = [
      (webhook("https://hooks.example.com/x", secret: "empty"), "is empty"),
      (webhook("https://hooks.example.com/x", secret: "none"), "cannot be read"),
      ("server: {bind: 0.0.0.0}\n", "token"), ("thresholds: \(folder.path)/none.yaml\n", "none.yaml"),
      ("rooms: [{name: main, catalog: \(folder.path)/none.csv}]\n", "none.csv"),
      ("rooms: [{name: main, markers: \(folder.path)/none}]\n", "none"),
      ("security: {intake_secrets: \(folder.path)/none.yaml}\n", "none.yaml"),
    ]
    for (configuration, words) in cases {
      let result = try check(configuration)
      #expect(result.code == 1 && result.errors.contains(words), "\(configuration): \(result.errors)")
    }
    let empty = try check("", environment: ["LIVESHELF_INTAKE_SECRET_MAIN": ""])
    #expect(empty.code == 1 && empty.errors.contains("LIVESHELF_INTAKE_SECRET_MAIN"), "\(empty.errors)")
    #expect(try check("server: {port: 0}\n").code == 0)
  }
}
