public import Foundation
public import Logging
public import ServiceLifecycle
internal import UnixSignals

/// Reads the configuration anew at every SIGHUP. A file that is wrong changes nothing, and the log says what is wrong with it.
public struct ConfigurationReloader: Service {
  private let file: URL?
  private let environment: [String: String]
  private let logger: Logger
  private let overrides: @Sendable (inout ServerConfiguration) -> Void
  private let apply: @Sendable (ServerConfiguration, IntakeSecrets) async -> Void

  /// - Parameter apply: takes over what may change: logging, thresholds, sinks, limits, secrets.
  public init(
    _ file: URL?, environment: [String: String], logger: Logger,
    overrides: @escaping @Sendable (inout ServerConfiguration) -> Void = { _ in },
    apply: @escaping @Sendable (ServerConfiguration, IntakeSecrets) async -> Void
  ) {
    self.file = file
    self.environment = environment
    self.logger = logger
    self.overrides = overrides
    self.apply = apply
  }

  public func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { await reload() }
  }

  /// Reads the configuration, and applies it when it is right.
  ///
  /// - Returns: what is wrong with it; nil: it was applied.
  @discardableResult
  public func reload() async -> ConfigurationError? {
    do {
      var configuration = try ServerConfiguration.read(file, environment: environment)
      overrides(&configuration)
      let secrets = try IntakeSecrets(
        configuration.security.intakeSecretsFile.map { URL(fileURLWithPath: $0) }, environment: environment)
      await apply(configuration, secrets)
      logger.notice("The configuration was read anew")
      return nil
    } catch {
      logger.error("The configuration stays as it was: the new one is wrong", metadata: ["problems": "\(error)"])
      return error
    }
  }
}

extension ConfigurationReloader: CustomStringConvertible {
  /// The lifecycle's log describes its services: not with the environment, which holds secrets.
  public var description: String { "ConfigurationReloader(\(file?.lastPathComponent ?? "environment"))" }
}
