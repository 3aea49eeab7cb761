import Delivery
import Foundation
import Intake
import InventoryEngine
import LiveshelfCore
import LiveshelfServer
import Logging
import RoomHost
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Everything that `liveshelf serve` runs: rooms, delivery, HTTP.
final class RoomServer: Sendable {
  let registry: RoomRegistry
  let dispatcher: Dispatcher
  let deliveries = DeliveryMetrics()
  let logger: Logger
  private let configuration: ServerConfiguration
  private let server: LiveshelfServer
  private let reloader: ConfigurationReloader
  private let group = Mutex<ServiceGroup?>(nil)
  private let stopped = AsyncStream<Void>.makeStream()

  /// - Parameters:
  ///   - file: the configuration's file, which SIGHUP reads again.
  ///   - started: called with the port when requests can come.
  init(
    _ configuration: ServerConfiguration, file: URL?, models: URL?, logger: Logger,
    started: @escaping @Sendable (Int) async -> Void
  ) throws {
    self.configuration = configuration
    self.logger = logger
    let environment = ProcessInfo.processInfo.environment
    let data = URL(filePath: configuration.dataFolder)
    let database = try ServerDatabase(folder: data)
    dispatcher = try Dispatcher(sinks: SinkFactory.sinks(configuration.sinks, environment: environment)) {
      [deliveries] event in
      deliveries.add(event)
      event.log(to: logger)
    }
    var settings = RoomRegistry.Settings(folder: data.appending(path: "rooms"), models: models)
    settings.largestRoomCount = configuration.limits.rooms
    let thresholds = try Self.thresholds(configuration, data: data)
    settings.thresholds = thresholds.settings
    registry = RoomRegistry(
      settings,
      log: { room, text in logger.notice("\(text)", metadata: room.map { ["room": "\($0)"] }) },
      onSignals: { [dispatcher] room in dispatcher.notify(room) }, onOpen: { [dispatcher] in dispatcher.attach($0) },
      onClose: { [dispatcher] in await dispatcher.detach($0) })
    let service = HostedRooms(registry: registry, thresholds: thresholds, deliveries: deliveries)
    let secrets = try IntakeSecrets(
      configuration.security.intakeSecretsFile.map { URL(filePath: $0) }, environment: environment)
    server = try LiveshelfServer(
      configuration, service: service, database: database, secrets: secrets, dashboard: Dashboard(), logger: logger,
      started: started)
    reloader = ConfigurationReloader(file, environment: environment, logger: logger) { [server] new, secrets in
      server.reload(new, secrets: secrets)
    }
  }

  /// Runs until SIGTERM, Ctrl-C or cancellation: requests under way are answered, rooms are stored, deliveries end.
  func run() async throws {
    try await registry.open()
    try await makeConfiguredRooms()
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: dispatcher), .init(service: RoomsService(registry: registry)), .init(service: server),
          .init(service: reloader),
        ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    self.group.withLock { $0 = group }
    defer { stopped.continuation.finish() }
    try await group.run()
  }

  /// Returns when the server has been asked to stop.
  func untilStopped() async {
    for await _ in stopped.stream {}
  }

  /// Ends `run` in order.
  func stop() async {
    await group.withLock { $0 }?.triggerGracefulShutdown()
  }

  private func makeConfiguredRooms() async throws {
    let known = Set(await registry.rooms.map(\.definition.name))
    for room in configuration.rooms where !known.contains(room.name) {
      let catalog = try room.catalogFile.map { try CatalogReader.read(URL(filePath: $0)).catalog } ?? Catalog([])
      try await registry.create(
        RoomSetup(name: room.name, url: room.url, listens: room.listens), catalog: catalog)
      if let folder = room.markersFolder { try await registry.copyMarkers(from: URL(filePath: folder), to: room.name) }
      if room.starts { try await registry.start(room.name) }
    }
  }

  private static func thresholds(_ configuration: ServerConfiguration, data: URL) throws -> ThresholdsFile {
    do {
      let given = try configuration.thresholdsFile.map {
        try JSONDecoder().decode(AdvisorSettings.self, from: Data(contentsOf: URL(filePath: $0)))
      }
      return try ThresholdsFile(data.appending(path: "thresholds.json"), otherwise: given ?? AdvisorSettings())
    } catch {
      throw ServingError.thresholds("\(error)")
    }
  }
}

/// Closes the rooms when the server stops, after requests have ended.
private struct RoomsService: Service {
  let registry: RoomRegistry

  func run() async throws {
    try? await gracefulShutdown()
    await registry.close()
  }
}
