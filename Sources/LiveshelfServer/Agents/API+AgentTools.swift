internal import Connectors
internal import Delivery
internal import Foundation
internal import InventoryEngine
internal import LiveshelfCore
internal import RoomAPI
internal import Rooms

extension API {
  /// Rows of an answer: an agent reads no more.
  private static let mostRows = 500

  private static let room = AgentTool.Parameter(
    name: "room", about: "The room's or shop's name, as list_rooms tells it.", isRequired: true)
  private static let sku = AgentTool.Parameter(name: "sku", about: "The product's SKU.", isRequired: true)
  private static let signal = AgentTool.Parameter(
    name: "id", about: "The signal's id, as signals tells it.", isRequired: true)

  private static func limit(_ value: Int) -> AgentTool.Parameter {
    AgentTool.Parameter(name: "limit", kind: .integer, about: "At most so many, 1 to \(value).", range: 1...value)
  }

  /// All that agents can do, in the order in which it is listed.
  var agentTools: [AgentTool] { readingTools + stockTools + signalTools + operatorTools }

  private var readingTools: [AgentTool] {
    [
      AgentTool(
        name: "list_rooms", about: "All rooms and shops: what is on stage, totals, open signals.", parameters: []
      ) {
        _ in try list("rooms", await service.rooms())
      },
      AgentTool(
        name: "room_now",
        about: "A room as it is now: what the host presents, totals of the show, feeds, the ledger's differences.",
        parameters: [Self.room]
      ) { call in
        let view = try Self.value(try await service.view(of: call.place))
        return view.keeping(["room", "state", "show", "clock", "now", "totals", "feeds", "ledger"])
      },
      AgentTool(
        name: "presentations",
        about: "What was presented in the show that runs or ran last, from when to when, and why.",
        parameters: [Self.room, Self.limit(500)]
      ) { call in
        let all = try await service.presentations(in: call.place)
        return try list("presentations", all.suffix(call.number("limit", default: 50)))
      },
      AgentTool(name: "shows", about: "Past shows of a room, newest first.", parameters: [Self.room, Self.limit(500)]) {
        call in
        try list("shows", try await service.shows(in: call.place).prefix(call.number("limit", default: 20)))
      },
      AgentTool(
        name: "timeline",
        about:
          "A product's timeline of demand in the show: presence, mentions, orders, demand rate, stock, by bins of time.",
        parameters: [
          Self.room, Self.sku,
          AgentTool.Parameter(
            name: "bin_seconds", kind: .integer, about: "Seconds of a bin, 10 to 3600.", range: 10...3600),
        ]
      ) { call in
        try Self.value(
          try await service.timeline(
            of: SKU(call.text("sku") ?? ""), in: call.place, binSeconds: call.number("bin_seconds", default: 60)))
      },
      AgentTool(name: "questions", about: "What viewers keep asking in the show.", parameters: [Self.room]) { call in
        try list("questions", try await service.view(of: call.place).questions)
      },
      AgentTool(
        name: "ask", about: "Answers a viewer's question from catalog and ledger, with the facts that it rests on.",
        parameters: [
          Self.room,
          AgentTool.Parameter(name: "question", about: "The question, in Chinese or English.", isRequired: true),
        ]
      ) { call in
        try Self.value(ViewerAnswer(try await answer(ViewerInquiry(call.text("question") ?? ""), in: call.place)))
      },
      AgentTool(name: "connectors", about: "What is plugged in (shops, warehouses), and how it fares.", parameters: [])
      {
        _ in try list("connectors", try await connectors.health().map(ConnectorView.init))
      },
    ]
  }

