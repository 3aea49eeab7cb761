import ConnectorTestSupport
import Connectors
import Delivery
import Foundation
import LiveshelfCore
import TestSupport
import Testing

/// Our verification of 1,000 random bodies, against Standard Webhooks' own library and Shopify's documented formula.
@Suite(.timeLimit(.minutes(2))) struct SignatureAgreementTests {
  private static let python = TestData.checkout.appending(path: ".build/test-tools/bin/python")
  private static let isOffline = ProcessInfo.processInfo.environment["LIVESHELF_OFFLINE"] == "1"
  private static let isThere = FileManager.default.isExecutableFile(atPath: python.path)

  private struct Signed: Decodable {
    var body, id, standard, shopify: String
  }

  @Test(
    .enabled(
      if: isThere || !isOffline, "standardwebhooks is missing, and LIVESHELF_OFFLINE says that it cannot be fetched"))
  func theOfficialCodesAreOurs() async throws {
    try #require(Self.isThere, "standardwebhooks is missing: run Scripts/setup.sh --tests")
    let process = Process()
    process.executableURL = Self.python
    process.arguments = [TestData.checkout.appending(path: "Tests/webhook_codes.py").path, "7", "1000"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let lines = output.fileHandleForReading.readDataToEndOfFile().split(separator: 0x0A)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && lines.count == 1000)
    let time = WallTime(microseconds: ShopWorld.start * 1_000_000)
    let secrets = [try WebhookSecret(MockWhatnot.secret)]
    let verifier = WebhookVerifier(secrets: secrets)
    try await Plugged.run(MockShopify()) { plugged in
      for line in lines {
        let signed = try JSONDecoder().decode(Signed.self, from: Data(line))
        let body = Array(signed.body.utf8)
        try verifier.verify(
          id: signed.id, timestamp: "\(ShopWorld.start)", signatures: signed.standard, body: body, now: time)
        #expect(
          WebhookSignature(id: signed.id, at: time, body: signed.body, secrets: secrets).signatures == signed.standard)
        let call = MockShopify.signed(body, topic: "none", id: signed.id)
        #expect(call.headers["x-shopify-hmac-sha256"] == signed.shopify)
        var other = call
        other.headers["x-shopify-hmac-sha256"] = signed.shopify
        // Believed, whatever the body is worth.
        _ = try await plugged.desk.accept(other, for: plugged.name)
        other.body.append(0x20)
        await #expect(throws: ConnectorError.self) { _ = try await plugged.desk.accept(other, for: plugged.name) }
      }
    }
  }
}
