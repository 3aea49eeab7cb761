internal import Concurrency
internal import Delivery
internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine
internal import Storage

/// Shows: how they begin and end, and what changes in them.
extension RoomWorker {
  /// - Parameter show: nil: one that begins now, with the products of the last.
  func begin(_ show: ShowRecord?) -> Result<Void, RoomHostError> {
    commit()
    guard !isRunning else { return .failure(.wrongState("the room '\(name)' runs a show already: stop it first")) }
    let now = clock.now
    let offset = fold?.show.clock.offset ?? .china
    let started =
      show
      ?? ShowRecord(
        id: ShowRecord.id(at: now, offset: offset), clock: ShowClock(start: now.wholeSecond, offset: offset),
        catalog: catalog,
        settings: settings, shop: shop, rules: rules.version)
    let next: RoomFold
    do throws(StoreError) {
      let beginning = try trapGuard.run { () throws(StoreError) in
        try RoomFold.beginning(started, after: fold, of: name, rules, at: now)
      }
      try store.begin(started, at: now, with: beginning.first)
      next = beginning.fold
    } catch {
      return .failure(.storage("\(error)"))
    }
    fold = next
    signals = []
    endSilence()
    sentry = RowSentry()
    setAsideCount = 0
    time.begin()
    publisher.markDirty()
    // Whoever began it may stop it at once, and must not be told that it does not run.
    publish(at: clock.now)
    // A shop's rooms hear of what it begins with.
    onCommit()
    return .success(())
  }

  func end() -> Result<Void, RoomHostError> {
    guard isRunning else { return .failure(.wrongState("the room '\(name)' runs no show")) }
    take(.finished(at: max(position, .zero)), receivedAt: clock.now)
    commit()
    // A room without a show listens to nothing, however its stream stood when it was left.
    feeds["audio"] = nil
    endSilence()
    publish(at: clock.now)
    return .success(())
  }

  /// A shop sells day and night: its show ends with the day, or with so many rows that a restart would take long, and the next
  /// goes on with its stock.
  func turnDayIfDue(at now: WallTime) {
    guard let fold, isRunning, fold.engine.isShop else { return }
    let show = fold.show
    let offset = show.clock.offset
    let isOver = Self.day(of: now, offset) > Self.day(of: show.clock.start, offset)
    // A rehearsal has a day of its own.
    guard show.clockShift == 0, isOver || fold.length >= rowsOfDay, now - show.clock.start >= Self.shortestDay else {
      return
    }
    let next = ShowRecord(
      id: ShowRecord.id(at: now, offset: offset), clock: ShowClock(start: now.wholeSecond, offset: offset),
      catalog: catalog, settings: settings, source: show.source, host: show.host, rules: rules.version)
    if case .success = end(), case .failure(let error) = begin(next) { storageProblem = "\(error)" }
  }

  /// Days are those of five in the morning, when hardly anybody sells.
  private static func day(of time: WallTime, _ offset: ZoneOffset) -> Int64 {
    let second = time.microseconds / 1_000_000 + Int64(offset.seconds) - 5 * 3600
    return (second / 86_400) - (second % 86_400 < 0 ? 1 : 0)
  }

  /// Notes other products or thresholds, and judges the show that runs by them.
  func change(_ entry: RoomEntry) -> Result<Void, RoomHostError> {
    publisher.markDirty()
    guard let fold, isRunning else { return .success(()) }
    take(entry, receivedAt: clock.now)
    commit()
    do {
      try fold.retell(from: store)
    } catch {
      return .failure(.storage("\(error)"))
    }
    return reconcile()
  }

  /// After the show was told anew: says what stands and was not sent, and takes back what was sent and stands no more.
  func reconcile() -> Result<Void, RoomHostError> {
    guard let fold, isRunning, !fold.isReconciled else { return .success(()) }
    commit()
    let sent: SentSignals
    do {
      sent = try store.sent(of: fold.show.id)
    } catch {
      return .failure(.storage("\(error)"))
    }
    let engine = fold.engine
    let gone =
      sent.situations.filter { $0.told.isOpen && !engine.isOpen($0.told) }.map(\.event)
      + sent.presentations.filter { !engine.isOnStage($0.told) }.map(\.event)
    let (at, now) = (position, clock.now)
    let retelling = Retelling(
      rules: rules.version, situations: sent.situations.map(\.told), presentations: sent.presentations.map(\.told))
    take(
      .retold(retelling, at: at),
      saying: gone.map { $0.takenBack(at: now, detectedAt: at, in: fold.show.clock.offset) }, receivedAt: now)
    commit()
    return .success(())
  }
}
