internal import Backbone
internal import Delivery
internal import Foundation
internal import LiveshelfCore
internal import RoomHost

/// A room that this worker runs: its engine, its stream, and what servers and sinks get of it.
final class WorkedRoom: RunningRoom {
  let receiver: any IntakeReceiver
  private let room: LiveRoom
  private let dispatcher: Dispatcher
  private let tasks: [Task<Void, Never>]

  /// - Parameter tasks: the stream, the views and the notes of positions: cancelled at the end.
  init(room: LiveRoom, receiver: any IntakeReceiver, dispatcher: Dispatcher, tasks: [Task<Void, Never>]) {
    self.room = room
    self.receiver = receiver
    self.dispatcher = dispatcher
    self.tasks = tasks
  }

  func lag() -> Duration { .seconds(room.frame?.statistics.recognitionLag ?? 0) }

  func stop() async { await end() }

  func abandon() async { await end() }

  /// The show stays open: the next owner goes on with it.
  private func end() async {
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
    await dispatcher.detach(room.name)
    await room.finishCommits()
  }
}
