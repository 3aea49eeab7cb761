internal import LiveshelfCore
internal import RoomEngine
internal import Storage

/// Rows that are not taken in: kept in the log with the reason, and taken in later if somebody wants it so.
extension RoomWorker {
  /// More are counted only.
  private static let mostOfShow = 10_000

  func setAside(_ row: SetAsideRow, receivedAt: WallTime) {
    meters.count(drops: RoomMeters.setAside)
    guard setAsideCount < Self.mostOfShow else { return }
    setAsideCount += 1
    log(.setAside(row, at: position), receivedAt: receivedAt)
  }

  /// Carries out what was decided about a row, once.
  func settle(_ settlement: RowSettlement, receivedAt: WallTime) {
    commit()
    do throws(StoreError) {
      guard let stored = try store.setAsideRow(at: settlement.entry), stored.settlement == nil else { return }
      if settlement.outcome == .replayed {
        guard let row = stored.content.row else { return }
        sentry.allow(row)
        if let reason = sentry.objection(to: row) {
          setAside(SetAsideRow(row.kind, place: stored.content.place, reason: reason, row: row), receivedAt: receivedAt)
        } else {
          take(.input(RoomInput(at: position, .row(row))), row, receivedAt: receivedAt)
        }
      }
      log(.settled(settlement, at: position), receivedAt: receivedAt)
    } catch {
      storageProblem = "\(error)"
    }
  }

  private func log(_ entry: RoomEntry, receivedAt: WallTime) {
    guard let fold else { return }
    _ = fold.apply(entry)
    _ = journal.add(entry, of: fold.show.id, movements: [], receivedAt: receivedAt)
  }
}
