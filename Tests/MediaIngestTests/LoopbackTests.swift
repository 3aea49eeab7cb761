import Foundation
import LiveshelfCore
import MediaIngest
import Synchronization
import TestSupport
import Testing

/// A free TCP port of this machine.
func freePort() throws -> Int {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(descriptor) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = inet_addr("127.0.0.1")
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  try withUnsafeMutablePointer(to: &address) { pointer in
    try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
      try #require(bind(descriptor, raw, size) == 0)
      try #require(getsockname(descriptor, raw, &size) == 0)
    }
  }
  return Int(UInt16(bigEndian: address.sin_port))
}

/// Runs blocking work on a thread of its own.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread { continuation.resume(with: Result { try work() }) }.start()
  }
}

@Suite(.timeLimit(.minutes(2))) struct LoopbackTests {
  let sample = MediaSource(TestData.sample.appending(path: "broadcast.flv").path)

  @Test func publisherPushesStraightToListener() async throws {
    let address = "rtmp://127.0.0.1:\(try freePort())/live/room"
    let listening = Task { try await onThread { try Reading(.listening(at: address)) } }
    let interrupt = MediaInterrupt()
    var publisher = RecordingPublisher(recording: sample, destination: address)
    publisher.speed = 200
    let ready = publisher
    for _ in 0..<100 {
      do {
        try await onThread { try ready.run(interrupt: interrupt) }
        break
      } catch MediaError.unreachable {
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    let reading = try await listening.value
    #expect(reading.isContiguous)
    #expect(abs(reading.seconds - 212.23) < 0.03)
    #expect(reading.metadata["audiosamplerate"] == "44100")
  }

  @Test func cancellingEndsABlockedListener() async throws {
    let interrupt = MediaInterrupt()
    let address = "rtmp://127.0.0.1:\(try freePort())/live/room"
    let blocked = Task {
      try await onThread { _ = try MediaReader(.listening(at: address), interrupt: interrupt) }
    }
    try await Task.sleep(for: .milliseconds(100))
    interrupt.cancel()
    await #expect(throws: MediaError.cancelled) { try await blocked.value }
  }

  @Test func feedGoesOnWhenThePublisherIsBack() async throws {
    let address = "rtmp://127.0.0.1:\(try freePort())/live/room"
    var policy = FeedPolicy()
    policy.gracePeriod = 3
    let feed = LiveFeed(.listening(at: address), policy: policy)
    let publishing = Task { [sample] in
      for _ in 0..<2 {
        let interrupt = MediaInterrupt()
        let run = Task {
          try await onThread {
            while !interrupt.isCancelled {
              do {
                try RecordingPublisher(recording: sample, destination: address).run(interrupt: interrupt)
              } catch MediaError.unreachable {
                Thread.sleep(forTimeInterval: 0.05)
              }
            }
          }
        }
        try await Task.sleep(for: .seconds(2.5))
        interrupt.cancel()
        _ = try? await run.value
        try await Task.sleep(for: .seconds(1))
      }
    }
    var reading = Reading()
    var states: [FeedState] = []
    try await feed.run { event in
      switch event {
      case .media(let media): reading.add(media)
      case .change(let change):
        states.append(change.state)
      }
    }
    try await publishing.value
    #expect(reading.isContiguous)
    #expect(states == [.connecting, .live, .reconnecting, .live, .reconnecting, .ended])
    let gaps = reading.discontinuities.filter { $0.kind == .reconnection }
    #expect(gaps.count == 1)
    #expect(gaps.first?.lostSeconds ?? 0 > 0.5)
    #expect(reading.seconds > 1 + (gaps.first?.lostSeconds ?? 0))
  }
}
