internal import Concurrency
internal import CoreMetrics
internal import Foundation
internal import InventoryEngine
internal import LiveshelfCore
internal import Logging
internal import Metering
internal import RoomAPI

extension ConnectorRunner {
  private static let rowsAtOnce = 500

  /// Gives rows to their room in their order, until the task is cancelled. A room that cannot take them gets them later.
  func keepDelivering() async {
    var backoff = Backoff(from: .milliseconds(200), to: .seconds(30))
    while !Task.isCancelled {
      do throws(ConnectorError) {
        let rows = try await store.outgoing(of: settings.name, limit: Self.rowsAtOnce)
        MetricFamily.connectorRowsWaiting.gauge(settings.name, in: metrics)
          .set(Double(try await store.outgoingCount(of: settings.name)))
        guard let last = rows.last else {
          await rowBell.wait(seconds: 5)
          continue
        }
        try await deliver(rows)
        try await store.delivered(upTo: last.sequence, of: settings.name)
        backoff.reset()
      } catch {
        note(error)
        let wait = backoff.next()
        if case .later(_, let seconds?) = error { await pause(.seconds(seconds)) } else { await pause(wait) }
      }
    }
  }

  private func deliver(_ outgoing: [OutgoingRow]) async throws(ConnectorError) {
    var (rows, unusable): ([Row], [SetAsideRow]) = ([], [])
    for item in outgoing {
      let row = item.row.received(at: item.receivedAt)
      if let objection = row.objection {
        unusable.append(SetAsideRow(row.kind, place: "connector/\(settings.name)", reason: objection, row: row))
      } else {
        rows.append(row)
      }
    }
    let batch = IntakeBatch(
      rows, unusable: unusable, receivedAt: clock.now, sender: "connector/\(settings.name)")
    do throws(ServiceError) {
      let receipt = try await service.submit(batch, to: settings.room)
      for (outcome, number) in [
        ("accepted", receipt.accepted), ("repeated", receipt.repeated), ("set_aside", receipt.setAside),
      ] where number > 0 {
        MetricFamily.connectorRows.counter(settings.name, outcome, in: metrics).increment(by: number)
      }
      for notice in receipt.notices.prefix(10) {
        logger.notice(
          "The ledger remarked: \(notice.text(in: .china))",
          metadata: ["connector": "\(settings.name)", "id": "\(notice.causeID ?? "")"])
      }
    } catch {
      switch error {
      case .busy(let seconds): throw .later("the room '\(settings.room)' is busy", retryAfter: Double(seconds))
      case .roomNotFound:
        throw .later(
          "there is no room '\(settings.room)'; make it, or name another in the configuration", retryAfter: nil)
      default: throw .later("the room '\(settings.room)' cannot take rows: \(error)", retryAfter: nil)
      }
    }
  }
}
