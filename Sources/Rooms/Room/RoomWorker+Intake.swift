internal import Delivery
internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine
internal import Storage

/// Taking in: rows from outside and what is heard become entries of the log, with what follows of them.
extension RoomWorker {
  func take(_ intake: RoomIntake, _ done: @escaping @Sendable (Result<RoomReceipt, RoomHostError>) -> Void) {
    var (rows, outcome) = (intake.rows, Taken())
    if let fold, fold.isFinished {
      let late = rows.filter { fold.belongs($0) }
      rows.removeAll { fold.belongs($0) }
      if !late.isEmpty { outcome.add(take(late, intake.receivedAt, into: fold)) }
    }
    if !isRunning, !rows.isEmpty || intake.rows.isEmpty {
      guard intake.beginsShow else { return done(.failure(.wrongState("the room '\(name)' runs no show"))) }
      switch begin(nil) {
      case .success: break
      case .failure(let error): return done(.failure(error))
      }
    }
    guard let fold else { return done(.failure(.stopped)) }
    let at = position
    if !rows.isEmpty { outcome.add(take(rows, intake.receivedAt, into: fold)) }
    for fact in intake.facts { take(.input(RoomInput(at: at, .fact(fact))), receivedAt: intake.receivedAt) }
    if let through = intake.through { take(.intake(through: through, at: at), receivedAt: intake.receivedAt) }
    let repeated = outcome.repeated
    if repeated > 0 { meters.count(drops: RoomMeters.repeated, by: repeated) }
    let receivedAt = intake.receivedAt
    let receipt = RoomReceipt(
      accepted: intake.rows.count - repeated, repeated: repeated, notices: outcome.notices, durableAt: receivedAt,
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
    var notices: [LedgerNotice] = []

    mutating func add(_ other: Taken) {
      repeated += other.repeated
      notices += other.notices
    }
  }

  private func take(_ rows: [Row], _ receivedAt: WallTime, into fold: RoomFold) -> Taken {
    let at = position
    let before = (orders: fold.engine.orderCounts.duplicates, transactions: fold.engine.repeatedTransactions)
    // What the room's clock brought up before is of no concern to the sender.
    _ = fold.takeNotices()
    for row in rows {
      meters.count(rows: row.kind.rawValue)
      if case .order(let event) = row { statistics.count(event) }
      let received = row.received(at: fold.show.showTime(of: receivedAt))
      take(.input(RoomInput(at: at, .row(placed(received, by: fold)))), receivedAt: receivedAt)
    }
    let repeatedOrders = fold.engine.orderCounts.duplicates - before.orders
    statistics.repeatedOrders += repeatedOrders
    return Taken(
      repeated: repeatedOrders + fold.engine.repeatedTransactions - before.transactions, notices: fold.takeNotices())
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

  func take(_ entry: RoomEntry, receivedAt: WallTime) {
    guard let fold, !fold.isFinished || entry.mayBeLate else { return }
    // A show that is over advises nobody.
    let isOver = fold.isFinished
    if !isOver, case .input(let input) = entry { listen(input, of: fold) }
    let effects = fold.apply(entry)
    let place = journal.add(entry, of: fold.show.id, movements: fold.takeMovements(), receivedAt: receivedAt)
    var isOrder = false
    if case .input(let input) = entry {
      switch input.content {
      case .row(.order): isOrder = true
      case .utterance(let utterance): statistics.recognitionLag = utterance.detectedAt - utterance.end
      default: break
      }
    }
    for effect in effects where !isOver {
      guard case .signal(let signal) = effect else { continue }
      do {
        let event = CloudEvent(signal, in: fold.show.clock.offset)
        journal.add(event, json: try event.json(), place: place, orderReceivedAt: isOrder ? receivedAt : nil)
        meters.count(signals: signal.kind.type)
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
    case .intake: true
    case .began, .catalog, .settings, .finished: false
    }
  }
}
