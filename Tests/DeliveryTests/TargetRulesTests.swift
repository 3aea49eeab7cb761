import Delivery
import LiveshelfCore
import Testing

@Suite struct TargetRulesTests {
  @Test(
    "Special addresses are refused",
    arguments: [
      "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
      "100.100.100.200", "100.64.0.1", "192.0.0.192", "168.63.129.16", "224.0.0.1", "255.255.255.255", "198.18.0.1",
      "203.0.113.9", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1",
      "::ffff:169.254.169.254", "64:ff9b::10.0.0.1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:db8::1", "2001::1",
      "::127.0.0.1", "fec0::1",
    ])
  func refused(_ text: String) throws {
    let address = try #require(IPAddress(text))
    #expect(TargetRules().refusal(of: address)?.contains("special address") == true)
  }

  @Test(
    "Ordinary addresses are fine",
    arguments: [
      "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8",
    ])
  func fine(_ text: String) throws {
    #expect(TargetRules().refusal(of: try #require(IPAddress(text))) == nil)
  }

  @Test("Networks that are allowed are fine, and no others")
  func allowed() throws {
    let rules = TargetRules(allowedNetworks: [try #require(IPNetwork("10.2.0.0/15")), try #require(IPNetwork("::1"))])
    for (text, isFine) in [
      ("10.2.0.1", true), ("10.3.255.255", true), ("10.4.0.0", false), ("::1", true), ("::2", false),
      ("::ffff:10.3.0.1", true), ("127.0.0.1", false),
    ] {
      #expect((rules.refusal(of: try #require(IPAddress(text))) == nil) == isFine, "\(text)")
    }
    for text in ["10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0/8", "", "/8", "::/129", "10.0.0.0/x"] {
      #expect(IPNetwork(text) == nil, "\(text)")
    }
  }

  @Test(
    "URLs that no webhook may have are refused with a reason",
    arguments: [
      "", "hook", "ftp://example.com/", "https://", "https://user:word@example.com/", "https://exa mple.com/",
      "https://例子.com/", "https://example.com:0/", "https://example.com:99999/", "http://example.com/",
      "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/hook", "https://169.254.169.254/latest",
      "file:///etc/passwd", "https://exam%70le%2ecom/", "https://example.com/\u{1}", "https://example.com/a b",
      "https://" + String(repeating: "a", count: 3000),
    ])
  func urls(_ url: String) throws {
    let secret = try WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    #expect(throws: DeliveryError.self) { try WebhookSink(WebhookSettings(url: url, secrets: [secret])) }
  }

  @Test("Errors about a target never show its path, which may hold a token")
  func secrecy() async throws {
    let secret = try WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    let error = #expect(throws: DeliveryError.self) {
      try WebhookSink(WebhookSettings(url: "http://10.0.0.1/robot/send?token=abc", secrets: [secret]))
    }
    #expect(error?.description.contains("abc") == false)
    #expect("\(secret)" == "whsec_…")
  }
}
