internal import Delivery
internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine
internal import Storage

/// Taking in: rows from outside and what is heard become entries of the log, with what follows of them.
extension RoomWorker {
  func take(_ intake: RoomIntake, _ done: @escaping @Sendable (Result<RoomReceipt, RoomHostError>) -> Void) {
    // The machine's clock may have been set since, or be another machine's: nothing was received later than now.
    let receivedAt = min(intake.receivedAt, clock.now)
    var (rows, outcome) = (intake.rows, Taken())
    if let fold, fold.isFinished {
      let late = rows.filter { fold.belongs($0) }
      rows.removeAll { fold.belongs($0) }
      if !late.isEmpty { outcome.add(take(late, receivedAt, into: fold)) }
    }
    // What was set aside is of the last show as well.
    let isOfLast = fold != nil && !(intake.unusable.isEmpty && intake.settlements.isEmpty)
    if !isRunning, !rows.isEmpty || intake.rows.isEmpty && !isOfLast {
      guard intake.beginsShow else { return done(.failure(.wrongState("the room '\(name)' runs no show"))) }
      switch begin(nil) {
      case .success: break
      case .failure(let error): return done(.failure(error))
      }
    }
    guard let fold else { return done(.failure(.stopped)) }
    let at = position
    if !rows.isEmpty { outcome.add(take(rows, receivedAt, into: fold)) }
    for fact in intake.facts { take(.input(RoomInput(at: at, .fact(fact))), receivedAt: receivedAt) }
    for row in intake.unusable { self.setAside(row, receivedAt: receivedAt) }
    for settlement in intake.settlements { settle(settlement, receivedAt: receivedAt) }
    if let through = intake.through { take(.intake(through: through, at: at), receivedAt: receivedAt) }
    let repeated = outcome.repeated
    if repeated > 0 { meters.count(drops: RoomMeters.repeated, by: repeated) }
    let receipt = RoomReceipt(
      accepted: max(0, intake.rows.count - outcome.setAside - repeated), setAside: outcome.setAside,
      repeated: repeated, notices: outcome.notices, durableAt: receivedAt,
      sequence: 0)
    journal.wait { [self] outcome, error in
      guard let outcome else { return done(.failure(error ?? .stopped)) }
      statistics.noteDurable(outcome.durableAt - receivedAt)
      meters.noteDurable(after: outcome.durableAt - receivedAt)
      var receipt = receipt
      receipt.durableAt = outcome.durableAt
      receipt.sequence = outcome.sequence
      done(.success(receipt))
    }
  }

  /// What became of rows.
  private struct Taken {
    var repeated = 0
    var setAside = 0
    var notices: [LedgerNotice] = []

    mutating func add(_ other: Taken) {
      repeated += other.repeated
      setAside += other.setAside
      notices += other.notices
    }
  }

  private func take(_ rows: [Row], _ receivedAt: WallTime, into fold: RoomFold) -> Taken {
    let at = position
    let before = (orders: fold.engine.orderCounts.duplicates, transactions: fold.engine.repeatedTransactions)
    // What the room's clock brought up before is of no concern to the sender.
    _ = fold.takeNotices()
    var setAside = 0
    for told in rows {
      let row = told.withoutPersonalData
      meters.count(rows: row.kind.rawValue)
      if let reason = sentry.objection(to: row) {
        setAside += 1
        self.setAside(SetAsideRow(row.kind, place: "room", reason: reason, row: row), receivedAt: receivedAt)
        continue
      }
      if case .order(let event) = row { statistics.count(event) }
      let received = row.received(at: fold.show.showTime(of: receivedAt))
      take(.input(RoomInput(at: at, .row(placed(received, by: fold)))), row, receivedAt: receivedAt)
    }
    let repeatedOrders = fold.engine.orderCounts.duplicates - before.orders
    statistics.repeatedOrders += repeatedOrders
    return Taken(
      repeated: repeatedOrders + fold.engine.repeatedTransactions - before.transactions, setAside: setAside,
      notices: fold.takeNotices())
  }

  /// An order with the room of this shop that it is taken to come from: decided here, once, so that the log tells it.
  private func placed(_ row: Row, by fold: RoomFold) -> Row {
    guard case .order(var event) = row, event.room.isEmpty, fold.show.shop == nil,
      let room = fold.engine.room(causing: event)
    else { return row }
    event.room = room.text
    return .order(event)
  }

  /// Notices what is missing. It is shown, and no input of the show.
  private func listen(_ input: RoomInput, of fold: RoomFold) {
    var watch = silence ?? SilenceWatch(fold.engine.catalog, isFlowing: feeds["audio"]?.state == .live)
    for change in watch.note(input) {
      feeds[change.feed] = change.state == .live ? nil : change
      publisher.markDirty()
    }
    silence = watch
  }

  /// A show begins or ends: what was missing is over.
  func endSilence() {
    (feeds["speech"], feeds["orders"]) = (nil, nil)
    silence = nil
  }

  /// - Parameters:
  ///   - row: the row in the entry, as it was told.
  ///   - events: signals besides those of the fold.
  func take(_ entry: RoomEntry, _ row: Row? = nil, saying events: [CloudEvent] = [], receivedAt: WallTime) {
    guard let fold, !fold.isFinished || entry.mayBeLate else { return }
    // A show that is over advises nobody.
    let isOver = fold.isFinished
    if !isOver, case .input(let input) = entry { listen(input, of: fold) }
    let effects = apply(entry, row, to: fold)
    let place = journal.add(entry, of: fold.show.id, movements: fold.takeMovements(), receivedAt: receivedAt)
    var isOrder = false
    if case .input(let input) = entry {
      switch input.content {
      case .row(.order): isOrder = true
      case .utterance(let utterance): statistics.recognitionLag = utterance.detectedAt - utterance.end
      default: break
      }
    }
    let signals = effects.compactMap { effect -> CloudEvent? in
      guard !isOver, case .signal(let signal) = effect else { return nil }
      return CloudEvent(signal, in: fold.show.clock.offset)
    }
    for event in events + signals {
      do {
        journal.add(event, json: try event.json(), place: place, orderReceivedAt: isOrder ? receivedAt : nil)
        meters.count(signals: event.type)
      } catch {
        meters.count(drops: RoomMeters.notEncodable)
      }
    }
    publisher.markDirty()
  }
}

extension RoomEntry {
  /// It may come when its show is over.
  fileprivate var mayBeLate: Bool {
    switch self {
    case .input(let input): if case .row = input.content { true } else { false }
    case .intake, .setAside, .settled: true
    case .began, .catalog, .settings, .retold, .carried, .finished: false
    }
  }
}
