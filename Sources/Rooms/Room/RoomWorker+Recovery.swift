internal import Concurrency
internal import LiveshelfCore
internal import RoomEngine
internal import Storage

/// Going on after a row that trapped.
extension RoomWorker {
  /// What a worker is at.
  struct AtHand {
    /// The row that is being folded, as it was told.
    var row: Row?
    var job: RoomJob?
    /// Jobs that were taken from the queue and come next.
    var next: ArraySlice<RoomJob> = []
    /// The row that stopped the worker before this one.
    var poison: Row?
  }

  /// Takes over from a worker whose thread has stopped for ever, and tells those who waited to send again. Computes nothing.
  func inherit(from dead: RoomWorker) {
    feeds = dead.feeds
    time = dead.time
    atHand = AtHand(next: dead.atHand.next, poison: dead.atHand.row ?? dead.atHand.poison)
    dead.atHand.next = []
    dead.journal.giveUp(.busy(retryAfter: 1))
    dead.atHand.job?.fail(.busy(retryAfter: 1))
    dead.atHand.job = nil
  }

  /// Sets aside what stopped the worker before, and carries out what it had before it.
  func goOn() {
    if let row = atHand.poison {
      atHand.poison = nil
      sentry.refuse(row)
      setAside(
        SetAsideRow(
          row.kind, place: RowSentry.foldPlace,
          reason: "taking it in would have ended the room: a defect of the program; please report it", row: row),
        receivedAt: clock.now)
    }
    commit()
    carryOut(atHand.next)
  }

  /// Tells all who wait that the room has ended, and takes nothing any more.
  func giveUp(_ reason: String) {
    queue.close()
    let error = RoomHostError.storage(reason)
    journal.giveUp(error)
    atHand.job?.fail(error)
    for job in atHand.next { job.fail(error) }
    while let jobs = queue.takeAll() {
      for job in jobs { job.fail(error) }
    }
    storageProblem = reason
    publisher.close()
  }
}

extension RoomJob {
  /// Tells who waits for the job that it was not done.
  fileprivate func fail(_ error: RoomHostError) {
    switch self {
    case .intake(_, let done): done(.failure(error))
    case .begin(_, let done): done(.failure(error))
    case .end(let done): done(.failure(error))
    case .change(_, let done): done(.failure(error))
    case .look(let body): body(nil)
    case .heard, .feed, .setThresholds, .attended, .lost: break
    }
  }
}
