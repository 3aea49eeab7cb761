internal import Concurrency
internal import Foundation
internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine
internal import Storage

/// What a room and the shop that keeps its stock tell each other, while both are open in this process.
///
/// The room gets the shop's orders and levels out of the shop's log, and notes in its own how far it has read: after a crash of
/// either it goes on there, and nothing is told twice or left out. The shop gets reports of what is on the room's stage; each
/// stands for all before it. A show gets every level first, and the orders since it began.
struct ShopLink: Sendable {
  /// Rows of the shop's log that are handed over together.
  private static let rowsAtOnce = 2048

  let shop: LiveRoom
  let room: LiveRoom
  let bell: ShopBell
  /// Lines for the log.
  let log: @Sendable (String) -> Void

  /// Until the task is cancelled or one of the two has stopped.
  func run() async {
    await withTaskGroup { group in
      group.addTask { await follow() }
      group.addTask { await report() }
    }
    bell.leave(shop.name, room.name)
  }

  // MARK: From the shop

  /// How far a show of the room has read the shop's log.
  private struct Place {
    var show: String
    var sequence: Int64
  }

  private func follow() async {
    var place: Place?
    var backoff = Backoff(to: .seconds(10))
    var problem: String?
    for await _ in bell.rings(of: shop.name, for: room.name) {
      var isBehind = true
      while isBehind, !Task.isCancelled {
        do {
          isBehind = try await handOver(&place)
          backoff.reset()
          if problem != nil { log("the shop's stock is told to the room again") }
          problem = nil
        } catch RoomHostError.stopped {
          return
        } catch RoomHostError.wrongState {
          // The show has ended meanwhile; the next one begins with all levels.
          (place, isBehind) = (nil, false)
        } catch {
          // A full queue is no trouble, and what goes on is told once.
          if case RoomHostError.busy = error {
          } else if problem != "\(error)" {
            problem = "\(error)"
            log("the shop's stock is not told to the room: \(error)")
          }
          place = nil
          await backoff.wait()
        }
      }
    }
  }

  /// Hands the next rows over.
  ///
  /// - Returns: whether there are more.
  private func handOver(_ place: inout Place?) async throws -> Bool {
    guard let frame = room.frame, frame.isRunning, let show = frame.show, show.shop == shop.name else {
      place = nil
      return false
    }
    var current = Place(show: show.id, sequence: 0)
    if let place, place.show == show.id {
      current = place
    } else {
      current.sequence = Int64(clamping: try room.store.intakePosition(of: show.id))
    }
    guard current.sequence > 0 else {
      let opening = try await opening()
      guard opening.sequence > 0 else { return false }
      // Levels say what orders did to the stock; which of them came since the show began is its own matter.
      let orders = try orders(since: show.clock.start, through: opening.sequence)
      try await tell(orders, opening.levels, through: opening.sequence, receivedAt: room.clock.now)
      place = Place(show: show.id, sequence: opening.sequence)
      return true
    }
    let entries = try shop.store.entries(after: current.sequence, limit: Self.rowsAtOnce)
    guard let first = entries.first, let last = entries.last else {
      place = current
      return false
    }
    var orders: [Row] = []
    var skus = try shop.store.movedSKUs(from: first.sequence, through: last.sequence)
    for entry in entries {
      guard case .input(let input) = entry.entry, case .row(let row) = input.content else { continue }
      if case .order = row { orders.append(row) }
      if let sku = row.stockedSKU { skus.insert(sku) }
    }
    if !orders.isEmpty || !skus.isEmpty, let shopShow = shop.frame?.show?.id {
      let levels = try shop.store.stock(of: shopShow, skus: skus)
      try await tell(
        orders, levels.map { StockLevel(time: last.receivedAt, row: $0) }, through: last.sequence,
        receivedAt: last.receivedAt)
    }
    place = Place(show: show.id, sequence: last.sequence)
    return entries.count == Self.rowsAtOnce
  }

  private func orders(since begin: WallTime, through last: Int64) throws(StoreError) -> [Row] {
    var orders: [Row] = []
    var sequence = try shop.store.lastSequence(receivedBefore: begin)
    while sequence < last {
      let entries = try shop.store.entries(after: sequence, limit: Self.rowsAtOnce)
      guard let newest = entries.last?.sequence else { break }
      for entry in entries where entry.sequence <= last {
        guard case .input(let input) = entry.entry, case .row(let row) = input.content, case .order = row else {
          continue
        }
        orders.append(row)
      }
      sequence = newest
    }
    return orders
  }

  /// Everything that the shop has, and up to which row of its log that is.
  private func opening() async throws -> (levels: [StockLevel], sequence: Int64) {
    let (store, now) = (shop.store, shop.clock.now)
    return try await shop.look { fold -> Result<([StockLevel], Int64), StoreError> in
      let levels = (fold?.engine.stockTable ?? []).map { StockLevel(time: now, row: $0) }
      do throws(StoreError) {
        return .success((levels, try store.lastSequence()))
      } catch {
        return .failure(error)
      }
    }.get()
  }

  private func tell(
    _ orders: [Row], _ levels: [StockLevel], through sequence: Int64, receivedAt: WallTime
  ) async throws(RoomHostError) {
    // Where stock is told by option, units without one belong to the options' place, which must be known.
    let sorted = levels.map { $0.level(for: room.name) }.sorted { left, right in
      let (one, other) = (left.row.cell, right.row.cell)
      return (one.sku, one.warehouse, one.option.isEmpty ? 1 : 0, one.option)
        < (other.sku, other.warehouse, other.option.isEmpty ? 1 : 0, other.option)
    }
    _ = try await room.submit(
      RoomIntake(
        orders, facts: sorted.map { .level($0) }, receivedAt: receivedAt, through: UInt64(clamping: sequence),
        beginsShow: false))
  }

  // MARK: To the shop

  private func report() async {
    var told: [StageReport.Shown]?
    var (show, shopShow) = (String?.none, String?.none)
    for await frame in room.frames() {
      if Task.isCancelled { return }
      if frame.isRunning, frame.show?.id != show {
        show = frame.show?.id
        bell.ring(shop.name, for: room.name)
      }
      let shown = Self.shown(in: frame)
      // A shop's next show knows of no stage.
      let current = shop.frame?.show?.id
      guard shown != told || current != shopShow else { continue }
      do {
        let now = shop.clock.now
        let report = StageReport(room: room.name, time: now, shown: shown)
        _ = try await shop.submit(RoomIntake([], facts: [.stage(report)], receivedAt: now, beginsShow: false))
        (told, shopShow) = (shown, current)
      } catch .stopped {
        return
      } catch .wrongState {
        // A shop that is closed wants to know nothing; when it opens, the next frame tells it.
        told = nil
      } catch {
        log("the shop is not told what is on stage: \(error)")
      }
    }
  }

  private static func shown(in frame: RoomFrame) -> [StageReport.Shown] {
    guard frame.isRunning, let show = frame.show else { return [] }
    return frame.overview.presentations.map { presentation in
      StageReport.Shown(
        presentationID: "\(show.id)/\(presentation.id)", sku: presentation.sku,
        start: show.clock.wallTime(of: presentation.start))
    }
  }
}

extension StockLevel {
  /// What a room may count on: units that are kept for others are reserved.
  fileprivate func level(for room: RoomName) -> StockLevel {
    var level = self
    level.row.balance.reserved += row.balance.allocated.reduce(0) { $1.key == room.text ? $0 : $0 + $1.value }
    level.row.balance.allocated = [:]
    return level
  }
}
