internal import Concurrency
internal import CoreMetrics
internal import Foundation
internal import Synchronization
internal import LiveshelfCore
internal import Metering

extension ConnectorRunner {
  /// Seconds that two polls have in common: platforms show a change a while after it.
  static let overlap = 300.0
  /// Seconds before its first start of which a connector asks.
  static let firstLook = 3600.0
  /// Seconds of a backfill that are asked for at once: platforms refuse longer windows.
  private static let backfillStep = 86_400.0
  /// Pages of one window; what goes on longer repeats itself.
  private static let mostPages = 10_000
  /// While so many rows wait for their room, a backfill waits too.
  private static let mostWaiting = 20_000

  private static let cursor = "cursor"
  private static let backfill = "backfill"

  /// A backfill under way.
  private struct Backfill: Codable {
    /// Microseconds.
    var from: Int64
    var until: Int64
    var page: String?
  }

  /// Asks again and again for what changed: calls go missing.
  func keepPolling() async {
    guard settings.pollSeconds > 0 else { return }
    var backoff = Backoff(from: .seconds(settings.retrySeconds), to: .seconds(300))
    while !Task.isCancelled {
      var wait = settings.pollSeconds
      do throws(ConnectorError) {
        guard try await poll() else { return }
        isWell()
        backoff.reset()
      } catch {
        note(error)
        wait = min(backoff.next() / .seconds(1), max(wait, 1))
        if case .later(_, let seconds?) = error { wait = max(wait, min(seconds, 3600)) }
      }
      await pollBell.wait(seconds: wait)
    }
  }

  /// Takes over what has changed since the last poll.
  ///
  /// - Returns: false: the platform cannot be asked.
  @discardableResult func poll() async throws(ConnectorError) -> Bool {
    let now = clock.now
    let last = try await store.fact(Self.cursor, of: settings.name).flatMap { Int64($0) }
    let from = last.map { WallTime(microseconds: $0) + -Self.overlap } ?? (now + -Self.firstLook)
    let window = PollWindow(from: from, until: now)
    var page: String?
    var seen: Set<String> = []
    repeat {
      guard let next = try await take(page: page, of: window) else { return false }
      page = next.isEmpty ? nil : next
      if let page, !seen.insert(page).inserted || seen.count > Self.mostPages {
        throw .later("the platform gives the same page again", retryAfter: nil)
      }
    } while page != nil && !Task.isCancelled
    if Task.isCancelled { return true }
    try await store.set(Self.cursor, "\(now.microseconds)", of: settings.name)
    try await store.trim(settings.name, at: now)
    health.withLock { $0.lastPollAt = now }
    MetricFamily.connectorPolled.gauge(settings.name, in: metrics).set(Double(now.microseconds) / 1_000_000)
    return true
  }

  /// - Returns: the next page; empty: there is none; nil: the platform cannot be asked.
  private func take(page: String?, of window: PollWindow) async throws(ConnectorError) -> String? {
    let found = try await tokens.asking { () async throws(ConnectorError) -> PollPage? in
      try await self.connector.poll(window, page: page, self.platform)
    }
    guard let found else { return nil }
    try await take(found.finding)
    return found.next ?? ""
  }

  // MARK: Backfill

  /// Asks for all that changed since a moment, beside everything else.
  func beginBackfill(since: WallTime) async throws(ConnectorError) {
    try await keep(Backfill(from: since.microseconds, until: clock.now.microseconds, page: nil))
    pollBell.ring()
    backfillBell.ring()
  }

  func keepBackfilling() async {
    var backoff = Backoff(from: .seconds(settings.retrySeconds), to: .seconds(300))
    var seen: Set<String> = []
    while !Task.isCancelled {
      do throws(ConnectorError) {
        guard var work = try await currentBackfill() else {
          health.withLock { $0.backfillFrom = nil }
          await backfillBell.wait(seconds: 60)
          continue
        }
        health.withLock { $0.backfillFrom = WallTime(microseconds: work.from) }
        if try await store.outgoingCount(of: settings.name) > Self.mostWaiting {
          await pause(.milliseconds(200))
          continue
        }
        let from = WallTime(microseconds: work.from)
        let until = WallTime(microseconds: min(work.until, (from + Self.backfillStep).microseconds))
        guard let next = try await take(page: work.page, of: PollWindow(from: from, until: until)) else {
          throw .refused("the platform cannot be asked for the past")
        }
        if !next.isEmpty, !seen.insert(next).inserted {
          throw .later("the platform gives the same page again", retryAfter: 60)
        }
        work.page = next.isEmpty ? nil : next
        if next.isEmpty {
          seen = []
          work.from = until.microseconds
        }
        try await keep(work.from < work.until ? work : nil)
        backoff.reset()
      } catch {
        note(error)
        if case .refused = error { await forgetBackfill() }
        seen = []
        await pause(backoff.next())
      }
    }
  }

  private func currentBackfill() async throws(ConnectorError) -> Backfill? {
    guard let text = try await store.fact(Self.backfill, of: settings.name) else { return nil }
    guard let work = try? JSONDecoder().decode(Backfill.self, from: Data(text.utf8)) else {
      throw .storage("the state of a backfill cannot be read; begin it again")
    }
    return work
  }

  private func keep(_ backfill: Backfill?) async throws(ConnectorError) {
    var text: String?
    if let backfill {
      guard let data = try? JSONEncoder().encode(backfill) else { throw .storage("a backfill cannot be written") }
      text = String(decoding: data, as: UTF8.self)
    }
    try await store.set(Self.backfill, text, of: settings.name)
  }

  private func forgetBackfill() async {
    do throws(ConnectorError) { try await keep(nil) } catch { note(error) }
  }
}
