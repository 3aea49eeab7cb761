import ArgumentParser
import Foundation
import InventoryEngine
import LiveshelfCore
import RoomEngine
import Rooms
import Storage

/// Kills a process that takes in a show, again and again, and compares what is left with a run that nobody disturbed.
struct Crash: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "kill -9 at random moments of a show: is everything there, and nothing twice?")
  @Option var kills = 200
  @Option(help: "Order events of the show.") var events = 40_000
  @Option var seed: UInt64 = 1
  @Option(help: "A recorded show instead: a folder with orders.csv, catalog.csv and inventory.csv.") var show: String?
  @Option(help: "Kill after so many milliseconds at least, and at most so many more.") var after = 30
  @Option var within = 220

  func run() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let (whole, torn) = (folder.url.appending(path: "whole"), folder.url.appending(path: "torn"))
    try child(whole)?.waitUntilExit()
    var random = SplitMix(state: seed)
    var killed = 0
    var unfinished = true
    while unfinished {
      guard let process = try child(torn) else { return }
      guard killed < kills else {
        process.waitUntilExit()
        break
      }
      try await Task.sleep(for: .milliseconds(Int64(after) + Int64(random.next() % UInt64(max(1, within)))))
      unfinished = process.isRunning
      if unfinished { kill(process.processIdentifier, SIGKILL) }
      process.waitUntilExit()
      if unfinished { killed += 1 }
    }
    let (left, right) = (try state(of: whole), try state(of: torn))
    print("killed \(killed) times")
    print("log rows: \(left.rows) / \(right.rows), orders \(left.orders) / \(right.orders)")
    print("ledger: \(left.stock == right.stock ? "equal" : "DIFFERENT") (\(left.stock.count) cells)")
    for (one, other) in zip(left.stock, right.stock) where one != other {
      print("  \(one.cell.sku)@\(one.cell.warehouse): \(one.balance) / \(other.balance)")
    }
    print("movements equal the ledger: \(right.movementsFit)")
    if let show, let wrong = try Self.cells(of: right.stock, unlike: URL(filePath: show)) {
      print("cells unlike the show's truth: \(wrong)")
    }
    print(
      "signals: \(left.signals.count) / \(right.signals.count), twice \(right.signals.count - Set(right.signals).count), "
        + "missing \(Set(left.signals).subtracting(right.signals).count), "
        + "extra \(Set(right.signals).subtracting(left.signals).count)")
  }

  private struct Truth: Decodable {
    struct Stock: Decodable {
      var finalOnHand: [String: Int]
    }

    var stock: Stock
  }

  /// How many cells differ from the ledger that the show's makers state; nil: they state none.
  private static func cells(of stock: [StockRow], unlike show: URL) throws -> Int? {
    let file = show.appending(path: "truth.json")
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let truth = try decoder.decode(Truth.self, from: Data(contentsOf: file)).stock.finalOnHand
    let known = Dictionary(
      uniqueKeysWithValues: stock.map { ("\($0.cell.sku)@\($0.cell.warehouse)", $0.balance.available) })
    return truth.count { known[$0.key] != $0.value } + known.keys.count { truth[$0] == nil }
  }

  private func child(_ folder: URL) throws -> Process? {
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["crash-child", folder.path, "--events", "\(events)"] + (show.map { ["--show", $0] } ?? [])
    try process.run()
    return process
  }

  private struct State {
    var rows: Int64
    var orders: Int
    var stock: [StockRow]
    var movementsFit: Bool
    var signals: [String]
  }

  private func state(of folder: URL) throws -> State {
    let store = try RoomStore(room: RoomName("crash") ?? .main, folder: folder)
    guard let show = try store.shows().first else { throw ValidationError("no show in \(folder.path)") }
    var orders = 0
    try store.replay(show.id) { logged in
      if case .input(let input) = logged.entry, case .row(.order) = input.content { orders += 1 }
    }
    let stock = try store.stock(of: show.id)
    let sums = try store.movementSums(of: show.id)
    let fits = stock.allSatisfy { row in
      sums[row.cell].map { $0.onHand == row.balance.onHand && $0.reserved == row.balance.reserved } ?? false
    }
    let signals = try store.signals(of: show.id, after: 0, limit: .max).map(\.id)
    return State(
      rows: try store.lastSequence(), orders: orders, stock: stock, movementsFit: fits, signals: signals)
  }
}

/// The same numbers for the same seed (Steele, Lea and Flood, 2014).
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