  private var stockTools: [AgentTool] {
    let warehouse = AgentTool.Parameter(name: "warehouse", about: "One warehouse alone.")
    let one = AgentTool.Parameter(name: "sku", about: "One product alone.")
    return [
      AgentTool(
        name: "stock", about: "The stock ledger: on hand, reserved, available and in transit by product and warehouse.",
        parameters: [Self.room, one, warehouse]
      ) { call in
        let rows = try await service.inventory(in: call.place).filter {
          (call.text("sku") ?? $0.sku) == $0.sku && (call.text("warehouse") ?? $0.warehouse) == $0.warehouse
        }
        return try list("stock", rows)
      },
      AgentTool(
        name: "products",
        about: "Products with price, sales of the show, demand, stock and when it will run out.",
        parameters: [Self.room, one]
      ) { call in
        let all = try await service.products(in: call.place)
        return try list("products", all.filter { (call.text("sku") ?? $0.sku) == $0.sku })
      },
      AgentTool(
        name: "turnover", about: "How well the stock was used: sales, sell-through, days of cover.",
        parameters: [Self.room, AgentTool.Parameter(name: "by", about: "sku, category, warehouse or all.")]
      ) { call in
        guard let grouping = TurnoverGrouping(rawValue: call.text("by") ?? "sku") else {
          throw APIError.invalid(
            "by", "'by' is one of \(TurnoverGrouping.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return try list("turnover", try await service.turnover(in: call.place, by: grouping))
      },
      AgentTool(
        name: "plan",
        about: "What to do next: the products to present, best first with reasons, and open advice on replenishment, "
          + "transfers and prices.",
        parameters: [Self.room]
      ) { call in
        let view = try await service.view(of: call.place)
        let advice = view.signals.filter { signal in
          ["replenishment", "warehouse_low", "price", "slow_moving", "stockout"].contains {
            signal.cloudevent.type.contains($0)
          } && signal.state == .open
        }
        return .object(["next": try Self.value(view.next), "advice": try Self.value(advice)])
      },
    ]
  }

  private var signalTools: [AgentTool] {
    [
      AgentTool(
        name: "signals", about: "Signals of a room, newest first: surges, stock that runs out, oversold, advice.",
        parameters: [
          Self.room,
          AgentTool.Parameter(name: "state", about: "open, acknowledged, muted or resolved; left out: all."),
          Self.limit(500),
        ]
      ) { call in
        let state = try call.text("state").map { text in
          guard let state = SignalState(rawValue: text) else {
            throw APIError.invalid(
              "state", "'state' is one of \(SignalState.allCases.map(\.rawValue).joined(separator: ", "))")
          }
          return state
        }
        let signals = try await service.view(of: call.place).signals.reversed().filter { state ?? $0.state == $0.state }
        return try list("signals", signals.prefix(call.number("limit", default: 50)))
      }
    ]
  }

  private var operatorTools: [AgentTool] {
    [
      AgentTool(
        name: "acknowledge_signal", about: "Says that somebody takes care of a signal.", access: .operator,
        parameters: [Self.room, Self.signal]
      ) { call in
        try Self.value(
          try await service.changeSignal(call.text("id") ?? "", .acknowledge, in: call.place, by: call.actor))
      },
      AgentTool(
        name: "mute_signal", about: "No alert about a signal's situation for some minutes.", access: .operator,
        parameters: [
          Self.room, Self.signal,
          AgentTool.Parameter(name: "minutes", kind: .integer, about: "1 to 1440.", isRequired: true, range: 1...1440),
        ]
      ) { call in
        try Self.value(
          try await service.changeSignal(
            call.text("id") ?? "", .mute(minutes: call.number("minutes", default: 10)), in: call.place, by: call.actor))
      },
    ]
  }

  private func list(_ name: String, _ rows: some Collection<some Encodable>) throws -> JSONValue {
    var answer: [String: JSONValue] = [name: .array(try rows.prefix(Self.mostRows).map { try Self.value($0) })]
    if rows.count > Self.mostRows { answer["left_out"] = .integer(Int64(rows.count - Self.mostRows)) }
    return .object(answer)
  }

  private static func value(_ value: some Encodable) throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: try APIJSON.data(value))
  }
}

extension JSONValue {
  /// An object's members with these names alone.
  fileprivate func keeping(_ names: Set<String>) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { names.contains($0.key) })
  }
}
