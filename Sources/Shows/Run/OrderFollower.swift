internal import Concurrency
internal import Foundation
internal import Hearing
internal import Intake
internal import LiveshelfCore
internal import RoomEngine
internal import Synchronization

/// Follows an order file that grows while the show runs, or standard input, on a thread of its own: each new row is in
/// the room within half a second.
final class OrderFollower: Sendable {
  private static let pause = 0.25
  /// More skipped rows than these are only counted.
  private static let shownRejections = 20

  private let source: OrderFollowing
  private let stopping = Stopping()

  private final class Stopping: Sendable {
    let isWished = Atomic<Bool>(false)
  }
  private let thread: WorkerThread

  /// - Parameter source: what to follow, and how many of its rows were read before.
  init(_ source: OrderFollowing, into pipeline: ShowPipeline<ShowSummary>) {
    self.source = source
    thread = WorkerThread("orders") { [stopping] in
      do {
        try Self.follow(source, into: pipeline) { stopping.isWished.load(ordering: .acquiring) }
      } catch {
        pipeline.warn("the orders are no longer followed: \(error)")
      }
    }
  }

  /// Takes in what the file holds by now, a last line without line end included, and ends. Standard input is left.
  func stop() {
    stopping.isWished.store(true, ordering: .releasing)
    if source.file != nil { thread.join() }
  }

  private static func follow(
    _ source: OrderFollowing, into pipeline: ShowPipeline<ShowSummary>, until isStopped: () -> Bool
  ) throws {
    func take(_ row: OrderRow, number: Int) {
      switch row {
      case .event(let event): pipeline.post(.row(.order(event)))
      case .rejected(let row): if number < source.rowsRead + shownRejections { pipeline.warn("skipped \(row)") }
      }
    }

    guard let file = source.file else {
      var reader = OrderReader.standardInput(columns: source.columns)
      while !isStopped(), let row = try reader.next() { take(row, number: 0) }
      return
    }
    var reader = try OrderReader(file, columns: source.columns, catalog: source.catalog, follows: true)
    var rows = 0
    while !isStopped() {
      if let row = try reader.next() {
        rows += 1
        if rows > source.rowsRead { take(row, number: rows) }
      } else {
        Thread.sleep(forTimeInterval: pause)
      }
    }
    reader.finish()
    while let row = try reader.next() {
      rows += 1
      if rows > source.rowsRead { take(row, number: rows) }
    }
  }
}

/// An order source that goes on while the show runs.
struct OrderFollowing: Sendable {
  /// Nil: standard input.
  var file: URL?
  var columns: OrderColumns?
  var catalog: Catalog
  /// Rows that were read before the show.
  var rowsRead: Int
}
