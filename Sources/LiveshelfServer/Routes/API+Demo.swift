internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore
internal import Logging
internal import RoomAPI
internal import Rooms

extension API {
  private struct NewDemo: Decodable {
    var title: String?
  }

  var demoEndpoints: [Endpoint] {
    [
      Endpoint(.post, "/v1/demo", .operator, action: "demo.begin") { request, _ in
        let wish = try await JSONBody.read(NewDemo.self, from: request)
        if let title = wish.title, let objection = RoomSetup.objection(toTitle: title) {
          throw APIError.invalid("title", objection)
        }
        let taken = Set(await service.rooms().map(\.name))
        guard taken.count < settings.limits.rooms,
          let room = (1...settings.limits.rooms).lazy.map({ "demo-\($0)" }).first(where: { !taken.contains($0) })
            .flatMap({ RoomName($0) })
        else {
          throw APIError(
            .conflict, "limit_exceeded", "there are \(settings.limits.rooms) rooms already (limits.rooms); delete one")
        }
        let show = DemoShow(room: room, service: service)
        let summary = try await ask { () throws(ServiceError) in try await show.begin(title: wish.title) }
        // It ends with its room, which ends with the server.
        Task {
          do {
            try await show.sell()
          } catch {
            logger.info("A demo show has ended", metadata: ["room": "\(room)", "reason": "\(error)"])
          }
        }
        return try .json(summary, status: .created)
      }
    ]
  }
}
