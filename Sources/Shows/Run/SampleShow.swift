public import Foundation
internal import Hearing
public import LiveshelfCore

/// The sample broadcast of the checkout: a made-up show of 3½ minutes with its catalog, orders, stock and comments.
public struct SampleShow: Sendable {
  public let folder: URL

  /// - Throws: `ShowError.sampleMissing` when the program is not in a checkout.
  public init() throws(ShowError) {
    let folders = Checkout.folders.map { $0.appending(path: "Media/Samples/show") }
    guard
      let folder = folders.first(where: {
        FileManager.default.fileExists(atPath: $0.appending(path: "broadcast.flv").path)
      })
    else { throw .sampleMissing(searched: folders.map(\.path)) }
    self.folder = folder
  }

  public var recording: URL { folder.appending(path: "broadcast.flv") }

  /// The moment at which the made-up show began; its orders and comments are dated by it.
  public static var start: (time: WallTime, offset: ZoneOffset) {
    (WallTime(microseconds: 1_775_822_400_000_000), .china)  // 2026-04-10T20:00:00+08:00
  }

  public func settings(output: URL, models: URL?) -> ShowSettings {
    ShowSettings(
      room: RoomName("sample") ?? .main, catalog: folder.appending(path: "catalog.csv"),
      orders: folder.appending(path: "orders.csv"), inventory: folder.appending(path: "inventory.csv"),
      comments: folder.appending(path: "comments.jsonl"), markers: folder.appending(path: "markers"),
      startTime: Self.start, output: output, models: models)
  }
}
