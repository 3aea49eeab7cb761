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
    do {
      try store.begin(started, at: now)
    } catch {
      return .failure(.storage("\(error)"))
    }
    fold = RoomFold(room: name, show: started, rules: rules)
    signals = []
    endSilence()
    sentry = RowSentry()
    setAsideCount = 0
    time.begin()
    publisher.markDirty()
    // Whoever began it may stop it at once, and must not be told that it does not run.
    publish(at: clock.now)
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
