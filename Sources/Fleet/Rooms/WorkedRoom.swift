internal import Backbone
internal import Delivery
internal import InventoryEngine
internal import LiveshelfCore
internal import Rooms
internal import Storage

/// A room that this worker runs by lease: its life, and what servers and sinks get of it.
actor WorkedRoom: RunningRoom {
  nonisolated let receiver: any IntakeReceiver
  private let life: RoomLife
  private let dispatcher: Dispatcher
  private let tasks: [Task<Void, Never>]
  private let log: @Sendable (String) -> Void

  /// - Parameter tasks: what tells servers of the room: cancelled at the end.
  init(
    _ life: RoomLife, receiver: any IntakeReceiver, dispatcher: Dispatcher, tasks: [Task<Void, Never>],
    log: @escaping @Sendable (String) -> Void
  ) {
    self.life = life
    self.receiver = receiver
    self.dispatcher = dispatcher
    self.tasks = tasks
    self.log = log
  }

  func update(_ assignment: RoomAssignment) async {
    do {
      await life.want(try RoomWish(assignment.definition))
    } catch {
      log("the room's new definition cannot be read: \(error)")
    }
  }

  func apply(_ thresholds: AdvisorSettings) async { await life.apply(thresholds) }

  /// An operator did something about a signal.
  func note(_ attention: SharedAttention, to signal: String) {
    do {
      _ = try life.room.attend(to: signal) { $0 = attention.attention }
    } catch {
      log("what an operator did about the signal '\(signal)' cannot be stored: \(error)")
    }
  }

  func lag() -> Duration { .seconds(life.room.frame?.statistics.recognitionLag ?? 0) }

  func stop() async { await end() }

  func abandon() async { await end() }

  private func end() async {
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
    await dispatcher.detach(life.room.name)
    await life.end()
  }
}
