import AsyncHTTPClient
import Foundation
import Intake
import LiveshelfCore
import NIOCore
import NIOHTTP1
import Rooms
import Storage

/// Sends the sample's orders, stock and comments over HTTP at the moments at which they came in the show.
struct SampleFeeder {
  /// A row, and when it is due on the show's clock.
  private struct Row {
    var due: WallTime
    var call: String
    var line: String
  }

  private let room: LiveRoom
  private let address: String
  private let rows: [Row]

  /// - Parameter address: of the room in the API, such as `http://127.0.0.1:8750/v1/rooms/sample`.
  init(folder: URL, room: LiveRoom, address: String) throws {
    self.room = room
    self.address = address
    var rows: [Row] = []
    var orders = try OrderReader(folder.appending(path: "orders.csv"))
    while let row = try orders.next() {
      if case .event(let event) = row {
        rows.append(Row(due: event.knownAt, call: "orders", line: try SampleRow.text(event)))
      }
    }
    for snapshot in try InventoryReader.read(folder.appending(path: "inventory.csv")).snapshots {
      rows.append(Row(due: snapshot.time, call: "stock", line: try SampleRow.text(snapshot)))
    }
    for comment in try CommentReader.read(folder.appending(path: "comments.jsonl")).comments {
      rows.append(Row(due: comment.time, call: "comments", line: try SampleRow.text(comment)))
    }
    self.rows = rows.enumerated().sorted { ($0.element.due, $0.offset) < ($1.element.due, $1.offset) }.map(\.element)
  }

  /// Sends until all is sent or the task is cancelled.
  func run() async throws {
    var next = 0
    while next < rows.count {
      try await Task.sleep(for: .milliseconds(100))
      guard let frame = room.frame, frame.isRunning, let show = frame.show else { continue }
      let now = WallTime(microseconds: WallClock.system.now.microseconds + show.clockShift)
      var end = next
      while end < rows.count, rows[end].due <= now, rows[end].call == rows[next].call { end += 1 }
      guard end > next else { continue }
      try await send(rows[next..<end])
      next = end
    }
  }

  private func send(_ rows: ArraySlice<Row>) async throws {
    guard let call = rows.first?.call else { return }
    var request = HTTPClientRequest(url: "\(address)/\(call)")
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/x-ndjson")
    request.body = .bytes(ByteBuffer(string: rows.map(\.line).joined(separator: "\n") + "\n"))
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
    guard response.status.code < 300 else {
      let body = try await response.body.collect(upTo: 1 << 16)
      throw ServingError.refused("the sample's \(call) were refused: \(String(buffer: body))")
    }
  }
}

/// Rows of the sample as JSON Lines.
private enum SampleRow {
  static func text(_ event: OrderEvent) throws -> String {
    try line([
      "event_id": event.eventID, "order_id": event.orderID, "event_type": event.type.rawValue, "sku": event.sku.text,
      "option": event.option, "qty": "\(event.quantity)", "unit_price": event.unitPrice.map { "\($0)" } ?? "",
      "region": event.region,
      "warehouse": event.warehouse, "source": event.source, "event_time": event.eventTime.formatted(in: .china),
      "ingest_time": event.knownAt.formatted(in: .china),
    ])
  }

  static func text(_ snapshot: StockSnapshot) throws -> String {
    try line([
      "snapshot_time": snapshot.time.formatted(in: .china), "sku": snapshot.sku.text, "warehouse": snapshot.warehouse,
      "on_hand": "\(snapshot.onHand)", "reserved": "\(snapshot.reserved)", "in_transit": "\(snapshot.inTransit)",
      "eta": snapshot.arrival?.formatted(in: .china) ?? "", "safety_stock": "\(snapshot.safetyStock)",
    ])
  }

  static func text(_ comment: ViewerComment) throws -> String {
    try line(["id": comment.id, "ts": comment.time.formatted(in: .china), "text": comment.text])
  }

  private static func line(_ fields: [String: String]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(fields), as: UTF8.self)
  }
}
