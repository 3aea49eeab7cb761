internal import InventoryEngine
public import LiveshelfCore
internal import RoomEngine
public import Storage

/// How quickly data went through a show: order event → received → durable → signal → acknowledged by the receiver. All
/// from what the room's store wrote down while it ran; nothing is estimated but the sources' clocks.
public struct ChainAudit: Sendable, Encodable {
  /// One source of orders: a warehouse or shop system.
  public struct Source: Sendable, Encodable {
    public var source: String
    public var events: Int
    /// From the event, on the source's corrected clock, to its reception.
    public var eventToReceived: Spread?
    /// From reception to durability.
    public var receivedToDurable: Spread?
    /// The source's clock minus true time, in seconds; nil: too few events tell both times.
    public var clockOffset: Double?
    /// The shares of events that came more than a minute late, and twice; 0…1.
    public var lateShare: Double
    public var repeatedShare: Double
    /// The longest time between two receptions, in seconds.
    public var longestGap: Double
  }

  public var room: String
  public var show: String
  public var sources: [Source]
  /// From the reception of an order to the durability of a signal about stock or demand that it raised.
  public var orderToSignal: Spread?
  /// From the durability of a signal to the acknowledgement of its receiver, by sink.
  public var signalToAcknowledged: [String: Spread]
  /// From a presentation's start to its announcement.
  public var presentationToAnnounced: Spread?
  public var signals: Int

  /// - Parameter progress: is told the share of the work that is done, 0…1.
  /// - Throws: `RoomHostError.storage`, and `.wrongState` when there is no such show.
  public init(store: RoomStore, show: String, progress: (Double) -> Void = { _ in }) throws(RoomHostError) {
    do {
      try self.init(reading: store, show: show, progress)
    } catch let error as RoomHostError {
      throw error
    } catch {
      throw .storage("\(error)")
    }
  }

  private init(reading store: RoomStore, show: String, _ progress: (Double) -> Void) throws {
    guard let record = try store.shows().first(where: { $0.id == show }) else {
      throw RoomHostError.wrongState("the room '\(store.room)' has no show '\(show)'")
    }
    let timings = try store.signalTimings(of: show)
    let raising = Set(timings.map(\.row))
    var reader = CommitReader(try store.commits(of: show))
    var sources: [String: SourceTally] = [:]
    var raised: [Double] = []
    var repeats = 0
    var share = try LogShare(of: store)
    let engine = try RoomFold(replaying: record, of: store) { logged, fold in
      progress(share.share(at: logged.sequence))
      guard case .input(let input) = logged.entry, case .row(.order(let event)) = input.content else { return }
      let durable = reader.durable(of: logged.sequence)
      let isRepeated = fold.engine.orderCounts.duplicates > repeats
      repeats = fold.engine.orderCounts.duplicates
      sources[event.warehouse, default: SourceTally()].add(
        event, receivedAt: logged.receivedAt, durable: durable, isRepeated: isRepeated)
      if let durable, raising.contains(logged.sequence) { raised.append(durable - logged.receivedAt) }
    }.engine
    let clocks = engine.clocks(
      at: record.clock.wallTime(of: StreamTime(microseconds: (record.end ?? .zero).microseconds / 2)))
    room = store.room.text
    self.show = show
    self.sources = sources.keys.sorted().compactMap { name in
      sources[name]?.source(name, clockOffset: clocks.first { $0.source == name }?.offset)
    }
    orderToSignal = Spread(raised)
    var waits: [String: [Double]] = [:]
    for timing in timings {
      for (sink, time) in timing.delivered { waits[sink, default: []].append(time - timing.created) }
    }
    signalToAcknowledged = waits.compactMapValues { Spread($0) }
    presentationToAnnounced = Spread(engine.presentations.map { $0.announcedAt - $0.start })
    signals = timings.count
  }
}

/// A distribution of durations, in seconds.
public struct Spread: Sendable, Encodable {
  public var count: Int
  public var p50: Double
  public var p95: Double
  public var p99: Double
  public var max: Double

  /// Nil: there are no values.
  init?(_ values: [Double]) {
    let sorted = values.sorted()
    guard let last = sorted.last else { return nil }
    func at(_ share: Double) -> Double { sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] }
    (count, p50, p95, p99, max) = (sorted.count, at(0.5), at(0.95), at(0.99), last)
  }
}

/// What is counted of one source.
private struct SourceTally {
  var events: [(event: OrderEvent, receivedAt: WallTime)] = []
  var durable: [Double] = []
  var repeated = 0

  mutating func add(_ event: OrderEvent, receivedAt: WallTime, durable: WallTime?, isRepeated: Bool) {
    events.append((event, receivedAt))
    if let durable { self.durable.append(durable - receivedAt) }
    if isRepeated { repeated += 1 }
  }

  func source(_ name: String, clockOffset: Double?) -> ChainAudit.Source {
    let offset = clockOffset ?? 0
    let delays = events.map { ($0.event.ingestTime ?? $0.receivedAt) - ($0.event.eventTime + -offset) }
    let receptions = events.map(\.receivedAt).sorted()
    let gaps = zip(receptions, receptions.dropFirst()).map { $1 - $0 }
    let count = Swift.max(1, events.count)
    return ChainAudit.Source(
      source: name, events: events.count, eventToReceived: Spread(delays), receivedToDurable: Spread(durable),
      clockOffset: clockOffset,
      lateShare: Double(delays.count { $0 > RoomStatistics.lateAfter }) / Double(count),
      repeatedShare: Double(repeated) / Double(count), longestGap: gaps.max() ?? 0)
  }
}

/// Finds the commit that made a row durable; rows are asked for in order.
private struct CommitReader {
  private let commits: [StoreCommit.Durability]
  private var next = 0

  init(_ commits: [StoreCommit.Durability]) {
    self.commits = commits
  }

  /// Nil for the rows of the last commit of a process, of which nothing was written down after it.
  mutating func durable(of sequence: Int64) -> WallTime? {
    while next < commits.count, commits[next].sequence < sequence { next += 1 }
    return next < commits.count ? commits[next].durable : nil
  }
}
