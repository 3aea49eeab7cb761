/// What a server says to a publisher until sound and pictures come (Adobe RTMP 1.0, 7). It does no input of its own.
struct RTMPSession {
  /// What a command led to.
  enum Step: Equatable {
    /// Send these messages and go on.
    case reply([RTMPMessage])
    /// The publisher has named this room's application and key: send these messages, then the stream follows.
    case accepted([RTMPMessage])
    /// It has named others: send these messages and hang up.
    case refused([RTMPMessage])
    /// The publisher has ended its stream.
    case ended
  }

  /// `application/key`, which a publisher must name.
  private let expected: [UInt8]
  private let hasKey: Bool
  private var application = ""

  /// - Parameter address: `rtmp://host:port/application/key`; without a key, any is right.
  init(address: String) {
    if let parts = RTMPAddress(address) {
      expected = Array("\(parts.application)/\(parts.name)".utf8)
      hasKey = true
    } else {
      let path = URLParts(address)?.location.prefix { $0 != "?" } ?? ""
      expected = Array(path.split(separator: "/").joined(separator: "/").utf8)
      hasKey = false
    }
  }

  mutating func handle(_ message: RTMPMessage) -> Step {
    var payload = message.payload[...]
    if message.kind == RTMPMessage.Kind.commandAMF3 { payload = payload.dropFirst() }
    let values = Array(payload).withUnsafeBytes { bytes in
      var reader = AMF0Reader(bytes)
      return reader.values()
    }
    guard let name = values.first?.text else { return .reply([]) }
    let transaction = values.count > 1 ? values[1].finiteNumber ?? 0 : 0
    switch name {
    case "connect":
      application = values.count > 2 ? values[2]["app"]?.text ?? "" : ""
      return .reply(Self.greeting(transaction))
    case "createStream":
      return .reply([Self.command("_result", transaction, [.null, .number(1)])])
    case "publish":
      let stream = values.count > 3 ? values[3].text ?? "" : ""
      guard isRight(stream) else { return .refused([Self.status("error", "NetStream.Publish.BadName")]) }
      let begin = RTMPMessage(kind: RTMPMessage.Kind.userControl, payload: [0, 0, 0, 0, 0, 1])
      return .accepted([begin, Self.status("status", "NetStream.Publish.Start")])
    case "deleteStream", "closeStream", "FCUnpublish": return .ended
    default: return .reply([])
    }
  }

  /// Whether application and key are this room's. How long it takes tells nothing about where they differ.
  private func isRight(_ stream: String) -> Bool {
    let app = application.prefix { $0 != "?" }.split(separator: "/").joined(separator: "/")
    guard hasKey else { return Self.isSame(Array(app.utf8), expected) }
    let whole = Array("\(app)/\(stream)".utf8)
    let plain = Array("\(app)/\(stream.prefix { $0 != "?" })".utf8)
    let isWhole = Self.isSame(whole, expected)
    let isPlain = Self.isSame(plain, expected)
    return isWhole || isPlain
  }

  private static func isSame(_ given: [UInt8], _ expected: [UInt8]) -> Bool {
    guard !expected.isEmpty else { return given.isEmpty }
    var difference = UInt(bitPattern: given.count ^ expected.count)
    for index in given.indices { difference |= UInt(given[index] ^ expected[index % expected.count]) }
    return difference == 0
  }

  private static func greeting(_ transaction: Double) -> [RTMPMessage] {
    let window: [UInt8] = [0, 0x26, 0x25, 0xA0]
    return [
      RTMPMessage(kind: RTMPMessage.Kind.windowSize, payload: window),
      RTMPMessage(kind: RTMPMessage.Kind.peerBandwidth, payload: window + [2]),
      command(
        "_result", transaction,
        [
          .object([("fmsVer", .string("FMS/3,0,1,123")), ("capabilities", .number(31))]),
          information("status", "NetConnection.Connect.Success"),
        ]),
    ]
  }

  private static func status(_ level: String, _ code: String) -> RTMPMessage {
    var message = command("onStatus", 0, [.null, information(level, code)])
    message.stream = 1
    return message
  }

  private static func information(_ level: String, _ code: String) -> AMF0Value {
    .object([
      ("level", .string(level)), ("code", .string(code)), ("description", .string(code)),
      ("objectEncoding", .number(0)),
    ])
  }

  private static func command(_ name: String, _ transaction: Double, _ arguments: [AMF0Value]) -> RTMPMessage {
    let values = [.string(name), .number(transaction)] + arguments
    return RTMPMessage(kind: RTMPMessage.Kind.command, payload: values.flatMap(\.encoded))
  }
}

extension AMF0Value {
  /// The value in AMF0. Texts longer than 65,535 bytes are cut.
  var encoded: [UInt8] {
    switch self {
    case .number(let value): [0] + Self.bytes(of: value)
    case .boolean(let value): [1, value ? 1 : 0]
    case .string(let text): [2] + Self.short(text)
    case .object(let members): [3] + members.flatMap { Self.short($0.key) + $0.value.encoded } + [0, 0, 9]
    case .array(let items): [10] + Self.bytes(of: UInt32(clamping: items.count)) + items.flatMap(\.encoded)
    case .date(let milliseconds, let zone):
      [11] + Self.bytes(of: milliseconds) + [UInt8(truncatingIfNeeded: zone >> 8), UInt8(truncatingIfNeeded: zone)]
    case .null: [5]
    }
  }

  private static func bytes(of value: Double) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (56 - 8 * UInt64($0))) }
  }

  private static func bytes(of value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32($0))) }
  }

  private static func short(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8.prefix(65_535))
    return [UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes
  }
}
