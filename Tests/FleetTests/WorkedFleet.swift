import Backbone
import BackboneTestSupport
import Delivery
import Fleet
import Foundation
import LiveshelfCore
import Metering
import RoomAPI
import Rooms
import TestSupport

/// A server and a worker at a time, over one backbone in memory.
final class WorkedFleet {
  let rooms: BackboneRooms
  /// What the workers count.
  let metrics = PrometheusRegistry()
  private let backbone: MemoryBackbone
  private let folder: URL
  private let following: Task<Void, Never>
  private var count = 0
  private var worker: (worker: Worker, tasks: [Task<Void, Never>], dispatcher: Dispatcher)?

  private init(_ folder: URL) throws {
    self.folder = folder
    backbone = MemoryBackbone(largestRecord: 900 << 10)
    let rooms = BackboneRooms(backbone, folder: folder.appending(path: "copies"), patience: 0.5) { _ in }
    self.rooms = rooms
    following = Task { await rooms.run() }
  }

  /// Gives the body a server with a worker, and takes both down afterwards.
  static func run(_ body: (WorkedFleet) async throws -> Void) async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let fleet = try WorkedFleet(folder)
    try await fleet.startWorker()
    do {
      try await body(fleet)
    } catch {
      await fleet.end()
      throw error
    }
    await fleet.end()
  }

  private func end() async {
    await drain()
    following.cancel()
    await following.value
    await backbone.close()
  }

  /// Starts a worker with an empty disk.
  func startWorker() async throws {
    count += 1
    let dispatcher = try Dispatcher(sinks: [SignalSink(name: "backbone", backbone)], metrics: metrics) { _ in }
    let handling = RoomWorkers(
      backbone, settings: RoomWorkers.Settings(folder: disk), surroundings: RoomSurroundings(log: { _, _ in }),
      dispatcher: dispatcher, metrics: metrics, view: { try JSONEncoder().encode(RoomView($0, room: $0.room)) })
    var settings = WorkerSettings(name: "worker-\(count)")
    settings.leaseLifetime = .seconds(2)
    let worker = try Worker(backbone, handling: handling, settings: settings, metrics: metrics) { _ in }
    let tasks = [
      Task { await dispatcher.run() }, Task { await handling.run() }, Task { await worker.run() },
    ]
    self.worker = (worker, tasks, dispatcher)
  }

  /// Hands the worker's rooms over.
  func drain() async {
    guard let (worker, tasks, dispatcher) = worker else { return }
    self.worker = nil
    worker.drain()
    await tasks[2].value
    dispatcher.stop()
    tasks[1].cancel()
    for task in tasks { await task.value }
  }

  private var disk: URL { folder.appending(path: "disk-\(count)") }

  /// The folder of the worker's store of a room.
  func store(of room: RoomName) -> URL { disk.appending(path: room.text) }
}
