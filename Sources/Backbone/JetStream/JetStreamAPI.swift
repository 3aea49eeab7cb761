internal import Foundation

/// The servers' JSON interface (NATS documentation, "JetStream wire API reference"): what we send and read of it.
enum JetStreamAPI {
  struct Failure: Decodable {
    let code: Int
    let errCode: Int?
    let description: String?
  }

  struct Answer<Value: Decodable>: Decodable {
    let failure: Failure?
    let value: Value?

    private enum Key: String, CodingKey { case error }

    init(from decoder: any Decoder) throws {
      failure = try decoder.container(keyedBy: Key.self).decodeIfPresent(Failure.self, forKey: .error)
      value = failure == nil ? try Value(from: decoder) : nil
    }
  }

  struct Nothing: Codable {}

  struct StreamConfiguration: Encodable {
    var name: String
    var subjects: [String]
    var numReplicas: Int
    var storage = "file"
    var retention = "limits"
    var discard = "old"
    var maxAge: Int64 = 0
    var maxMsgsPerSubject: Int64 = -1
    /// How long message ids are remembered.
    var duplicateWindow: Int64 = 120_000_000_000
    var allowDirect = true
    var allowRollupHdrs = false
    var denyDelete = true
  }

  struct ConsumerConfiguration: Encodable {
    var name: String
    var durableName: String?
    var filterSubject: String
    var ackPolicy = "explicit"
    var ackWait: Int64?
    var maxAckPending: Int?
    var deliverPolicy = "all"
    var optStartSeq: UInt64?
    var numReplicas: Int?
    var memStorage: Bool?
    var inactiveThreshold: Int64?
  }

  struct ConsumerRequest: Encodable {
    var streamName: String
    var config: ConsumerConfiguration
    var action = ""
  }

  struct NextRequest: Encodable {
    var batch: Int
    var expires: Int64
  }

  struct LastRequest: Encodable {
    var lastBySubj: String
  }

  struct BatchRequest: Encodable {
    var seq: UInt64
    var nextBySubj: String
    var batch: Int
    var maxBytes: Int
  }

  struct PurgeRequest: Encodable {
    var filter: String
    var seq: UInt64
  }

  struct Message: Decodable {
    struct Stored: Decodable {
      let subject: String
      let seq: UInt64
      let hdrs: Data?
      let data: Data?
    }
    let message: Stored
  }

  struct PublishAnswer: Decodable {
    let seq: UInt64
    let duplicate: Bool?
  }

  static func encode(_ value: some Encodable) throws(BackboneError) -> Data {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    do {
      return try encoder.encode(value)
    } catch {
      throw .refused("a request cannot be written: \(error)")
    }
  }

  static func decode<Value: Decodable>(_ body: Data, as type: Value.Type) throws(BackboneError) -> Value {
    let answer: Answer<Value>
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      answer = try decoder.decode(Answer<Value>.self, from: body)
    } catch {
      throw .damaged("an answer of JetStream: \(error)")
    }
    if let failure = answer.failure { throw BackboneError(failure) }
    guard let value = answer.value else { throw .damaged("an answer of JetStream is empty") }
    return value
  }
}

/// Codes of errors of JetStream (nats-server, server/errors.json) that we tell apart.
enum JetStreamCode {
  static let messageNotFound = 10037
  static let wrongLastSequence: Set<Int> = [10071, 10164]
  /// The same message id is being stored just now.
  static let duplicateUnderWay = 10158
}

extension BackboneError {
  init(_ failure: JetStreamAPI.Failure) {
    let text = "\(failure.description ?? "error") (\(failure.errCode ?? failure.code))"
    switch failure.errCode {
    case .some(let code) where JetStreamCode.wrongLastSequence.contains(code):
      // "wrong last sequence: 17"; during concurrent writes the number is left out.
      let number = failure.description?.split(separator: " ").last.flatMap { UInt64($0) }
      self = .conflict(last: number ?? 0)
    case JetStreamCode.duplicateUnderWay: self = .unavailable(text)
    case _ where failure.code == 503 || failure.code == 429: self = .unavailable(text)
    default: self = .refused("JetStream: \(text)")
    }
  }
}

extension NatsConnection {
  /// A request to JetStream's interface.
  func api<Value: Decodable>(
    _ call: String, _ body: some Encodable, as type: Value.Type = Value.self
  ) async throws(BackboneError) -> Value {
    let answer = try await request("$JS.API." + call, body: try JetStreamAPI.encode(body))
    return try JetStreamAPI.decode(answer.body, as: type)
  }

  /// The last message of a subject, read at the stream's leader; nil when there is none.
  func lastMessage(of subject: String, in stream: String) async throws(BackboneError) -> JetStreamAPI.Message.Stored? {
    let answer = try await request(
      "$JS.API.STREAM.MSG.GET.\(stream)",
      body: try JetStreamAPI.encode(JetStreamAPI.LastRequest(lastBySubj: subject)))
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      let value = try decoder.decode(JetStreamAPI.Answer<JetStreamAPI.Message>.self, from: answer.body)
      if value.failure?.errCode == JetStreamCode.messageNotFound { return nil }
      if let failure = value.failure { throw BackboneError(failure) }
      return value.value?.message
    } catch let error as BackboneError {
      throw error
    } catch {
      throw .damaged("an answer of JetStream: \(error)")
    }
  }
}

extension JetStreamAPI.Message.Stored {
  /// The headers, which come as the bytes of NATS/1.0 headers.
  var headers: [String: String] {
    guard let hdrs else { return [:] }
    var headers: [String: String] = [:]
    for line in String(decoding: hdrs, as: UTF8.self).split(separator: "\r\n").dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[String(line[..<colon])] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    return headers
  }
}
