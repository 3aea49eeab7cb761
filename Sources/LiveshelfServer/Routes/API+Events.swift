internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore
internal import RoomAPI

extension API {
  /// A stream ends at the latest so long after its caller's session or token.
  private static let reconsideration = Duration.seconds(2)

  var eventEndpoints: [Endpoint] {
    [
      Endpoint(.get, "/v1/rooms/{room}/events", .viewer) { request, context in
        let room = try RequestParameters(request, context).room()
        let headers: HTTPFields = [
          .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
          // The requests' side is read to its end to see the watcher leave: no further request can come on it.
          .connection: "close",
          // Reverse proxies must not hold events back.
          HTTPField.Name("X-Accel-Buffering") ?? .vary: "no",
        ]
        if request.method == .head {
          _ = try await ask { () throws(ServiceError) in try await service.view(of: room) }
          return Response(status: .ok, headers: headers)
        }
        let broadcaster = try await events.broadcaster(for: room)
        let known = HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }.flatMap { Int64($0) }
        // A room that does not exist must be told before the stream begins.
        let subscription = try await subscribe(broadcaster, known)
        let caller = context.caller
        let body = ResponseBody { writer in
          let watch = Task { [gate] in
            while await gate.isStillGood(caller) { try await Task.sleep(for: Self.reconsideration) }
            await broadcaster.unsubscribe(subscription.id)
          }
          defer { watch.cancel() }
          do {
            try await request.body.consumeWithCancellationOnInboundClose { _ in
              for await frame in subscription.frames {
                try await writer.write(frame.buffer)
              }
            }
          } catch {
            await broadcaster.unsubscribe(subscription.id)
            throw error
          }
          await broadcaster.unsubscribe(subscription.id)
          try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
      }
    ]
  }

  private func subscribe(
    _ broadcaster: RoomBroadcaster, _ known: Int64?
  ) async throws -> (id: Int, frames: AsyncStream<EventFrame>) {
    do {
      return try await broadcaster.subscribe(lastEventID: known)
    } catch let error as ServiceError {
      throw APIError(error)
    }
  }
}
