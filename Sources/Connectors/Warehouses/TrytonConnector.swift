internal import Foundation
internal import LiveshelfCore

/// Tryton, over JSON-RPC: stock and what moves in its warehouses comes in, drafts of purchases go out.
///
/// Orders are the shop's: what leaves for customers is not told again. A move into a warehouse's storage zone is a receipt, one
/// between two of them a transfer, one from or to "lost and found" an adjustment.
struct TrytonConnector: Connector {
  private static let pageSize = 500

  let settings: ConnectorSettings

  init(_ settings: ConnectorSettings) {
    self.settings = settings
  }

  // MARK: Asking

  func poll(
    _ window: PollWindow, page: String?, _ platform: PlatformClient
  ) async throws(ConnectorError) -> PollPage? {
    let offset = page.flatMap { Int($0) } ?? 0
    let context = try await context(platform)
    let places = try await places(context, platform)
    var finding = Finding()
    if offset == 0 { finding.rows = try await stock(places, context, platform) }
    let moves = try await call(
      "model.stock.move.search_read",
      [
        [["state", "=", "done"], ["write_date", ">=", Self.time(window.from)]], .number("\(offset)"),
        .number("\(Self.pageSize)"), [["id", "ASC"]],
        ["product.code", "quantity", "from_location", "to_location", "write_date"], context,
      ], platform
    ).list
    finding.rows += moves.compactMap { transaction($0, places).map { .transaction($0) } }
    return PollPage(finding, next: moves.count < Self.pageSize ? nil : "\(offset + Self.pageSize)")
  }

  func check(_ platform: PlatformClient) async throws(ConnectorError) -> String {
    let context = try await context(platform)
    let places = try await places(context, platform)
    return
      "the company has \(places.warehouses.count) warehouses: \(places.warehouses.map(\.name).joined(separator: ", "))"
  }

  private struct Places {
    var warehouses: [(id: String, storage: String, name: String)] = []
    /// The warehouse of each place in a storage zone.
    var stored: [String: String] = [:]
    var types: [String: String] = [:]
  }

  private func places(
    _ context: PlatformJSON, _ platform: PlatformClient
  ) async throws(ConnectorError) -> Places {
    let all = try await call(
      "model.stock.location.search_read",
      [[], 0, .null, .null, ["name", "code", "type", "parent", "storage_location"], context], platform
    ).list
    var places = Places()
    var parents: [String: String] = [:]
    for place in all {
      guard let id = place["id"]?.identifier else { continue }
      places.types[id] = place["type"]?.text
      parents[id] = place["parent"]?.identifier
      if place["type"]?.text == "warehouse", let storage = place["storage_location"]?.identifier {
        let name = settings.warehouse(place["code"]?.identifier ?? place["name"]?.identifier)
        places.warehouses.append((id, storage, name))
        places.stored[storage] = name
      }
    }
    for id in parents.keys {
      var (place, steps): (String?, Int) = (id, 0)
      while let current = place, steps < 32 {
        if let name = places.stored[current] {
          places.stored[id] = name
          break
        }
        place = parents[current]
        steps += 1
      }
    }
    return places
  }

  private func stock(
    _ places: Places, _ context: PlatformJSON, _ platform: PlatformClient
  ) async throws(ConnectorError) -> [Row] {
    var rows: [Row] = []
    for warehouse in places.warehouses {
      var here = context
      if case .object(var members) = context {
        members["locations"] = .array([.number(warehouse.id)])
        here = .object(members)
      }
      var offset = 0
      while true {
        let now = platform.clock.now
        let products = try await call(
          "model.product.product.search_read",
          [
            [["code", "!=", .null]], .number("\(offset)"), .number("\(Self.pageSize)"), [["id", "ASC"]],
            ["code", "quantity"], here,
          ], platform
        ).list
        for product in products {
          guard let code = product["code"]?.identifier, let units = Self.units(product["quantity"]) else { continue }
          rows.append(
            .stock(StockSnapshot(time: now, sku: SKU(code), warehouse: warehouse.name, onHand: max(0, units))))
        }
        offset += Self.pageSize
        if products.count < Self.pageSize { break }
      }
    }
    return rows
  }

  private func transaction(_ move: PlatformJSON, _ places: Places) -> StockTransaction? {
    guard let id = move["id"]?.identifier, let code = move["product."]?["code"]?.identifier,
      let units = Self.units(move["quantity"]), units > 0, let time = Self.time(move["write_date"]),
      let from = move["from_location"]?.identifier, let to = move["to_location"]?.identifier
    else { return nil }
    let change: StockTransaction.Change
    switch (places.stored[from], places.stored[to]) {
    case (nil, let to?):
      let isFound = places.types[from] == "lost_found"
      change = isFound ? .adjustment(warehouse: to, units: units) : .receipt(warehouse: to, quantity: units)
    case (let here?, nil):
      switch places.types[to] {
      case "lost_found": change = .adjustment(warehouse: here, units: -units)
      case "supplier": change = .returnToSupplier(warehouse: here, quantity: units)
      // On their way to a customer: the shop's order has told of it.
      default: return nil
      }
    case (let from?, let to?) where from != to: change = .transfer(from: from, to: to, quantity: units)
    default: return nil
    }
    return StockTransaction(id: "\(settings.name)/move/\(id)", time: time, sku: SKU(code), change)
  }

  // MARK: Acting

