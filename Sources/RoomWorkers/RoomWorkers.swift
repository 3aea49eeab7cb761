public import Backbone
public import Delivery
public import Foundation
public import LiveshelfCore
public import RoomHost
internal import Storage

/// Runs rooms for a worker: the side of `Backbone.Worker` that knows engines, stores and streams.
public actor RoomWorkers: RoomHandling {
  /// What a worker's rooms work with.
  public struct Settings: Sendable {
    /// The folder of the rooms' local stores, which are also their spools.
    public var folder: URL
    public var models: URL?

    public init(folder: URL, models: URL? = nil) {
      self.folder = folder
      self.models = models
    }
  }

  private let settings: Settings
  private let directory: RoomDirectory
  private let dispatcher: Dispatcher
  private let streams: StreamDesk
  private let view: @Sendable (RoomFrame) throws -> Data
  private let log: @Sendable (RoomName, String) -> Void

  /// - Parameters:
  ///   - dispatcher: delivers the rooms' signals; running.
  ///   - view: what servers show of a room.
  public init(
    _ backbone: any Backbone, settings: Settings, dispatcher: Dispatcher,
    view: @escaping @Sendable (RoomFrame) throws -> Data, log: @escaping @Sendable (RoomName, String) -> Void
  ) {
    self.settings = settings
    self.dispatcher = dispatcher
    self.view = view
    self.log = log
    directory = RoomDirectory(backbone)
    streams = StreamDesk(models: settings.models)
  }

  public func openLog(of room: RoomAssignment) throws -> any ReplicableLog {
    StoreLog(try RoomStore(room: room.room, folder: settings.folder.appending(path: room.room.text)))
  }

  public func start(
    _ assignment: RoomAssignment, log: any ReplicableLog, authority: RoomAuthority,
    rowsWereWritten: @escaping @Sendable () -> Void
  ) async throws -> any RunningRoom {
    guard let store = (log as? StoreLog)?.store else {
      throw RoomHostError.storage("the log of '\(assignment.room)' is none of this worker")
    }
    let name = assignment.room
    let (definition, catalog) = try WorkedDefinition.decode(assignment.definition)
    if let positions = try await directory.delivered(of: name) { try store.raiseSinkPositions(positions) }
    let room = try LiveRoom(
      store: store, catalog: catalog, onSignals: { [dispatcher] in dispatcher.notify(name) },
      onCommit: rowsWereWritten)
    let report = self.log
    let receiver = try RoomReceiver(room) { report(name, $0) }
    dispatcher.attach(GatedOutbox(store: store, authority: authority))
    var tasks = [
      Task { [directory, view, dispatcher] in
        await Self.tell(room, authority, directory, dispatcher, view, report)
      }
    ]
    if definition.url != nil, definition.isWanted {
      tasks.append(await streams.listen(room, definition, catalog: catalog) { report(name, $0) })
    }
    return WorkedRoom(room: room, receiver: receiver, dispatcher: dispatcher, tasks: tasks)
  }

  /// Twice a second: what servers show of the room, how far sinks are, and that more may leave.
  private static func tell(
    _ room: LiveRoom, _ authority: RoomAuthority, _ directory: RoomDirectory, _ dispatcher: Dispatcher,
    _ view: @Sendable (RoomFrame) throws -> Data, _ report: @Sendable (RoomName, String) -> Void
  ) async {
    var shown: Int64 = -1
    var positions: [String: Int64] = [:]
    var released: Int64 = -1
    while !Task.isCancelled {
      await authority.waitForChange(from: released, atMost: .milliseconds(500))
      if let row = authority.emittableRow, row > released {
        released = row
        dispatcher.lookAgain(room.name)
      }
      guard authority.emittableRow != nil, let frame = room.frame, frame.sequence > shown else { continue }
      do {
        try await directory.show(try view(frame), of: room.name)
        shown = frame.sequence
        let now = try room.store.sinkPositions()
        if now != positions {
          try await directory.noteDelivered(now, of: room.name)
          positions = now
        }
      } catch {
        report(room.name, "what the room shows was not told: \(error)")
      }
      try? await Task.sleep(for: .milliseconds(250))
    }
  }
}
