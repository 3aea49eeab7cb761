internal import Connectors
internal import HTTPTypes
internal import Hummingbird
internal import RoomAPI

extension API {
  private struct Health: Encodable {
    var status: String
  }

  private struct Readiness: Encodable {
    var status: String
    var problems: [ServiceStatus.Problem]
    var warnings: [ServiceStatus.Problem]
  }

  var healthEndpoints: [Endpoint] {
    [
      Endpoint(.get, "/healthz", .open) { _, _ in try .json(Health(status: "ok")) },
      Endpoint(.get, "/readyz", .open) { _, context in
        var status = await service.status()
        status.warnings += connectors.troubles.map {
          ServiceStatus.Problem(part: "connector:\($0.name)", message: $0.reason)
        }
        // Strangers learn that something is wrong, and not what.
        if !Access.viewer.allows(context.caller.roles) {
          for index in status.problems.indices { status.problems[index].message = "" }
          status.warnings = []
        }
        let isReady = status.problems.isEmpty
        return try .json(
          Readiness(
            status: isReady ? "ready" : "not_ready", problems: status.problems, warnings: status.warnings),
          status: isReady ? .ok : .serviceUnavailable)
      },
      Endpoint(.get, "/metrics", .viewer) { _, _ in
        MetricsExporter.answer(metrics)
      },
      Endpoint(.get, "/v1/openapi.json", .open) { _, _ in .json(bytes: document.json) },
    ]
  }
}
