import ArgumentParser
import Foundation
import Intake
import InventoryEngine
import LiveshelfCore
import RoomEngine
import Shows

/// A show through the room, from what was heard before.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Replay a show through the room, with what an earlier batch run heard.")

  @Argument(help: "A folder with catalog.csv, orders.csv, inventory.csv, comments.jsonl and truth.json.")
  var show: String
  @Argument(help: "The folder that batch wrote.")
  var heard: String
  @Argument(help: "The folder for the results.")
  var out: String
  @Flag(help: "Print the room's overview each minute, and what it costs.")
  var overview = false
  @Flag(help: "Write what is known at the end of the show, as a live show's files have it, instead of its conclusion.")
  var live = false

  @Option(help: "Thresholds (YAML).")
  var thresholds: String?

  private struct Truth: Decodable {
    var streamStart: String
    var durationS: Double
  }

  func run() throws {
    let folder = URL(filePath: show)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let truth = try decoder.decode(Truth.self, from: Data(contentsOf: folder.appending(path: "truth.json")))
    guard let start = WallTime.parse(truth.streamStart) else { throw ValidationError("no stream_start") }
    let clock = ShowClock(start: start.time, offset: start.offset)
    let end = StreamTime(seconds: truth.durationS)
    let catalog = try CatalogReader.read(folder.appending(path: "catalog.csv")).catalog
    let inputs = try inputs(folder, clock: clock, end: end)
    var engine = RoomEngine(
      room: .main, catalog: catalog, clock: clock,
      settings: try thresholds.map { try ThresholdFile.read(URL(filePath: $0)) } ?? AdvisorSettings())
    let recorder = try ShowRecorder(folder: URL(filePath: out), offset: clock.offset, hearsMarkers: true)
    try recorder.record(
      ShowDescription(room: .main, recording: show, clock: clock, durationSeconds: end.seconds, catalog: catalog))
    let watch = ContinuousClock()
    let began = watch.now
    var isOver = false
    var nextMinute = 0.0
    for input in inputs {
      if input.at > end, !isOver {
        isOver = true
        try carryOut(engine.finish(at: end), at: end, recorder)
      }
      switch input.content {
      case .utterance(let utterance): try recorder.record(utterance)
      case .mention(let mention): try recorder.record(mention)
      case .marker(let hit): try recorder.record(hit)
      default: break
      }
      try carryOut(engine.consume(input), at: input.at, recorder)
      if overview, input.at.seconds >= nextMinute {
        nextMinute += 60
        describe(engine)
      }
    }
    try recorder.finishTranscript()
    let consumed = watch.now - began
    let conclusion = live ? engine.interimConclusion(until: end) : engine.conclusion(until: end)
    print("\(inputs.count) inputs in \(consumed), conclusion in \(watch.now - began - consumed)")
    try recorder.record(conclusion, clock: clock, until: end, isFinal: true)
    _ = try recorder.finish()
  }

  private func inputs(_ folder: URL, clock: ShowClock, end: StreamTime) throws -> [RoomInput] {
    var inputs = try HeardFiles(URL(filePath: heard)).inputs
    let orders = try OrderReader.readAll(folder.appending(path: "orders.csv")).events
    inputs += orders.map { RoomInput(at: clock.streamTime(of: $0.knownAt), .row(.order($0))) }
    let stock = try InventoryReader.read(folder.appending(path: "inventory.csv")).snapshots
    inputs += stock.map { RoomInput(at: clock.streamTime(of: $0.time), .row(.stock($0))) }
    let comments = try CommentReader.read(folder.appending(path: "comments.jsonl")).comments
    inputs += comments.map { RoomInput(at: clock.streamTime(of: $0.time), .row(.comment($0))) }
    inputs += stride(from: 0, through: end.seconds, by: 0.5).map { RoomInput(at: StreamTime(seconds: $0), .heard) }
    return inputs.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }

  private func carryOut(_ effects: [RoomEffect], at time: StreamTime, _ recorder: ShowRecorder) throws {
    for effect in effects {
      switch effect {
      case .signal(let signal): try recorder.record(signal)
      case .presentationEnded(let presentation): try recorder.record(presentation, decidedAt: time)
      }
    }
  }

  private func describe(_ engine: RoomEngine) {
    let rounds = 20
    let watch = ContinuousClock()
    let began = watch.now
    var overview = engine.overview()
    for _ in 1..<rounds { overview = engine.overview() }
    let cost = (watch.now - began) / .milliseconds(rounds)
    let heat = Dictionary(grouping: overview.products, by: \.heat).map { "\($0.key.rawValue) \($0.value.count)" }
      .sorted()
    print(
      "\(overview.at): \(cost) ms; \(overview.sales.orders) orders, \(overview.sales.value) yuan, "
        + "\(overview.salesOfLastMinute.orders) in the last minute; on stage \(overview.presentations.map(\.sku)); "
        + "next \(overview.next.map(\.sku)); \(heat); \(overview.questions.first.map { "\($0.intent) \($0.count)" } ?? "")"
    )
  }
}
