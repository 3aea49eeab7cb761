public import Foundation
public import History
public import InventoryEngine
public import LiveshelfCore
public import Rooms

/// The rooms, as the server needs them. Calls may come from any task at any time, many at once; none may block its thread.
///
/// An operator's or sender's name comes along where the action is worth remembering; the server keeps the audit log.
public protocol RoomService: ViewerAnswering {
  // MARK: Rooms

  /// Sorted by name.
  func rooms() async -> [RoomSummary]
  /// - Throws: `roomExists`, `invalid`, `limitExceeded`, `unavailable`.
  func createRoom(_ definition: RoomDefinition) async throws(ServiceError) -> RoomSummary
  /// Changes what a room is; one that hears a stream is attached anew.
  /// - Throws: `roomNotFound`, `invalid`, `unavailable`.
  func changeRoom(_ room: RoomName, _ change: RoomChange) async throws(ServiceError) -> RoomSummary
  /// Stops a room and forgets it; its data stays on the disk.
  func deleteRoom(_ room: RoomName) async throws(ServiceError)
  /// Begins a show and attaches to the stream. Returns when the room has begun to connect.
  /// - Throws: `roomNotFound`, `conflict` (it runs already), `unavailable`.
  func startRoom(_ room: RoomName) async throws(ServiceError) -> RoomSummary
  /// Ends the show. Returns when all of its inputs are taken in.
  func stopRoom(_ room: RoomName) async throws(ServiceError) -> RoomSummary
  /// Replaces the catalog; a show that runs takes it over at once.
  func setCatalog(_ products: [Product], in room: RoomName) async throws(ServiceError) -> RoomSummary
  func markers(in room: RoomName) async throws(ServiceError) -> [String]
  /// - Parameter audio: a file of a format that the decoder knows.
  /// - Throws: `invalid` when it cannot be decoded or is too long.
  func setMarker(_ name: String, audio: [UInt8], in room: RoomName) async throws(ServiceError)
  func deleteMarker(_ name: String, in room: RoomName) async throws(ServiceError)
  /// What the room means to present; empty: nobody said.
  func runningOrder(of room: RoomName) async throws(ServiceError) -> RunningOrder
  /// Replaces it, and keeps it over restarts; an empty one takes it away.
  /// - Throws: `roomNotFound`, `invalid`, `unavailable`.
  func setRunningOrder(_ order: RunningOrder, in room: RoomName) async throws(ServiceError)

  // MARK: Intake

  /// What the room says of the columns of such rows; nil: their headers tell.
  func columns(of kind: RowKind, in room: RoomName) async throws(ServiceError) -> String?
  /// Takes a batch in, whole or not at all, and returns when it is durable.
  /// - Throws: `roomNotFound`, `busy`, `unavailable`.
  func submit(_ batch: IntakeBatch, to room: RoomName) async throws(ServiceError) -> IntakeReceipt
  /// Rows that were set aside, newest first, at most `limit` (1…1,000).
  ///
  /// - Parameter before: only those with a smaller id.
  func setAsideRows(in room: RoomName, before: Int64, limit: Int) async throws(ServiceError) -> [SetAsideView]
  /// Takes a row that was set aside in after all, or drops it.
  /// - Throws: `notFound`, `conflict` when that was decided already or the row could not be read.
  func settle(_ settlement: RowSettlement, in room: RoomName) async throws(ServiceError)
  /// An operator says what is on stage; nil: nothing is.
  func correctPresentation(to sku: SKU?, in room: RoomName, by operatorName: String) async throws(ServiceError)
    -> PresentationView?

  // MARK: Reading

  func view(of room: RoomName) async throws(ServiceError) -> RoomView
  /// Updates with a sequence number above `sequence`, until the room is deleted or the service ends: what is kept of the
  /// past, then what happens. Updates may be merged while the consumer is slow; none is left out.
  func updates(of room: RoomName, after sequence: Int64) async throws(ServiceError) -> AsyncStream<RoomUpdate>
  func presentations(in room: RoomName) async throws(ServiceError) -> [PresentationView]
  func products(in room: RoomName) async throws(ServiceError) -> [ProductView]
  func inventory(in room: RoomName) async throws(ServiceError) -> [InventoryRow]
  func turnover(in room: RoomName, by grouping: TurnoverGrouping) async throws(ServiceError) -> [TurnoverRow]
  /// - Parameter binSeconds: 1…3,600.
  func timeline(of sku: SKU, in room: RoomName, binSeconds: Int) async throws(ServiceError) -> ProductTimeline
  /// Newest first.
  func shows(in room: RoomName) async throws(ServiceError) -> [ShowRow]
  func show(_ show: String, in room: RoomName, binSeconds: Int) async throws(ServiceError) -> ShowTimelineView

  /// The folder with the files of a show that is over. Takes seconds the first time.
  /// - Throws: `roomNotFound`, `notFound`, `conflict` while the show goes on, `unavailable`.
  func files(of show: String, in room: RoomName) async throws(ServiceError) -> URL
  /// What the shows of all rooms that are over say together.
  ///
  /// - Parameter sku: the only product that is meant; nil: all.
  /// - Throws: `unavailable`.
  func history(of sku: String?) async throws(ServiceError) -> HistoryReport
  /// Where a text was said in the shows of all rooms that are over, the newest shows first.
  ///
  /// - Parameter limit: 1…1,000.
  /// - Throws: `unavailable`.
  func said(_ text: String, limit: Int) async throws(ServiceError) -> [TranscriptHit]

  // MARK: Signals

  /// Signals with a sequence number above `sequence`, oldest first, at most `limit` (1…1,000).
  func signals(in room: RoomName, after sequence: Int64, limit: Int) async throws(ServiceError) -> SignalPage
  func changeSignal(_ id: String, _ change: SignalChange, in room: RoomName, by operatorName: String)
    async throws(ServiceError) -> SignalView

  // MARK: Settings and state

  func thresholds() async -> AdvisorSettings
  /// Applies to all rooms at once, and stays after a restart.
  func setThresholds(_ settings: AdvisorSettings) async throws(ServiceError)
  func status() async -> ServiceStatus
}
