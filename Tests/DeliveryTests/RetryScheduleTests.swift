import Delivery
import Testing

@Suite struct RetryScheduleTests {
  @Test("The jitter lengthens by up to a tenth, differs between rooms and repeats exactly")
  func jitter() {
    let delays = (0..<200).compactMap { RetrySchedule.webhook.delay(after: 3, key: "room\($0)/webhook/1") }
    #expect(delays.allSatisfy { (300...330).contains($0) })
    #expect(Set(delays).count > 190)
    #expect(delays == (0..<200).compactMap { RetrySchedule.webhook.delay(after: 3, key: "room\($0)/webhook/1") })
  }

  @Test("Odd settings and odd answers never give an odd wait")
  func oddities() {
    #expect(RetrySchedule(delays: []).delay(after: 1, key: "") == nil)
    #expect(RetrySchedule(delays: [], jitter: 0, whenExhausted: .hold).delay(after: 1, key: "") == 1)
    #expect(RetrySchedule(delays: [10], jitter: -5).delay(after: 1, key: "") == 10)
    #expect(RetrySchedule(delays: [10], jitter: 0).delay(after: 1, key: "", retryAfter: .nan) == 10)
    #expect(RetrySchedule(delays: [10], jitter: 0).delay(after: 1, key: "", retryAfter: .infinity) == 3600)
    #expect(RetrySchedule.webhook.delay(after: 9, key: "", retryAfter: 5) == nil)
    #expect(RetrySchedule.webhook.delay(after: 0, key: "") == nil)
  }
}
