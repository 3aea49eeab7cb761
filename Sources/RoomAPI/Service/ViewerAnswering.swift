public import LiveshelfCore
public import Rooms

/// Rooms that answer their viewers.
public protocol ViewerAnswering: Sendable {
  /// Answers from the room's ledger as it is now.
  /// - Throws: `roomNotFound`, `unavailable`.
  func answer(_ inquiry: ViewerInquiry, in room: RoomName) async throws(ServiceError) -> ViewerReply
  /// What operators told besides catalog and ledger.
  func viewerFacts(of room: RoomName) async throws(ServiceError) -> ViewerFacts
  /// Replaces it, and keeps it over restarts.
  /// - Returns: SKUs in it that the room's catalog lacks.
  /// - Throws: `roomNotFound`, `invalid`, `unavailable`.
  func setViewerFacts(_ facts: ViewerFacts, in room: RoomName) async throws(ServiceError) -> [String]
}
