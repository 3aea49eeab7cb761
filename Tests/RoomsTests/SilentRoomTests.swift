import Foundation
import LiveshelfCore
import RoomEngine
import Rooms
import TestSupport
import Testing

/// What a room that runs does not hear stands among its feeds, for the screen and the API.
@Suite(.timeLimit(.minutes(1))) struct SilentRoomTests {
  private func frame(_ room: LiveRoom, where wanted: (RoomFrame) -> Bool) async -> RoomFrame? {
    for await frame in room.frames() where wanted(frame) { return frame }
    return nil
  }

  private func reason(_ feed: String, in frame: RoomFrame) -> FeedReason? {
    frame.feeds.first { $0.feed == feed }?.reason
  }

  private func speech(at seconds: Double) -> RoomInput {
    let (start, end) = (StreamTime(seconds: seconds - 3), StreamTime(seconds: seconds - 1))
    let utterance = Utterance(
      start: start, end: end, detectedAt: StreamTime(seconds: seconds),
      hypotheses: [Hypothesis(tokens: [SpokenToken(text: "好", start: start, end: end)], logProbability: -1)])
    return RoomInput(at: utterance.detectedAt, .utterance(utterance))
  }

  @Test func aRoomSaysWhatItDoesNotHear() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let room = try LiveRoom(
      name: RoomName("test") ?? .main, catalog: Catalog([Product(sku: "A", name: "保温杯")]), folder: folder)
    let now = WallClock.system.now
    func orders(_ sku: SKU, _ numbers: Range<Int>) -> RoomIntake {
      RoomIntake(
        numbers.map {
          .order(
            OrderEvent(
              eventID: "e\($0)", orderID: "o\($0)", type: .created, sku: sku, quantity: 1, unitPrice: Money("9"),
              eventTime: now))
        }, receivedAt: now)
    }
    _ = try await room.submit(orders("Z", 0..<20))
    let unknown = await frame(room) { reason("orders", in: $0) != nil }
    #expect(unknown.flatMap { reason("orders", in: $0) } == .unknownProducts(orders: 20))
    _ = try await room.submit(orders("A", 20..<21))
    #expect(await frame(room) { reason("orders", in: $0) == nil } != nil)

    let live = FeedChange(feed: "audio", state: .live, at: .zero, reason: .receiving(address: "rtmp://host/live"))
    let quiet = (1...130).map { RoomInput(at: StreamTime(seconds: Double($0)), .heard) }
    room.hear([RoomInput(at: .zero, .feed(live))] + quiet)
    let silent = await frame(room) { reason("speech", in: $0) != nil }
    #expect(silent.flatMap { reason("speech", in: $0) } == .noSpeech(seconds: 120))
    // Somebody speaks, and names nothing of the catalog.
    var spoken: [RoomInput] = []
    for second in 131...460 {
      if second % 20 == 0 { spoken.append(speech(at: Double(second))) }
      spoken.append(RoomInput(at: StreamTime(seconds: Double(second)), .heard))
    }
    room.hear(spoken)
    let nameless = await frame(room) {
      if case .noProductNamed? = reason("speech", in: $0) { true } else { false }
    }
    #expect(nameless != nil)
    // The room's answer to whoever asks what is going on.
    #expect(nameless?.feeds.first { $0.feed == "speech" }?.state == .stalled)
    try await room.end()
    #expect(await frame(room) { reason("speech", in: $0) == nil } != nil)
    await room.close()
  }
}
