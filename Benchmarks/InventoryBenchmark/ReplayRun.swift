import Foundation
import InventoryEngine
import LiveshelfCore
import Wording

/// Replays a show through the advisor and writes inventory_final.csv and signals.jsonl. `planned`: the end of the show is
/// known; `deaf`: no presentation is.
enum ReplayRun {
  static func run(_ show: Show, into out: URL, planned: Bool, deaf: Bool) throws {
    var advisor = InventoryAdvisor(catalog: show.catalog)
    if planned { _ = advisor.consume(.plannedEnd(show.at(show.duration))) }
    let writer = JSONEncoder()
    writer.keyEncodingStrategy = .convertToSnakeCase
    writer.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var lines = Data()
    var notices: [String: Int] = [:]
    let began = ContinuousClock.now
    for (time, event) in show.events() {
      if deaf, case .presentation = event { continue }
      let input: InventoryInput =
        switch event {
        case .order(let order): .order(order)
        case .snapshot(let snapshot): .snapshot(snapshot)
        case .presentation(let sku, let starts):
          starts ? .presentationStarted(sku, at: time) : .presentationEnded(sku, at: time)
        case .tick: .time(time)
        }
      let outcome = advisor.consume(input)
      for notice in outcome.notices {
        let name = "\(notice)".prefix { $0 != "(" }
        notices[String(name), default: 0] += 1
      }
      for finding in outcome.findings {
        lines += try writer.encode(SignalLine(finding, show))
        lines += Data("\n".utf8)
      }
    }
    let took = ContinuousClock.now - began
    try lines.write(to: out.appending(path: "signals.jsonl"))
    var table = "sku,warehouse,on_hand,reserved,available\n"
    for row in advisor.ledger.table {
      table += "\(row.cell.sku),\(row.cell.warehouse),\(row.balance.onHand),\(row.balance.reserved),"
      table += "\(row.balance.available)\n"
    }
    try table.write(to: out.appending(path: "inventory_final.csv"), atomically: true, encoding: .utf8)
    print("\(show.name): replayed in \(took); notices \(notices.sorted { $0.key < $1.key })")
  }
}

/// A finding as a CloudEvents line.
struct SignalLine: Encodable {
  struct Payload: Encodable {
    var room = "benchmark"
    var sku: String
    var product: String
    var detectedAt: Double
    var confidence: Double
    var reason: String
    var state: String
    var situation: String
    var etaS: Double?
    var etaLoS: Double?
    var etaHiS: Double?
    var available: Int?
    var warehouse: String?
    var transferFrom: String?
    var transferQty: Int?
    var daysOfCover: Double?
    var quantity: Int?
    var neededBy: String?
    var suggestion: String?
    var ranking: [String]?
    var demandRate: Double?
    var expectedRate: Double?
  }

  var specversion = "1.0"
  var id: String
  var source = "/rooms/benchmark"
  var type: String
  var subject: String
  var time: String
  var datacontenttype = "application/json"
  var data: Payload

  init(_ finding: InventoryFinding, _ show: Show) {
    let stream = show.clock.streamTime(of: finding.time)
    id = "\(finding.situation)/\(finding.phase.rawValue)/\(stream.microseconds)"
    type = finding.kind.type
    subject = finding.sku.text
    time = finding.time.formatted(in: show.clock.offset)
    data = Payload(
      sku: finding.sku.text, product: show.catalog[finding.sku]?.name ?? "", detectedAt: stream.seconds,
      confidence: finding.confidence, reason: Wording(.en).sentence(of: finding.reason), state: finding.phase.rawValue,
      situation: finding.situation)
    switch finding.kind {
    case .stockoutPredicted(let eta, let low, let high, let available):
      (data.etaS, data.etaLoS, data.etaHiS, data.available) = (eta, low, high, available)
    case .stockDepleted(let available), .oversold(let available): data.available = available
    case .warehouseLow(let warehouse, let available, let from, let quantity):
      (data.warehouse, data.available, data.transferFrom, data.transferQty) = (warehouse, available, from, quantity)
    case .slowMoving(let days): data.daysOfCover = days
    case .replenishmentRecommended(let quantity, let neededBy, _, _):
      (data.quantity, data.neededBy) = (quantity, neededBy.formatted(in: show.clock.offset))
    case .priceReviewRecommended(let advice): data.suggestion = Wording(.en).text(of: advice)
    case .nextProductRecommended(let ranking): data.ranking = ranking.map(\.text)
    case .demandSurge(let rate, let expected): (data.demandRate, data.expectedRate) = (rate, expected)
    default: break
    }
  }
}
