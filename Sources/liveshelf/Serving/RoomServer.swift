import Connectors
import Delivery
import Foundation
import Intake
import InventoryEngine
import LiveshelfCore
import LiveshelfServer
import MediaIngest
import Logging
import Metering
import RoomAPI
import Rooms
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Everything that `liveshelf serve` runs: rooms, delivery, HTTP.
final class RoomServer: Sendable {
  let registry: RoomRegistry
  let dispatcher: Dispatcher
  private let metrics = PrometheusRegistry()
  let logger: Logger
  /// What holds now: what the server was started with, and what was read anew since.
  private let configuration: Mutex<ServerConfiguration>
  private let server: LiveshelfServer
  private let rooms: HostedRooms
  private let intake: [TopicIntake]
  private let connectors: ConnectorDesk
  private let environment: [String: String]
  private let file: URL?
  private let overrides: @Sendable (inout ServerConfiguration) -> Void
  private let attach: AttachRules
  private let group = Mutex<ServiceGroup?>(nil)
  private let stopped = AsyncStream<Void>.makeStream()

  /// - Parameters:
  ///   - file: the configuration's file, which SIGHUP reads again.
  ///   - overrides: what the command line sets over it.
  ///   - started: called with the port when requests can come.
  init(
    _ configuration: ServerConfiguration, file: URL?, models: URL?, logger: Logger,
    overrides: @escaping @Sendable (inout ServerConfiguration) -> Void = { _ in },
    started: @escaping @Sendable (Int) async -> Void
  ) throws {
    self.logger = logger
    self.file = file
    self.overrides = overrides
    let environment = ProcessInfo.processInfo.environment
    self.environment = environment
    let attach = AttachRules(configuration)
    self.attach = attach
    let data = URL(filePath: configuration.dataFolder)
    let database = try ServerDatabase(folder: data)
    dispatcher = try Dispatcher(
      sinks: SinkFactory.sinks(configuration, environment: environment), metrics: metrics
    ) { $0.log(to: logger) }
    var settings = RoomRegistry.Settings(folder: data.appending(path: "rooms"))
    settings.largestRoomCount = configuration.limits.rooms
    let thresholds = try Self.thresholds(configuration, data: data)
    settings.thresholds = thresholds.settings
    registry = RoomRegistry(
      settings, RoomSurroundings(models: models, attach: attach, logger: logger), metrics: metrics,
      onSignals: { [dispatcher] room in dispatcher.notify(room) },
      outbox: { [dispatcher] room in dispatcher.depths(of: room) }, onOpen: { [dispatcher] in dispatcher.attach($0) },
      onClose: { [dispatcher] in await dispatcher.detach($0) })
    rooms = HostedRooms(registry: registry, thresholds: thresholds)
    let secrets = try IntakeSecrets(
      configuration.security.intakeSecretsFile.map { URL(filePath: $0) }, environment: environment)
    connectors = try ConnectorDesk.configured(
      configuration, service: rooms, environment: environment, metrics: metrics, logger: logger)
    server = try LiveshelfServer(
      configuration, service: rooms, database: database, secrets: secrets, connectors: connectors,
      dashboard: Dashboard(), metrics: metrics, logger: logger, started: started)
    intake = try TopicIntake.all(
      configuration.intake, into: rooms, environment: environment, metrics: metrics, logger: logger)
    self.configuration = Mutex(configuration)
  }

  /// Runs until SIGTERM, Ctrl-C or cancellation: requests under way are answered, rooms are stored, deliveries end.
  func run() async throws {
    try await registry.open()
    try await makeRooms(of: configuration.withLock { $0 })
    let reloader = ConfigurationReloader(file, environment: environment, logger: logger, overrides: overrides) {
      [weak self] in await self?.take($0, secrets: $1)
    }
    let exporter = MetricsExporter(metrics, configuration.withLock { $0.metrics }, logger: logger)
    let extra: [any Service] = intake + [connectors] + (exporter.map { [$0] } ?? [])
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: dispatcher), .init(service: RoomsService(registry: registry)), .init(service: server),
          .init(service: reloader),
        ] + extra.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) },
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
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

  /// Applies a configuration that was read anew, as far as that goes without a restart.
  private func take(_ new: ServerConfiguration, secrets: IntakeSecrets) async {
    let old = configuration.withLock { $0 }
    server.reload(new, secrets: secrets)
    attach.replace(new)
    await registry.allow(rooms: new.limits.rooms)
    do {
      let named = new.thresholdsFile ?? old.thresholdsFile
      let settings = try Self.configuredThresholds(new) ?? AdvisorSettings()
      if named != nil, await !rooms.applyConfigured(settings) {
        logger.warning("The thresholds that were set over the API go on to hold; those of the configuration do not")
      }
    } catch {
      logger.error("The thresholds stay as they were", metadata: ["problem": "\(error)"])
    }
    do {
      try await makeRooms(of: new)
    } catch {
      logger.error("A new room of the configuration was not made", metadata: ["problem": "\(error)"])
    }
    let keys = new.keysThatNeedRestart(since: old)
    if !keys.isEmpty {
      logger.warning(
        "These settings have changed and need a restart", metadata: ["keys": "\(keys.joined(separator: ", "))"])
    }
    // What needs a restart is compared with what the server was started with, however often it is read.
    configuration.withLock {
      $0.limits = new.limits
      $0.limits.connections = old.limits.connections
      $0.thresholdsFile = new.thresholdsFile
      let known = Set($0.rooms.map(\.name))
      $0.rooms += new.rooms.filter { !known.contains($0.name) }
    }
  }

  /// Makes the configuration's rooms that are not there yet.
  private func makeRooms(of configuration: ServerConfiguration) async throws {
    let known = Set(await registry.rooms.map(\.definition.name))
    for room in configuration.rooms where !known.contains(room.name) {
      let file = try room.catalogFile.map { try CatalogReader.read(URL(filePath: $0)) }
      for warning in file?.warnings ?? [] {
        logger.warning("A catalog has something odd", metadata: ["room": "\(room.name)", "what": "\(warning)"])
      }
      let catalog = file?.catalog ?? Catalog([])
      try await registry.create(
        RoomSetup(
          name: room.name, title: room.title, url: room.url, listens: room.listens, headers: room.headers,
          endsAfter: room.endsAfter, shop: room.shop, columns: room.columns),
        catalog: catalog)
      if let folder = room.markersFolder { try await registry.copyMarkers(from: URL(filePath: folder), to: room.name) }
      if room.starts { try await registry.start(room.name) }
    }
  }

  private static func thresholds(_ configuration: ServerConfiguration, data: URL) throws -> ThresholdsFile {
    do {
      let given = try configuredThresholds(configuration)
      return try ThresholdsFile(data.appending(path: "thresholds.json"), otherwise: given ?? AdvisorSettings())
    } catch {
      throw ServingError.thresholds("\(error)")
    }
  }

  private static func configuredThresholds(_ configuration: ServerConfiguration) throws -> AdvisorSettings? {
    try configuration.thresholdsFile.map { try ThresholdFile.read(URL(filePath: $0)) }
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
