/// Names of streams and subjects on the servers.
struct JetStreamNames: Sendable {
  let namespace: String

  func stream(_ family: SubjectFamily) -> String { "\(namespace)-\(family.rawValue)" }
  func subject(_ subject: Subject) -> String { "\(namespace).\(subject)" }

  /// Buckets are laid out as NATS key-value stores, so that its own tools can read them (ADR-8).
  var stateBucket: Bucket { Bucket(name: "\(namespace)-state") }
  var leaseBucket: Bucket { Bucket(name: "\(namespace)-leases") }

  struct Bucket: Sendable {
    let name: String
    var stream: String { "KV_\(name)" }
    func subject(_ key: String) -> String { "$KV.\(name).\(key)" }

    func key(of subject: String) -> String? {
      let prefix = "$KV.\(name)."
      return subject.hasPrefix(prefix) ? String(subject.dropFirst(prefix.count)) : nil
    }
  }
}

/// Headers of our records.
enum RecordHeader {
  static let id = "Nats-Msg-Id"
  static let expectedLast = "Nats-Expected-Last-Subject-Sequence"
  static let token = "Liveshelf-Token"
  static let attribute = "Liveshelf-Attribute-"
  static let operation = "KV-Operation"
}
