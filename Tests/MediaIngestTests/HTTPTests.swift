import Foundation
import LiveshelfCore
import MediaIngest
import TestSupport
import Testing

/// HTTP as platforms do it: headers, cookies, redirects, and lengths that are made up.
@Suite(.timeLimit(.minutes(2))) struct HTTPTests {
  /// Seconds of silence as FLV.
  private static func flv(seconds: Int, withoutEnd: Bool = false) -> [UInt8] {
    var writer = FLVWriter()
    for packet in 0..<seconds * 50 {
      writer.muLaw(timestamp: Int64(packet) * 20, [UInt8](repeating: FLVWriter.silence, count: 160))
    }
    return withoutEnd ? Array(writer.bytes.dropLast(2)) : writer.bytes
  }

  @Test func headersAndUserAgentAreSent() throws {
    let server = try TinyServer { request in
      let isBrowser = request.headers["user-agent"]?.contains("Mozilla") ?? false
      guard isBrowser, request.headers["referer"] == "https://live.example.com/" else { return .status(403) }
      return .file(Self.flv(seconds: 2), request)
    }
    defer { server.stop() }
    let source = MediaSource(server.url("/live.flv?sign=a/b+c=="))
    let refused = #expect(throws: MediaError.self) { _ = try MediaReader(source) }
    #expect(refused?.description.contains("--header") == true)
    #expect(refused?.description.contains("sign") == false)
    var settings = MediaSettings()
    let hasReferer = settings.http.add(line: "Referer: https://live.example.com/")
    #expect(hasReferer)
    #expect(try Reading(source, settings: settings).seconds == 2)
    #expect(server.requests.allSatisfy { $0.path == "/live.flv?sign=a/b+c==" })
    let hasUserAgent = settings.http.add(line: "User-Agent: curl/8")
    #expect(hasUserAgent)
    #expect(throws: MediaError.self) { _ = try MediaReader(source, settings: settings) }
    for line in ["Host: elsewhere", "X y: 1", "no colon", "A: b\r\nC: d", "Content-Length: 1"] {
      let isAdded = settings.http.add(line: line)
      #expect(!isAdded)
    }
  }

  /// Some servers pack everything, asked or not.
  @Test func packedAnswersAreUnpacked() throws {
    let server = try TinyServer { _ in
      .ok(Self.packed(Self.flv(seconds: 2)), "Content-Encoding: gzip\r\n")
    }
    defer { server.stop() }
    #expect(try Reading(MediaSource(server.url("/live.flv"))).seconds == 2)
  }

  /// A gzip member (RFC 1952) of stored blocks (RFC 1951, 3.2.4).
  private static func packed(_ bytes: [UInt8]) -> [UInt8] {
    func number(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
    var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var rest = bytes[...]
    while !rest.isEmpty {
      let block = rest.prefix(60_000)
      rest = rest.dropFirst(block.count)
      packed += [rest.isEmpty ? 1 : 0] + number(UInt16(block.count)) + number(~UInt16(block.count)) + block
    }
    let checksum = bytes.reduce(~UInt32(0)) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return packed + number(~checksum) + number(UInt32(bytes.count))
  }

  @Test func redirectsCarryCookiesAndAreChecked() throws {
    let server = try TinyServer { request in
      switch request.path {
      case "/go": .status(302, "Location: /live.flv?token=1\r\nSet-Cookie: session=k3y; Path=/; HttpOnly\r\n")
      case "/live.flv?token=1" where request.headers["cookie"] == "session=k3y": .file(Self.flv(seconds: 1), request)
      case "/away": .status(302, "Location: http://metadata.internal/latest\r\n")
      case "/loop": .status(302, "Location: /loop\r\n")
      default: .status(404)
      }
    }
    defer { server.stop() }
    var settings = MediaSettings()
    settings.addressPolicy = AddressPolicy { host, _ throws(AddressPolicy.Refusal) in
      guard host == "127.0.0.1" else { throw AddressPolicy.Refusal("\(host) is a private address") }
      return host
    }
    #expect(try Reading(MediaSource(server.url("/go")), settings: settings).seconds == 1)
    #expect(
      throws: MediaError.addressRefused(
        address: "http://metadata.internal/latest", reason: "metadata.internal is a private address")
    ) { _ = try MediaReader(MediaSource(server.url("/away")), settings: settings) }
    let endless = #expect(throws: MediaError.self) { _ = try MediaReader(MediaSource(server.url("/loop"))) }
    #expect(endless?.description.contains("redirects without end") == true)
  }

  @Test func theCheckedAddressIsTheOneThatIsConnectedTo() throws {
    let server = try TinyServer { .file(Self.flv(seconds: 1), $0) }
    defer { server.stop() }
    var settings = MediaSettings()
    settings.addressPolicy = AddressPolicy { _, _ in "127.0.0.1" }
    let source = MediaSource("http://no-such-host.invalid:\(server.port)/a.flv")
    #expect(try Reading(source, settings: settings).seconds == 1)
    #expect(server.requests.first?.headers["host"] == "no-such-host.invalid:\(server.port)")
    let other = MediaSource("rtmp://no-such-host.invalid:\(try freePort())/live/room")
    let error = #expect(throws: MediaError.self) { _ = try MediaReader(other, settings: settings) }
    #expect(error?.description.contains("refused") == true)
  }

  @Test func segmentsAreCheckedAndFilesStayClosed() throws {
    let list = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n%\n#EXT-X-ENDLIST\n"
    let server = try TinyServer { request in
      let address = request.path == "/file.m3u8" ? "file:///etc/hostname" : "http://10.0.0.1/a.ts"
      return .file(Array(list.replacingOccurrences(of: "%", with: address).utf8), request)
    }
    defer { server.stop() }
    var settings = MediaSettings()
    settings.addressPolicy = AddressPolicy { host, _ throws(AddressPolicy.Refusal) in
      guard host == "127.0.0.1" else { throw AddressPolicy.Refusal("private") }
      return host
    }
    for path in ["/file.m3u8", "/net.m3u8"] {
      let error = #expect(throws: MediaError.self) {
        _ = try Reading(MediaSource(server.url(path)), settings: settings)
      }
      guard case .addressRefused = error else {
        Issue.record("\(path): \(String(describing: error))")
        continue
      }
    }
  }

  @Test func aPlaylistFromAPipeOpensNothing() async throws {
    // The same way as `srt://…` and `udp://…`: bytes of a protocol that libav opens.
    let port = try freePort()
    let listener = Task {
      try await onThread {
        _ = try MediaReader(MediaSource("tcp://127.0.0.1:\(port)?listen=1"))
      }
    }
    let text = Array("#EXTM3U\n#EXTINF:2,\n/etc/hostname\n#EXT-X-ENDLIST\n".utf8)
    try await onThread {
      for _ in 0..<100 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = in_port_t(port).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
          pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
          }
        }
        if code == 0 {
          _ = send(descriptor, text, text.count, Int32(MSG_NOSIGNAL))
          return
        }
        Thread.sleep(forTimeInterval: 0.05)
      }
    }
    let error = await #expect(throws: MediaError.self) { try await listener.value }
    #expect(error?.description.contains("playlist that came over tcp") == true)
  }

  @Test func whatHasAnEndIsARecordingAndWhatHasNoneIsLive() throws {
    let whole = Self.flv(seconds: 3)
    let cut = Self.flv(seconds: 3, withoutEnd: true)
    let server = try TinyServer { request in
      switch request.path {
      case "/recording.flv": return .file(whole, request)
      case "/growing.flv": return .file(cut, request)
      case "/length.flv":
        return .init(head: "HTTP/1.1 200 OK\r\nContent-Length: 2147483647\r\n", pieces: [whole])
      case "/ranges.flv": return .init(head: "HTTP/1.1 200 OK\r\nAccept-Ranges: bytes\r\n", pieces: [whole])
      default:
        // A server that says it knows ranges, and sends the live stream whatever is asked for.
        return .init(
          head: "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-2147483646/2147483647\r\n", pieces: [whole])
      }
    }
    defer { server.stop() }
    let expected = [
      "/recording.flv": false, "/growing.flv": true, "/length.flv": true, "/ranges.flv": true, "/liar.flv": true,
    ]
    for (path, isLive) in expected {
      let reader = try MediaReader(MediaSource(server.url(path)))
      #expect(reader.isLive == isLive, "\(path)")
      var anchors: [WallClockAnchor] = []
      while let event = try? reader.next() {
        if case .anchor(let anchor) = event { anchors.append(anchor) }
      }
      #expect(anchors.isEmpty != isLive, "\(path)")
      #expect(reader.position.seconds > 2.8)
    }
  }
}
