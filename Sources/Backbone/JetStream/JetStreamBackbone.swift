internal import Foundation
internal import Synchronization

/// A backbone on NATS JetStream (server 2.11 or later), for many machines.
///
/// Logs, intake and signals are three streams with one subject a room; leases and state are two key-value buckets. A
/// write is durable when it is acknowledged if the servers run with `sync_interval: always`, and survives the loss of a
/// server if there are three replicas.
///
/// The order of a log and its fencing rest on one thing that the servers check when they store a record: the expected
/// last sequence of its subject. A new holder's first record makes every expectation of the earlier holder wrong.
public final class JetStreamBackbone: Backbone {
  /// Below the servers' usual limit of 1 MB, headers included.
  public let largestRecord = 900 << 10
  let connection: NatsConnection
  let names: JetStreamNames
  let settings: NatsSettings
  let leaseObserver = LeaseObserver()
  /// For each log, the last record that is known here, and its token.
  let knownTokens = Mutex<[Subject: KnownRecord]>([:])
  private let isPrepared = Mutex(false)

  struct KnownRecord {
    var sequence: UInt64
    var token: FencingToken
  }

  /// Connects. Succeeds also when no server can be reached yet; calls fail with `.unavailable` until one can.
  /// - Throws: `.refused`, `.invalidSetting`.
  public init(_ settings: NatsSettings) async throws(BackboneError) {
    self.settings = settings
    names = JetStreamNames(namespace: settings.namespace)
    connection = try await NatsConnection.open(settings)
  }

  /// Under which name the streams are kept.
  public var namespace: String { settings.namespace }

  /// Whether a server is connected at the moment.
  public var isConnected: Bool { connection.router.isConnected }

  public func close() async {
    await connection.close()
  }

  /// Makes the streams and buckets that are missing. What is there is left as it is: an operator may have changed it.
  func prepare() async throws(BackboneError) {
    if isPrepared.withLock({ $0 }) { return }
    var streams = SubjectFamily.allCases.map { family in
      JetStreamAPI.StreamConfiguration(
        name: names.stream(family), subjects: ["\(names.namespace).\(family.rawValue).>"],
        numReplicas: settings.replicas, maxAge: family == .log ? 0 : settings.retention.nanosecondsForServer)
    }
    for bucket in [names.stateBucket, names.leaseBucket] {
      streams.append(
        JetStreamAPI.StreamConfiguration(
          name: bucket.stream, subjects: [bucket.subject(">")], numReplicas: settings.replicas, discard: "new",
          maxMsgsPerSubject: 1, allowRollupHdrs: true))
    }
    for stream in streams {
      let answer = try await connection.request(
        "$JS.API.STREAM.CREATE.\(stream.name)", body: try JetStreamAPI.encode(stream))
      do throws(BackboneError) {
        _ = try JetStreamAPI.decode(answer.body, as: JetStreamAPI.Nothing.self)
      } catch {
        let isThere = try await exists(stream.name)
        if !isThere { throw error }
      }
    }
    isPrepared.withLock { $0 = true }
  }

  private func exists(_ stream: String) async throws(BackboneError) -> Bool {
    do throws(BackboneError) {
      _ = try await connection.api(
        "STREAM.INFO.\(stream)", JetStreamAPI.Nothing(), as: JetStreamAPI.Nothing.self)
      return true
    } catch {
      if error.isTransient { throw error }
      return false
    }
  }
}

extension Duration {
  /// Nanoseconds for the servers' settings; 292 years at most.
  fileprivate var nanosecondsForServer: Int64 {
    let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
    return overflow ? .max : product
  }
}
