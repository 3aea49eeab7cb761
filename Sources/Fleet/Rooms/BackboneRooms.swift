public import Backbone
public import Foundation
public import InventoryEngine
public import LiveshelfCore
public import RoomAPI
public import Rooms
internal import Synchronization

/// The rooms of all workers as a server's service: intake goes to the backbone, and what is shown comes from there. Any
/// number of servers may run; none keeps anything that cannot be made again.
public final class BackboneRooms: ReadRooms {
  struct Known {
    var definition: RoomWish
    var view: RoomView?
  }

  let backbone: any Backbone
  let directory: RoomDirectory
  let objects: RoomObjects
  let copies: RoomCopies
  let shared = Mutex(AdvisorSettings())
  let known = Mutex<[RoomName: Known]>([:])
  let log: @Sendable (String) -> Void
  /// Why the directory cannot be followed at the moment; nil: it is.
  private let trouble = Mutex<String?>(nil)
  /// Seconds that rows may wait for a room's worker before the room's stock counts as unknown.
  let patience: Double
  /// A batch of a request becomes records of at most so many rows.
  static let rowsOfRecord = 500

  /// - Parameters:
  ///   - folder: where copies of rooms are kept that somebody asked about; they can be deleted at any time.
  ///   - patience: seconds that rows may wait for a room's worker before viewers are told that its stock is not known.
  ///   - log: gets lines for the log.
  public init(
    _ backbone: any Backbone, folder: URL, patience: Double = 5, log: @escaping @Sendable (String) -> Void
  ) {
    self.backbone = backbone
    self.patience = patience
    copies = RoomCopies(backbone, folder: folder)
    self.log = log
    directory = RoomDirectory(backbone)
    objects = RoomObjects(backbone)
  }

  /// Follows the directory and what the rooms show, until the task is cancelled.
  public func run() async {
    while !Task.isCancelled {
      do throws(BackboneError) {
        let (definitions, views) = (try await directory.definitions(), try await directory.views())
        let settings = try await directory.settingsChanges()
        let attentions = try await directory.attentionChanges()
        trouble.withLock { $0 = nil }
        while !Task.isCancelled {
          for entry in try await definitions.next(wait: .milliseconds(100)) { note(entry) }
          for entry in try await views.next(wait: .milliseconds(100)) { await show(entry) }
          for change in try await settings.next(wait: .zero) where change.name == SharedThresholds.name {
            take(thresholds: change.value)
          }
          for change in try await attentions.next(wait: .zero) {
            guard let value = change.value else { continue }
            await take(attention: value, to: change.signal, of: change.room)
          }
        }
      } catch {
        log("the rooms cannot be followed now: \(error)")
        trouble.withLock { $0 = error.description }
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }

  private func note(_ entry: DirectoryEntry) {
    guard let value = entry.value else {
      known.withLock { _ = $0.removeValue(forKey: entry.room) }
      return
    }
    do {
      let definition = try RoomWish(value)
      known.withLock { rooms in
        rooms[entry.room] = Known(definition: definition, view: rooms[entry.room]?.view)
      }
    } catch {
      log("the definition of '\(entry.room)' cannot be read: \(error)")
    }
  }

  private func take(thresholds data: Data?) {
    do {
      let settings = try SharedThresholds.decode(data)
      shared.withLock { $0 = settings }
    } catch {
      log("the thresholds cannot be read: \(error)")
    }
  }

  private func take(attention data: Data, to signal: String, of room: RoomName) async {
    do {
      await copies.note(try SharedAttention(data), to: signal, of: room)
    } catch {
      log("what operators did about the signal '\(signal)' of '\(room)' cannot be read: \(error)")
    }
  }

  private func show(_ entry: DirectoryEntry) async {
    guard let value = entry.value else { return }
    do {
      let whole = try await SharedView(backbone, room: entry.room).whole(value)
      let view = try JSONDecoder().decode(RoomView.self, from: whole)
      known.withLock { $0[entry.room]?.view = view }
    } catch {
      log("what '\(entry.room)' shows cannot be read: \(error)")
    }
  }

  /// What is known of a room. A room that was not heard of yet, because this server has just begun or another one has just
  /// made the room, is looked up: nobody may be told that a room is missing which is there.
  func known(_ room: RoomName) async throws(ServiceError) -> Known {
    if let entry = known.withLock({ $0[room] }), entry.view != nil { return entry }
    let (assignment, view) = try await reached { () throws(BackboneError) in
      (try await directory.definition(of: room), try await directory.view(of: room))
    }
    guard let assignment else { throw .roomNotFound(room) }
    note(DirectoryEntry(room: room, value: assignment.definition))
    if let view { await show(DirectoryEntry(room: room, value: view)) }
    guard let entry = known.withLock({ $0[room] }) else {
      throw .unavailable("the definition of '\(room)' cannot be read")
    }
    return entry
  }

  func reached<Value>(_ body: () async throws(BackboneError) -> Value) async throws(ServiceError) -> Value {
    do {
      return try await body()
    } catch {
      throw .unavailable("the backbone: \(error)")
    }
  }

  public func thresholds() async -> AdvisorSettings { shared.withLock { $0 } }

  public func setThresholds(_ settings: AdvisorSettings) async throws(ServiceError) {
    let data: Data
    do {
      data = try SharedThresholds.encode(settings)
    } catch {
      throw .unavailable("the thresholds cannot be written: \(error)")
    }
    try await reached { () throws(BackboneError) in try await directory.setSettings(SharedThresholds.name, to: data) }
    shared.withLock { $0 = settings }
  }

  public func status() async -> ServiceStatus {
    guard let trouble = trouble.withLock({ $0 }) else { return ServiceStatus() }
    return ServiceStatus(problems: [ServiceStatus.Problem(part: "backbone", message: trouble)])
  }
}
