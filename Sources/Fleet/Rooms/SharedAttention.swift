internal import Foundation
internal import LiveshelfCore
internal import Storage

/// What operators did about a signal, as servers and workers share it. Times are microseconds since 1970.
struct SharedAttention: Codable, Hashable, Sendable {
  private var acknowledgedBy: String?
  private var acknowledgedAt: Int64?
  private var assignedTo: String?
  private var mutedUntil: Int64?

  init(_ attention: SignalAttention) {
    acknowledgedBy = attention.acknowledgedBy
    acknowledgedAt = attention.acknowledgedAt?.microseconds
    assignedTo = attention.assignedTo
    mutedUntil = attention.mutedUntil?.microseconds
  }

  init(_ data: Data) throws {
    self = try JSONDecoder().decode(Self.self, from: data)
  }

  var attention: SignalAttention {
    SignalAttention(
      acknowledgedBy: acknowledgedBy, acknowledgedAt: acknowledgedAt.map { WallTime(microseconds: $0) },
      assignedTo: assignedTo, mutedUntil: mutedUntil.map { WallTime(microseconds: $0) })
  }

  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }
}
