public import CoreMetrics
public import LiveshelfCore
internal import Metering
public import ServiceLifecycle
internal import Synchronization

/// Takes the signals of all rooms to all sinks: one lane for each room and sink, so that a sink which is slow or dead
/// holds up neither the rooms nor the other sinks.
///
/// Run it as a service: graceful shutdown lets deliveries under way end; what is left stays in the outboxes.
/// All methods may be called from any thread, before and while it runs.
public final class Dispatcher: Service {
  private struct Place: Sendable {
    let sink: any Sink
    let sinkSwitch: SinkSwitch
  }

  private struct State {
    var lanes: [RoomName: [DeliveryLane]] = [:]
    var isStopped = false
  }

  private let places: [Place]
  private let clock: any DeliveryClock
  private let settings: DispatchSettings
  private let metrics: any MetricsFactory
  private let observe: @Sendable (DeliveryEvent) -> Void
  private let state = Mutex(State())
  private let arrivals: AsyncStream<DeliveryLane>
  private let newLanes: AsyncStream<DeliveryLane>.Continuation

  /// - Parameters:
  ///   - metrics: gets what the lanes count.
  ///   - observe: is called by the lanes, on any thread; it must return quickly.
  /// - Throws: `setting` when two sinks have one name, for they would share a position.
  public init(
    sinks: [any Sink], clock: any DeliveryClock = SystemDeliveryClock(), settings: DispatchSettings = .init(),
    metrics: any MetricsFactory = MetricsSystem.factory, observe: @escaping @Sendable (DeliveryEvent) -> Void
  ) throws(DeliveryError) {
    var names: Set<String> = []
    for sink in sinks where !names.insert(sink.name).inserted {
      throw .setting(name: "sinks", reason: "two sinks are called \(sink.name); give each a name of its own")
    }
    places = sinks.map {
      Place(sink: $0, sinkSwitch: SinkSwitch(MetricFamily.sinkSuspended.gauge($0.name, in: metrics)))
    }
    self.metrics = metrics
    self.clock = clock
    self.settings = settings
    self.observe = observe
    (arrivals, newLanes) = AsyncStream.makeStream(of: DeliveryLane.self)
  }

  /// Delivers a room's signals from then on. A room that is attached already gets the new outbox after `detach` only.
  public func attach(_ outbox: any Outbox) {
    let lanes = state.withLock { state -> [DeliveryLane] in
      guard state.lanes[outbox.room] == nil, !state.isStopped else { return [] }
      let desk = OutboxDesk(outbox)
      let lanes = places.map { place in
        DeliveryLane(
          room: outbox.room, sink: place.sink, desk: desk, sinkSwitch: place.sinkSwitch, clock: clock,
          settings: settings, metrics: metrics, observe: observe)
      }
      state.lanes[outbox.room] = lanes
      return lanes
    }
    for lane in lanes { newLanes.yield(lane) }
  }

  /// Lets a room go. When it returns, its outbox is not used any more and may be closed.
  public func detach(_ room: RoomName) async {
    let lanes = state.withLock { $0.lanes.removeValue(forKey: room) ?? [] }
    for lane in lanes { lane.stop() }
    for lane in lanes { await lane.finished() }
  }

  /// Says that the room has new entries. Cheap; to be called after each transaction that wrote some.
  public func notify(_ room: RoomName) {
    for lane in state.withLock({ $0.lanes[room] ?? [] }) { lane.notify() }
  }

  /// How many signals of the room each sink has still to deliver, dead letters not counted: as it was within the last tenth
  /// of a second. A sink is left out before the room's outbox was first looked at.
  public func depths(of room: RoomName) -> [String: Int] {
    let lanes = state.withLock { $0.lanes[room] ?? [] }
    return Dictionary(lanes.compactMap { lane in lane.depth.map { (lane.sink.name, $0) } }) { $1 }
  }

  /// Looks at the room's outbox at once, also where an attempt is waited for: to be called after dead letters were
  /// revived.
  public func lookAgain(_ room: RoomName) {
    for lane in state.withLock({ $0.lanes[room] ?? [] }) { lane.interrupt() }
  }

  /// Why sinks are suspended, by sink.
  public var suspensions: [String: String] {
    Dictionary(
      places.compactMap { place in place.sinkSwitch.suspension.map { (place.sink.name, $0) } }, uniquingKeysWith: { $1 }
    )
  }

  /// Lets a sink work again that a 410 suspended.
  ///
  /// - Returns: false when there is no such sink.
  public func resume(sink name: String) -> Bool {
    guard let place = places.first(where: { $0.sink.name == name }) else { return false }
    place.sinkSwitch.resume()
    for lanes in state.withLock({ Array($0.lanes.values) }) {
      for lane in lanes where lane.sink.name == name { lane.interrupt() }
    }
    return true
  }

  /// Ends `run` when the deliveries under way are done.
  public func stop() {
    let lanes = state.withLock { state in
      state.isStopped = true
      return state.lanes.values.flatMap { $0 }
    }
    newLanes.finish()
    for lane in lanes { lane.stop() }
  }

  /// Works until `stop`, graceful shutdown or cancellation, and closes the sinks at the end. To be called once.
  public func run() async {
    await withGracefulShutdownHandler {
      await withTaskCancellationHandler {
        await withDiscardingTaskGroup { group in
          for await lane in arrivals { group.addTask { await lane.run() } }
        }
      } onCancel: {
        stop()
      }
    } onGracefulShutdown: {
      self.stop()
    }
    for place in places { await place.sink.close() }
  }
}
