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
        settings: settings, shop: shop)
    do {
      try store.begin(started, at: now)
    } catch {
      return .failure(.storage("\(error)"))
    }
    fold = RoomFold(room: name, show: started)
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
    return .success(())
  }
}
