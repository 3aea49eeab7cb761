public import LiveshelfCore

extension LedgerNotice {
  /// A stable name, such as `unknown_cell`.
  public var code: String {
    switch self {
    case .quantityRefused: "quantity_refused"
    case .waitsForOpening: "waits_for_opening"
    case .waitingRoomFull: "waiting_room_full"
    case .releaseBeyondOrder: "release_beyond_order"
    case .countDiffers: "count_differs"
    case .snapshotOutdated: "snapshot_outdated"
    case .snapshotsDisagree: "snapshots_disagree"
    case .shipmentOverdue: "shipment_overdue"
    case .unknownCell: "unknown_cell"
    case .idReused: "id_reused"
    case .precedesOpening: "precedes_opening"
    case .receiptWasExpected: "receipt_was_expected"
    case .belowZero: "below_zero"
    case .countOutdated: "count_outdated"
    case .countTooOld: "count_too_old"
    case .optionsUnassigned: "options_unassigned"
    case .optionNeeded: "option_needed"
    case .toldWithoutOptions: "told_without_options"
    case .orderImplied: "order_implied"
    case .orderTooLong: "order_too_long"
    case .tooManyPlaces: "too_many_places"
    case .noKit: "no_kit"
    case .timeInFuture: "time_in_future"
    case .ingestTimeInFuture: "ingest_time_in_future"
    case .ordersPrecedeOpening: "orders_precede_opening"
    }
  }

  /// The id of the event or transaction that it is about; nil: it is about a snapshot.
  public var causeID: String? {
    switch self {
    case .quantityRefused(let id, _, _), .waitsForOpening(let id, _), .waitingRoomFull(let id, _),
      .releaseBeyondOrder(let id, _, _), .unknownCell(let id, _), .idReused(let id), .precedesOpening(let id, _, _),
      .receiptWasExpected(let id, _, _), .belowZero(let id, _, _), .countOutdated(let id, _, _, _),
      .countTooOld(let id, _, _, _), .optionsUnassigned(let id, _), .optionNeeded(let id, _),
      .orderImplied(let id, _, _), .orderTooLong(let id, _), .tooManyPlaces(let id, _), .noKit(let id, _),
      .timeInFuture(let id, _, _, _), .ingestTimeInFuture(let id, _, _, _), .ordersPrecedeOpening(let id, _, _, _):
      id
    case .countDiffers, .snapshotOutdated, .snapshotsDisagree, .shipmentOverdue, .toldWithoutOptions: nil
    }
  }

  /// The cell that it is about; nil: it is about none.
  public var cell: StockCell? {
    switch self {
    case .quantityRefused, .idReused, .orderTooLong: nil
    case .waitsForOpening(_, let cell), .waitingRoomFull(_, let cell), .releaseBeyondOrder(_, let cell, _),
      .snapshotOutdated(let cell, _, _), .snapshotsDisagree(let cell, _, _, _), .shipmentOverdue(let cell, _, _),
      .unknownCell(_, let cell), .precedesOpening(_, let cell, _), .receiptWasExpected(_, let cell, _),
      .belowZero(_, let cell, _), .countOutdated(_, let cell, _, _), .countTooOld(_, let cell, _, _),
      .optionsUnassigned(_, let cell), .optionNeeded(_, let cell), .toldWithoutOptions(let cell),
      .orderImplied(_, let cell, _), .tooManyPlaces(_, let cell), .noKit(_, let cell), .timeInFuture(_, let cell, _, _),
      .ingestTimeInFuture(_, let cell, _, _), .ordersPrecedeOpening(_, let cell, _, _):
      cell
    case .countDiffers(let difference): difference.cell
    }
  }

  /// What is the matter and what to do about it, in one sentence.
  ///
  /// - Parameter offset: the zone in which times are written.
  public func text(in offset: ZoneOffset) -> String {
    func time(_ time: WallTime) -> String { time.formatted(in: offset) }
    return switch self {
    case .quantityRefused(_, let quantity, let allowed):
      "the quantity \(quantity) is not within \(allowed.lowerBound) to \(allowed.upperBound); correct it and send it under a new id"
    case .waitsForOpening: "no stock has been told for this place yet; the order counts as soon as it is"
    case .waitingRoomFull:
      "too many orders wait for a first count of their stock, and this one was left out; send the stock"
    case .releaseBeyondOrder(_, _, let surplus):
      "\(surplus) more units were cancelled than the order had; they were not given back"
    case .countDiffers(let difference):
      "\(difference.counted) were counted and the ledger has \(difference.expected); send a count to set the ledger to it"
    case .snapshotOutdated(_, let at, let newest):
      "the snapshot of \(time(at)) is older than that of \(time(newest)) and was not compared"
    case .snapshotsDisagree(_, let at, let first, let second):
      "two snapshots of \(time(at)) say \(first) and \(second); the first holds"
    case .shipmentOverdue(_, let quantity, let arrival):
      "\(quantity) units in transit were due at \(time(arrival)), before the snapshot; send their receipt when they are there"
    case .unknownCell: "no stock has been told for this place; send its stock first, then this again"
    case .idReused: "the id was used for something else before; send this under an id of its own"
    case .precedesOpening(_, _, let opened):
      "it is older than the first snapshot of \(time(opened)), which contains it; nothing was changed there"
    case .receiptWasExpected(_, _, let quantity):
      "\(quantity) of the units were booked when their shipment was due, and not again"
    case .belowZero(_, _, let onHand):
      "more left than there was: \(onHand) on hand; count the place and send the count"
    case .countOutdated(_, _, let at, let newest):
      "the count of \(time(at)) is not newer than that of \(time(newest)), which holds"
    case .countTooOld(_, _, let at, let earliest):
      "the ledger knows single changes only since \(time(earliest)), and this count is of \(time(at)); count again"
    case .optionsUnassigned:
      "stock is told by option here, and the row names none that is known; set 'optionForUnassigned' of this SKU, or correct the row"
    case .optionNeeded: "stock is told by option here; send a count for each option"
    case .toldWithoutOptions:
      "the stock of this place was told without options before; send its snapshots without them until the next show"
    case .orderImplied(_, _, let units):
      "\(units) units were paid or sent and never ordered, as far as is known; they count as ordered"
    case .orderTooLong(_, let most): "the order has more than \(most) events; check what sends them"
    case .tooManyPlaces: "more places are named than any shop has; check the columns 'warehouse', 'option' and 'source'"
    case .noKit: "the catalog names no parts of this product; fill in its 'parts' and send this again"
    case .timeInFuture(_, _, let at, let received):
      "it says \(time(at)) and came at \(time(received)); correct its time or zone and send it again"
    case .ingestTimeInFuture(_, _, let at, let received):
      "it says that it was received at \(time(at)) and came at \(time(received)), which holds; correct the clock of its source"
    case .ordersPrecedeOpening(_, _, let orders, let opened):
      "the last \(orders) orders say that they were made before the first snapshot of \(time(opened)), and change nothing; "
        + "check the clock and zone of the orders and of the snapshot"
    }
  }
}
