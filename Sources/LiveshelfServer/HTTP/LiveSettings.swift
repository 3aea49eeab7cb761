internal import Synchronization

/// The settings that may change while the server runs.
final class LiveSettings: Sendable {
  private struct Values {
    var limits: ServerLimits
    var security: SecuritySettings
    var secrets: IntakeSecrets
  }

  private let values: Mutex<Values>

  init(_ configuration: ServerConfiguration, _ secrets: IntakeSecrets) {
    values = Mutex(Values(limits: configuration.limits, security: configuration.security, secrets: secrets))
  }

  func replace(_ configuration: ServerConfiguration, _ secrets: IntakeSecrets) {
    values.withLock {
      $0 = Values(limits: configuration.limits, security: configuration.security, secrets: secrets)
    }
  }

  var limits: ServerLimits { values.withLock { $0.limits } }
  var security: SecuritySettings { values.withLock { $0.security } }
  var secrets: IntakeSecrets { values.withLock { $0.secrets } }
}
