internal import CNats
internal import Foundation

/// A message that came from a server.
struct NatsMessage: Sendable {
  let subject: String
  let reply: String?
  /// The status of a message without a body: 100 idle, 204 end of batch, 404 none, 408 expired, 409 ended, 503 nobody.
  let status: Int?
  let statusText: String
  let headers: [String: String]
  let body: Data

  /// Copies what the library holds.
  /// - Parameter message: a `natsMsg`, which stays the caller's.
  init(copying message: OpaquePointer) {
    subject = natsMsg_GetSubject(message).map { String(cString: $0) } ?? ""
    reply = natsMsg_GetReply(message).map { String(cString: $0) }
    let count = Int(natsMsg_GetDataLength(message))
    body = count > 0 ? natsMsg_GetData(message).map { Data(bytes: $0, count: count) } ?? Data() : Data()
    let headers = Self.headers(of: message)
    status = headers["Status"].flatMap { Int($0) }
    statusText = headers["Description"] ?? ""
    self.headers = headers
  }

  private static func headers(of message: OpaquePointer) -> [String: String] {
    var keys: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    var count: Int32 = 0
    guard natsMsgHeader_Keys(message, &keys, &count) == NATS_OK, let keys else { return [:] }
    // The array is ours, the texts stay the message's (documentation of natsMsgHeader_Keys).
    defer { free(keys) }
    var headers: [String: String] = [:]
    for index in 0..<Int(count) {
      guard let key = keys[index] else { continue }
      var value: UnsafePointer<CChar>?
      guard natsMsgHeader_Get(message, key, &value) == NATS_OK, let value else { continue }
      headers[String(cString: key)] = String(cString: value)
    }
    return headers
  }
}

typealias Header = (name: String, value: String)

/// A message to be sent.
struct Outgoing: Sendable {
  var subject: String
  var reply: String?
  var headers: [Header] = []
  var body = Data()
}

/// A message as libnats has it, owned until it is sent.
struct OutgoingMessage: ~Copyable {
  let pointer: OpaquePointer

  init(_ outgoing: Outgoing) throws(BackboneError) {
    let body = outgoing.body
    var message: OpaquePointer?
    guard let count = Int32(exactly: body.count) else { throw .tooLarge(bytes: body.count, limit: Int(Int32.max)) }
    let status = body.withUnsafeBytes { bytes in
      natsMsg_Create(
        &message, outgoing.subject, outgoing.reply, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), count)
    }
    guard status == NATS_OK, let message else { throw BackboneError(status, "making a message") }
    for header in outgoing.headers {
      let status = natsMsgHeader_Set(message, header.name, header.value)
      guard status == NATS_OK else {
        natsMsg_Destroy(message)
        throw BackboneError(status, "the header \(header.name)")
      }
    }
    pointer = message
  }

  deinit { natsMsg_Destroy(pointer) }
}

extension BackboneError {
  /// A failure of libnats in the backbone's terms.
  init(_ status: natsStatus, _ what: String) {
    let text = natsStatus_GetText(status).map { String(cString: $0) } ?? "error \(status.rawValue)"
    switch status {
    case NATS_CONNECTION_CLOSED: self = .closed
    case NATS_CONNECTION_AUTH_FAILED, NATS_NOT_PERMITTED, NATS_SSL_ERROR, NATS_SECURE_CONNECTION_WANTED,
      NATS_SECURE_CONNECTION_REQUIRED, NATS_INVALID_ARG, NATS_ADDRESS_MISSING:
      let detail = nats_GetLastError(nil).map { String(cString: $0) } ?? ""
      self = .refused("\(what): \(text)\(detail.isEmpty ? "" : " (\(detail))")")
    default: self = .unavailable("\(what): \(text)")
    }
  }
}

/// Text that may stand in a header.
enum HeaderText {
  static func checked(_ text: String, _ what: String) throws(BackboneError) -> String {
    guard !text.isEmpty, text.utf8.count <= 512, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) || $0 == 0x20 }),
      text.utf8.first != 0x20, text.utf8.last != 0x20
    else { throw .invalidName("\(what) \(text.prefix(80))") }
    return text
  }
}

/// A pointer of libnats on its way to another thread. Its functions lock what they point to.
struct SendablePointer: @unchecked Sendable {
  let value: OpaquePointer
  init(_ value: OpaquePointer) { self.value = value }
}
