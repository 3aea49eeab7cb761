internal import Foundation
internal import FoundationXML
internal import LiveshelfCore

/// 奇门: a warehouse's `stockchange.report`, XML with signed quantities; they become adjustments.
///
/// The signature is MD5 over the parameters by their names and the body, between the secret (open.taobao.com).
struct QimenConnector: Connector {
  /// Seconds that a call's time may be off.
  private static let tolerance = 300.0
  private static let fine =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?><response><flag>success</flag><code>0</code><message>ok</message></response>"
  private static let members: Set<String> = [
    "warehousecode", "outbizcode", "ordercode", "itemcode", "inventorytype", "quantity", "changetime",
  ]

  let settings: ConnectorSettings

  init(_ settings: ConnectorSettings) {
    self.settings = settings
  }

  func receive(_ call: WebhookCall, now: WallTime) throws(ConnectorError) -> Acknowledgement {
    guard let sign = call.query["sign"]?.uppercased(), !sign.isEmpty else { throw .unverified("sign is missing") }
    let pattern = call.query.filter { $0.key != "sign" }.sorted { $0.key < $1.key }.map { $0.key + $0.value }.joined()
    let fits = settings.secrets.contains { secret in
      let message = Array((secret + pattern).utf8) + call.body + Array(secret.utf8)
      return Signing.equal(Signing.hex(Signing.md5(message)).uppercased(), sign)
    }
    guard fits else { throw .unverified("sign does not fit parameters and body") }
    guard let time = call.query["timestamp"].flatMap({ WallTime.parse($0, assuming: .china)?.time }),
      abs(time - now) <= Self.tolerance
    else {
      throw .unverified("timestamp is missing, or more than \(Int(Self.tolerance)) s from now; check both clocks")
    }
    let method = call.query["method"] ?? ""
    let items = Self.items(call.body)
    let id = Signing.hex(Signing.md5(call.body))
    let isKnown = method.hasSuffix("stockchange.report")
    guard !isKnown || !items.isEmpty else { throw .malformed("holds no item") }
    return Acknowledgement(
      [
        PlatformMessage(
          id: id, kind: method, subject: "", content: isKnown ? .array(items) : .null, isKnown: isKnown)
      ], body: Self.fine, contentType: "text/xml; charset=utf-8")
  }

  func finding(of message: PlatformMessage, _ platform: PlatformClient) async throws(ConnectorError) -> Finding {
    guard !message.content.list.isEmpty else { throw .malformed("is of a kind that is not known") }
    var finding = Finding()
    for (index, item) in message.content.list.enumerated() {
      // 残次品 and other goods that are not for sale are no stock.
      guard item["inventorytype"]?.text ?? "ZP" == "ZP" else { continue }
      guard let sku = item["itemcode"]?.identifier, let text = item["quantity"]?.text, let units = Int(text),
        (-10_000_000...10_000_000).contains(units)
      else { throw .malformed("holds an item without itemCode or a whole quantity") }
      guard units != 0 else { continue }
      let code = item["outbizcode"]?.identifier ?? "\(message.id)/\(index + 1)"
      let time = item["changetime"]?.text.flatMap { WallTime.parse($0, assuming: .china)?.time } ?? platform.clock.now
      finding.rows.append(
        .transaction(
          StockTransaction(
            id: "qimen/\(code)/\(sku)", time: time, sku: SKU(sku), reason: item["ordercode"]?.text ?? "",
            .adjustment(warehouse: settings.warehouse(item["warehousecode"]?.identifier), units: units))))
    }
    return finding
  }

  private static func items(_ body: [UInt8]) -> [PlatformJSON] {
    let reader = ItemReader(members)
    let parser = XMLParser(data: Data(body))
    parser.shouldResolveExternalEntities = false
    parser.delegate = reader
    // The parser does not keep it.
    return withExtendedLifetime(reader) { parser.parse() ? reader.items : [] }
  }
}

/// Reads `<item>` elements: their members by name in small letters, those alone that are wanted.
private final class ItemReader: NSObject, XMLParserDelegate {
  private static let mostItems = 10_000
  private static let longest = 512

  private let wanted: Set<String>
  private(set) var items: [PlatformJSON] = []
  private var item: [String: PlatformJSON]?
  private var text = ""

  init(_ wanted: Set<String>) {
    self.wanted = wanted
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    text = ""
    if name == "item" { item = [:] }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if text.utf8.count < Self.longest { text += string }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    if name == "item", let item {
      if items.count < Self.mostItems { items.append(.object(item)) }
      self.item = nil
    } else if wanted.contains(name.lowercased()) {
      item?[name.lowercased()] = .string(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    text = ""
  }
}
