import Concurrency
import Foundation
import LiveshelfCore

/// The life of a live source, on its own thread: connect, read, wait, connect again.
final class FeedSupervisor {
  private let feed: LiveFeed
  private let interrupt: MediaInterrupt
  private let channel: BoundedChannel<FeedEvent>
  private let readGuard: ReadGuard
  private var state: FeedState?
  private var position = StreamTime.zero
  private var resumePoint: MediaReader.ResumePoint?
  private var lastData = MonotonicClock.microseconds
  private var isReceiverGone = false
  private var recorder: StreamRecorder?
  private var rhythm = FeedRhythm()
  private var refusals = RateLimit()

  init(feed: LiveFeed, interrupt: MediaInterrupt, channel: BoundedChannel<FeedEvent>) {
    self.feed = feed
    self.interrupt = interrupt
    self.channel = channel
    readGuard = ReadGuard(interrupt)
  }

  /// Runs until the source is over for good, or an error that no waiting can cure.
  func run() throws(MediaError) {
    let address = feed.source.redactedAddress
    change(to: .connecting, feed.source.listens ? .awaitingPublisher(address: address) : .connecting(address: address))
    var backoff = Backoff(
      from: .seconds(feed.policy.firstPause), to: .seconds(feed.policy.longestPause), jitter: 0.5)
    while !interrupt.isCancelled, !isReceiverGone {
      var failure: MediaError?
      do throws(MediaError) {
        if try readOneConnection() { backoff.reset() }
      } catch {
        failure = error
      }
      if interrupt.isCancelled || isReceiverGone { break }
      // What makes no sense at first is a mistake; what makes no sense after sound was heard may pass.
      if let failure, !failure.isRecoverable, resumePoint == nil {
        change(to: .ended, FeedReason(failure))
        throw failure
      }
      if failure == nil, !isLiveSource { return change(to: .ended, .recordingOver) }
      if let patience = patience, patience <= 0 {
        return change(to: .ended, .givenUp(failure?.fault, detail: failure?.description ?? ""))
      }
      let reason = failure.map { FeedReason($0) } ?? .publisherLeft(address: feed.source.redactedAddress)
      change(to: resumePoint == nil ? .connecting : .reconnecting, reason)
      pause(backoff.next() / .seconds(1))
    }
    change(to: .ended, .stopped)
  }

  private var isLiveSource = true
  private var lastReason: FeedReason?

  /// Seconds until the grace period is over; nil: endless.
  private var patience: Double? {
    let limit = resumePoint == nil ? feed.policy.firstWait : feed.policy.gracePeriod
    return limit.map { $0 - Double(MonotonicClock.microseconds - lastData) / 1_000_000 }
  }

  /// Connects once and reads to the end. True when something was heard.
  private func readOneConnection() throws(MediaError) -> Bool {
    if recorder == nil, let recording = feed.settings.recording { recorder = try StreamRecorder(recording) }
    var settings = feed.settings
    settings.stallTimeout = feed.policy.stallTimeout
    let attempt = feed.source.listens ? nil : feed.policy.connectTimeout
    settings.connectTimeout = [attempt, patience.map { max($0, 0.1) }].compactMap(\.self).min()
    readGuard.onWait = nil
    readGuard.onNotice = { [unowned self] notice in
      if refusals.isDue, !channel.push(.media(.notice(notice))) { isReceiverGone = true }
    }
    defer { readGuard.onNotice = nil }
    let reader = try MediaReader(
      feed.source, settings: settings, readGuard: readGuard, resuming: resumePoint, recorder: recorder)
    isLiveSource = reader.isLive
    rhythm.usualPause = reader.usualPause
    readGuard.noticeAfter = rhythm.patience(atLeast: feed.policy.stallNotice)
    readGuard.onWait = { [unowned self] in
      if state == .live {
        let seconds = (readGuard.noticeAfter * 10).rounded() / 10
        change(to: .stalled, .silent(address: feed.source.redactedAddress, seconds: seconds))
      }
    }
    defer { readGuard.onWait = nil }
    var heard = false
    var failure: MediaError?
    do throws(MediaError) {
      while !isReceiverGone, let event = try reader.next() { heard = pass(event, from: reader) || heard }
    } catch {
      failure = error
    }
    for event in reader.flush() { heard = pass(event, from: reader) || heard }
    if heard || resumePoint != nil { resumePoint = reader.resumePoint }
    if let failure, !isBenign(failure) { throw failure }
    return heard
  }

  /// A live source that ends without sound in one life may have some in the next.
  private func isBenign(_ failure: MediaError) -> Bool {
    if case .noAudio = failure { return isLiveSource }
    return false
  }

  /// Passes an event on. True when it is audio.
  private func pass(_ event: MediaEvent, from reader: MediaReader) -> Bool {
    if !channel.push(.media(event)) { isReceiverGone = true }
    guard case .audio(let block) = event else { return false }
    position = block.end
    let now = MonotonicClock.microseconds
    rhythm.note(pause: Double(now - lastData) / 1_000_000, at: now)
    readGuard.noticeAfter = rhythm.patience(atLeast: feed.policy.stallNotice)
    lastData = now
    if state != .live { change(to: .live, .receiving(address: feed.source.redactedAddress)) }
    return true
  }

  private func change(to next: FeedState, _ reason: FeedReason) {
    // While nothing has come yet, why it does not is news by itself: the address may be wrong.
    guard next != state || (next == .connecting && reason != lastReason) else { return }
    (state, lastReason) = (next, reason)
    let lag = Double(MonotonicClock.microseconds - lastData) / 1_000_000
    let change = FeedChange(
      feed: feed.name, state: next, at: position, lagSeconds: resumePoint == nil && next != .stalled ? nil : lag,
      reason: reason)
    if !channel.push(.change(change)) { isReceiverGone = true }
  }

  private func pause(_ seconds: Double) {
    let end = MonotonicClock.microseconds + Int64(seconds * 1_000_000)
    while !interrupt.isCancelled, MonotonicClock.microseconds < end { Thread.sleep(forTimeInterval: 0.02) }
  }
}
