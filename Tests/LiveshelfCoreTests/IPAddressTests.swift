import LiveshelfCore
import Testing

@Suite struct IPAddressTests {
  @Test(arguments: [
    ("127.0.0.1", "loopback"), ("::1", "loopback"), ("::ffff:127.8.0.1", "loopback"), ("10.0.0.1", "private"),
    ("64:ff9b::a00:1", "private"), ("2002:a00:1::", "private"), ("168.63.129.16", "cloud metadata"),
    ("::ffff:168.63.129.16", "cloud metadata"), ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo"),
    ("2001:db8::1", "documentation"), ("fe80::1", "link-local"), ("fd00::1", "private"), ("::", "not global unicast"),
    ("4000::1", "not global unicast"),
  ])
  func specialAddressesAreKnown(text: String, kind: String) throws {
    #expect(try #require(IPAddress(text)).specialUse == kind)
  }

  @Test(arguments: ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14", "168.63.129.17"])
  func othersAreOrdinary(text: String) throws {
    #expect(try #require(IPAddress(text)).specialUse == nil)
  }

  @Test func loopbackIsThisMachineInAnyWriting() throws {
    for text in ["127.0.0.1", "127.255.0.3", "::1", "::ffff:127.0.0.1"] {
      #expect(try #require(IPAddress(text)).isLoopback, "\(text)")
    }
    for text in ["128.0.0.1", "::", "::2", "10.0.0.1"] {
      #expect(try #require(IPAddress(text)).isLoopback == false, "\(text)")
    }
  }

  @Test func hexadecimalHasTwoDigitsForEachByte() {
    #expect(([0, 9, 10, 255, 16] as [UInt8]).hexText == "00090aff10")
    #expect([UInt8]().hexText.isEmpty)
  }
}
