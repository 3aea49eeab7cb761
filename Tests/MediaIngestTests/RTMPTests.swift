import Foundation
import LiveshelfCore
import MediaIngest
import Synchronization
import TestSupport
import Testing

/// RTMP as publishers and platforms speak it.
@Suite(.timeLimit(.minutes(2))) struct RTMPTests {
  /// What a feed yields, from the task that runs it.
  private final class Heard: Sendable {
    let reading = Mutex(Reading())
  }

  @Test func messagesAreCutIntoChunksAndPutTogether() throws {
    var generator = SystemRandomNumberGenerator()
    var reader = RTMPChunkReader()
    var sent: [RTMPMessage] = []
    for size in [0, 1, 127, 128, 129, 4096, 60_000] {
      let payload = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let message = RTMPMessage(kind: 9, timestamp: UInt32(size), stream: 1, payload: payload)
      sent.append(message)
      // Byte by byte, as a slow network may bring them.
      for byte in message.chunks(of: 128) { reader.append([byte]) }
    }
    var received: [RTMPMessage] = []
    while let message = try reader.next() { received.append(message) }
    #expect(received == sent)
  }

  @Test func messagesBeyondTheLimitAreRefused() {
    var reader = RTMPChunkReader()
    reader.append([3, 0, 0, 0, 0xFF, 0xFF, 0xFF, 9, 0, 0, 0, 0])
    #expect(throws: RTMPChunkReader.Malformed.self) { _ = try reader.next() }
  }

  @Test func applicationAndKeyAreChecked() async throws {
    let port = try freePort()
    let right = "rtmp://127.0.0.1:\(port)/live/room1-k3y/a+b=="
    let heard = Heard()
    var policy = FeedPolicy()
    policy.gracePeriod = 2
    policy.firstWait = 60
    let feed = LiveFeed(.listening(at: right), policy: policy)
    let listening = Task {
      try await feed.run { event in
        if case .media(let media) = event { heard.reading.withLock { $0.add(media) } }
      }
    }
    let sample = MediaSource(TestData.sample.appending(path: "broadcast.flv").path)
    func publish(_ address: String) async -> MediaError? {
      var publisher = RecordingPublisher(recording: sample, destination: address)
      publisher.speed = 200
      let ready = publisher
      for _ in 0..<100 {
        do {
          try await onThread { try ready.run(interrupt: MediaInterrupt()) }
          return nil
        } catch MediaError.unreachable(_, let detail) where detail.contains("Connection refused") {
          try? await Task.sleep(for: .milliseconds(50))
        } catch {
          return error as? MediaError
        }
      }
      return nil
    }
    for wrong in ["live/room1-k3x/a+b==", "other/room1-k3y/a+b==", "live/room1-k3y", "live/room1-k3y/a+b==x"] {
      _ = await publish("rtmp://127.0.0.1:\(port)/\(wrong)")
    }
    #expect(heard.reading.withLock { $0.samples } == 0)
    #expect(heard.reading.withLock { $0.notices } == [.publisherRefused])
    _ = await publish(right + "?expires=1/2")
    try await listening.value
    let reading = heard.reading.withLock { $0 }
    #expect(abs(reading.seconds - 212.23) < 0.03)
    #expect(reading.isContiguous)
  }

  @Test func theQueryBelongsToTheStream() throws {
    let cases = [
      ("rtmp://h/live/show?token=q8/Z+3w==", "live", "show?token=q8/Z+3w=="),
      ("rtmp://h:1936/app/instance/show", "app/instance", "show"),
      ("rtmp://h/app/mp4:folder/file.mp4", "app", "mp4:folder/file.mp4"),
      ("rtmp://h/live/show", "live", "show"),
    ]
    for (address, application, name) in cases {
      let parts = try #require(RTMPAddress(address))
      #expect(parts.application == application)
      #expect(parts.name == name)
    }
    #expect(RTMPAddress("rtmp://h/live") == nil)
    #expect(RTMPAddress("rtmp://h/live?a=b/c") == nil)
  }

  @Test func relativeAddressesAreResolved() {
    let base = "http://u:p@host:81/live/index.m3u8?t=a/b"
    for (reference, expected) in [
      ("a.ts", "http://u:p@host:81/live/a.ts"), ("/x/a.ts?b", "http://u:p@host:81/x/a.ts?b"),
      ("//cdn/a.ts", "http://cdn/a.ts"), ("https://c/a", "https://c/a"),
      ("?t=2", "http://u:p@host:81/live/index.m3u8?t=2"),
    ] {
      #expect(URLParts.resolve(reference, base: base) == expected)
    }
    #expect(URLParts.resolve("a.ts", base: "/data/x.m3u8") == "/data/a.ts")
    #expect(URLParts.resolve("a.ts", base: "x.m3u8") == "a.ts")
    #expect(URLParts.resolve("a.ts", base: "http://host") == "http://host/a.ts")
    #expect(URLParts("http://[::1]:8080/a")?.host == "::1")
  }
}
