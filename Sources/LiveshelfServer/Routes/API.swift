internal import Connectors
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Metering
internal import RoomAPI

/// The calls of the API, and what they need.
struct API: Sendable {
  let service: any RoomService
  let connectors: ConnectorDesk
  let gate: Gate
  let settings: LiveSettings
  let events: EventHub
  let audit: AuditLog
  let answers: AnswerStore
  let bodies: BodySlots
  let nonces = SignatureNonces()
  let studies = MarkerStudies()
  let metrics: PrometheusRegistry
  let document: APIDocument
  let phraser: AnswerPhraser?
  let logger: Logger

  var endpoints: [Endpoint] {
    healthEndpoints + sessionEndpoints + roomEndpoints + catalogEndpoints + markerStudyEndpoints + runningOrderEndpoints
      + intakeEndpoints
      + stageEndpoints
      + listEndpoints + signalEndpoints + settingsEndpoints + eventEndpoints + chatEndpoints
      + quarantineEndpoints + connectorEndpoints + agentEndpoints + historyEndpoints + demoEndpoints
  }

  /// Runs a service's call, its errors as the API's.
  func ask<Value>(_ call: () async throws(ServiceError) -> Value) async throws(APIError) -> Value {
    do {
      return try await call()
    } catch {
      throw APIError(error)
    }
  }
}
