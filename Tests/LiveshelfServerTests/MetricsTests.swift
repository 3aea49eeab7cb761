import LiveshelfCore
import LiveshelfServer
import NIOHTTP1
import RoomAPI
import Testing

@Suite struct MetricsTests {
  @Test func theTextFollowsPrometheus() async throws {
    try await TestServer.run { server in
      _ = try await server.call(.GET, "/v1/rooms")
      _ = try await server.call(.POST, "/v1/rooms/main/orders", json: "[]")
      _ = try await server.call(.GET, "/v1/rooms", headers: [("Host", "evil.example")])
      let answer = try await server.call(.GET, "/metrics")
      #expect(answer.headers.first(name: "Content-Type")?.hasPrefix("text/plain; version=0.0.4") ?? false)
      let lines = answer.body.split(separator: "\n")
      for expected in [
        #"liveshelf_http_requests_total{method="GET",path="/v1/rooms",status="200"} 1"#,
        #"liveshelf_http_requests_total{method="GET",path="/v1/rooms",status="421"} 1"#,
        #"liveshelf_http_refusals_total{reason="host"} 1"#,
        #"liveshelf_http_request_duration_seconds_count{method="GET",path="/v1/rooms"} 2"#,
      ] {
        #expect(lines.contains { $0 == expected }, "\(expected)")
      }
      try check(lines.map(String.init))
    }
  }

  /// Each family has its help and type once, before its samples; names and values have the right shape.
  private func check(_ lines: [String]) throws {
    var types: [String: String] = [:]
    for line in lines {
      let words = line.split(separator: " ", maxSplits: 3)
      if line.hasPrefix("# TYPE ") {
        let name = String(words[2])
        #expect(types[name] == nil)
        types[name] = String(words[3])
        #expect((types[name] == "counter") == name.hasSuffix("_total"))
      } else if !line.hasPrefix("#") {
        let name = String(line.prefix { $0 != "{" && $0 != " " })
        let suffixes = ["_bucket", "_sum", "_count"].filter { name.hasSuffix($0) }
        let family = suffixes.first.map { String(name.dropLast($0.count)) } ?? name
        #expect(types[family] != nil || types[name] != nil, "\(line)")
        #expect(line.split(separator: " ").last.flatMap { Double($0) } != nil, "\(line)")
      }
    }
  }
}