  /// One draft for each reference, however often it is asked for.
  func draftPurchase(
    _ wish: PurchaseWish, isRehearsal: Bool, _ platform: PlatformClient
  ) async throws(ConnectorError) -> String? {
    let context = try await context(platform)
    let known = try await call(
      "model.purchase.purchase.search_read",
      [[["reference", "=", .string(wish.reference)]], 0, 1, .null, ["state"], context], platform
    ).list
    if let purchase = known.first {
      return "the purchase \(purchase["id"]?.text ?? "") is there already, \(purchase["state"]?.text ?? "")"
    }
    let products = try await call(
      "model.product.product.search_read",
      [
        [["code", "=", .string(wish.sku.text)]], 0, 2, .null, ["purchase_uom", "product_suppliers", "template"],
        context,
      ],
      platform
    ).list
    guard products.count == 1, let product = products[0]["id"]?.identifier,
      let unit = products[0]["purchase_uom"]?.identifier
    else { throw .refused("no single product that can be purchased has the code of this SKU") }
    let suppliers = try await call(
      "model.purchase.product_supplier.search_read",
      [
        [["template", "=", .number(products[0]["template"]?.text ?? "0")]], 0, 1, [["sequence", "ASC"]], ["party"],
        context,
      ], platform
    ).list
    guard let party = suppliers.first?["party"]?.identifier else {
      throw .refused("the product has no supplier in Tryton; give it one")
    }
    let places = try await places(context, platform)
    let warehouse = places.warehouses.first { $0.name == wish.warehouse } ?? places.warehouses.first
    guard let warehouse, let company = context["company"] else { throw .refused("Tryton has no warehouse or company") }
    let words = "\(wish.quantity) of \(wish.sku) for \(warehouse.name)"
    if isRehearsal { return "would draft a purchase: \(words)" }
    let price: PlatformJSON = ["__class__": "Decimal", "decimal": "0"]
    let line: PlatformJSON = [
      "type": "line", "product": .number(product), "quantity": .number("\(wish.quantity)"), "unit": .number(unit),
      "unit_price": price,
    ]
    let purchase: PlatformJSON = [
      "party": .number(party), "company": company, "reference": .string(wish.reference),
      "warehouse": .number(warehouse.id), "lines": [["create", [line]]],
    ]
    let made = try await call("model.purchase.purchase.create", [[purchase], context], platform).list
    return "drafted the purchase \(made.first?.text ?? ""): \(words)"
  }

  // MARK: Calls

  private func call(
    _ method: String, _ parameters: [PlatformJSON], _ platform: PlatformClient, needsSession: Bool = true
  ) async throws(ConnectorError) -> PlatformJSON {
    let body = PlatformJSON.object(["id": 1, "method": .string(method), "params": .array(parameters)]).encoded
    var request = PlatformRequest(.post, "/\(PlatformRequest.escaped(settings.account))/rpc/", body: body)
    if needsSession {
      let session = Data("\(settings.key):\(try platform.accessToken())".utf8).base64EncodedString()
      request.headers["Authorization"] = "Session \(session)"
    }
    let answer = try await platform.send(request).json()
    // What Tryton objects to is an error in the body; its words may quote what people wrote.
    if let error = answer["error"] {
      let kind = error.list.first?.text ?? "unknown"
      if kind == "ConcurrencyException" || kind.hasPrefix("40") {
        throw .later("Tryton says \(kind.prefix(64))", retryAfter: nil)
      }
      throw .refused("Tryton says \(kind.prefix(64))")
    }
    return answer["result"] ?? .null
  }

  private func context(_ platform: PlatformClient) async throws(ConnectorError) -> PlatformJSON {
    let preferences = try await call("model.res.user.get_preferences", [.bool(true), [:]], platform)
    guard let company = preferences["company"]?.identifier else {
      throw .refused("the user has no company in Tryton; give it one in its preferences")
    }
    return ["company": .number(company)]
  }

  /// A session, as `USER:SESSION`.
  func freshToken(_ old: PlatformToken?, _ platform: PlatformClient) async throws(ConnectorError) -> PlatformToken? {
    let answer = try await call(
      "common.db.login", [.string(settings.key), ["password": .string(settings.secret)], "en"], platform,
      needsSession: false
    ).list
    guard answer.count >= 2, let user = answer[0].identifier, let session = answer[1].identifier else {
      throw .unauthorized("Tryton does not know the user or the password")
    }
    return PlatformToken(access: "\(user):\(session)")
  }

  private static func units(_ value: PlatformJSON?) -> Int? {
    guard let number = value?.text.flatMap({ Double($0) }), abs(number) <= 10_000_000 else { return nil }
    return Int(number.rounded(.down))
  }

  /// Tryton's times are in UTC, taken apart.
  private static func time(_ time: WallTime) -> PlatformJSON {
    let text = time.formatted(in: .utc)
    func part(_ from: Int, _ count: Int) -> PlatformJSON {
      .number("\(Int(text.dropFirst(from).prefix(count)) ?? 0)")
    }
    return [
      "__class__": "datetime", "year": part(0, 4), "month": part(5, 2), "day": part(8, 2), "hour": part(11, 2),
      "minute": part(14, 2), "second": part(17, 2), "microsecond": 0,
    ]
  }

  private static func time(_ value: PlatformJSON?) -> WallTime? {
    func two(_ key: String) -> String? {
      value?[key]?.integer.map { $0 < 10 ? "0\($0)" : "\($0)" }
    }
    guard let year = value?["year"]?.text, let month = two("month"), let day = two("day") else { return nil }
    let clock = "\(two("hour") ?? "00"):\(two("minute") ?? "00"):\(two("second") ?? "00")"
    let fraction = String(value?["microsecond"]?.integer ?? 0)
    let zeros = String(repeating: "0", count: max(0, 6 - fraction.count))
    return WallTime.parse("\(year)-\(month)-\(day)T\(clock).\(zeros)\(fraction)Z")?.time
  }
}
