internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore
internal import RoomAPI
internal import Rooms

extension API {
  private struct RoomList: Encodable {
    var rooms: [RoomSummary]
  }

  private struct NewRoom: Decodable {
    var name: String
    var title: String?
    var url: String?
    var listen: Bool?
    var headers: [String: String]?
    var shop: String?
    var columns: [String: String]?
    var startTime: String?
    var endsAfter: Double?
    var catalog: JSONValue?

    private enum CodingKeys: String, CodingKey {
      case name, title, url, listen, headers, shop, columns, catalog
      case startTime = "start_time"
      case endsAfter = "ends_after_s"
    }
  }

  /// A member that is null takes something away; one that is missing leaves it.
  private struct ChangedRoom: Decodable {
    var title: String??
    var url: String??
    var listen: Bool?
    var endsAfter: Double?

    private enum CodingKeys: String, CodingKey {
      case title, url, listen
      case endsAfter = "ends_after_s"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      func text(_ key: CodingKeys) throws -> String?? {
        container.contains(key) ? .some(try container.decodeIfPresent(String.self, forKey: key)) : nil
      }
      (title, url) = (try text(.title), try text(.url))
      listen = try container.decodeIfPresent(Bool.self, forKey: .listen)
      endsAfter = try container.decodeIfPresent(Double.self, forKey: .endsAfter)
    }
  }

  var roomEndpoints: [Endpoint] {
    [
      Endpoint(.get, "/v1/rooms", .viewer) { _, context in
        let only = context.caller.token?.room?.text
        return try .json(RoomList(rooms: await service.rooms().filter { only == nil || $0.name == only }))
      },
      Endpoint(.post, "/v1/rooms", .operator, action: "room.create") { request, _ in
        let body = try await JSONBody.read(NewRoom.self, from: request, limit: settings.limits.catalogBytes)
        guard await service.rooms().count < settings.limits.rooms else {
          throw APIError(
            .conflict, "limit_exceeded", "there are \(settings.limits.rooms) rooms already (limits.rooms); delete one")
        }
        let definition = try await definition(body)
        let summary = try await ask { () throws(ServiceError) in try await service.createRoom(definition) }
        var response = try Response.json(summary, status: .created)
        response.headers[.location] = "/v1/rooms/\(summary.name)"
        return response
      },
      Endpoint(.get, "/v1/rooms/{room}", .viewer) { request, context in
        let room = try RequestParameters(request, context).room()
        return try .json(await ask { () throws(ServiceError) in try await service.view(of: room) })
      },
      Endpoint(.patch, "/v1/rooms/{room}", .operator, action: "room.change") { request, context in
        let room = try RequestParameters(request, context).room()
        let change = try await change(try await JSONBody.read(ChangedRoom.self, from: request), of: room)
        return try .json(await ask { () throws(ServiceError) in try await service.changeRoom(room, change) })
      },
      Endpoint(.delete, "/v1/rooms/{room}", .operator, action: "room.delete") { request, context in
        let room = try RequestParameters(request, context).room()
        try await ask { () throws(ServiceError) in try await service.deleteRoom(room) }
        await events.forget(room)
        await studies.forget(room)
        return Response(status: .noContent)
      },
      Endpoint(.post, "/v1/rooms/{room}/start", .operator, action: "room.start") { request, context in
        let room = try RequestParameters(request, context).room()
        return try .json(await ask { () throws(ServiceError) in try await service.startRoom(room) })
      },
      Endpoint(.post, "/v1/rooms/{room}/stop", .operator, action: "room.stop") { request, context in
        let room = try RequestParameters(request, context).room()
        return try .json(await ask { () throws(ServiceError) in try await service.stopRoom(room) })
      },
    ]
  }

  private func change(_ body: ChangedRoom, of room: RoomName) async throws(APIError) -> RoomChange {
    var change = RoomChange()
    if case .some(.some(let title)) = body.title { try Self.check(title: title) }
    change.title = body.title
    change.url = body.url
    change.listens = body.listen
    if let seconds = body.endsAfter { change.endsAfter = .some(try Self.patience(seconds)) }
    guard case .some(.some(let url)) = body.url else { return change }
    let listens: Bool
    if let told = body.listen {
      listens = told
    } else {
      listens = await service.rooms().first { $0.name == room.text }?.listen ?? false
    }
    if let objection = await settings.security.attach.objection(to: url, listens: listens) {
      throw .invalid("url", objection)
    }
    return change
  }

  private static func check(title: String) throws(APIError) {
    if let objection = RoomSetup.objection(toTitle: title) { throw .invalid("title", objection) }
  }

  /// - Returns: nil: a show ends only when it is stopped.
  private static func patience(_ seconds: Double) throws(APIError) -> Double? {
    guard seconds == 0 || RoomDefinition.patience.contains(seconds) else {
      throw .invalid("ends_after_s", "must be a number of seconds from 30 to 86400, or 0: only when it is stopped")
    }
    return seconds > 0 ? seconds : nil
  }

  private func definition(_ body: NewRoom) async throws(APIError) -> RoomDefinition {
    guard let name = RoomName(body.name) else {
      throw .invalid("name", "a room's name has 1 to 64 letters, digits, '-', '_' and '.'")
    }
    var definition = RoomDefinition(name: name, url: body.url, listens: body.listen ?? false)
    if let title = body.title {
      try Self.check(title: title)
      definition.title = title
    }
    if let url = body.url {
      if let objection = await settings.security.attach.objection(to: url, listens: definition.listens) {
        throw .invalid("url", objection)
      }
    } else if definition.listens {
      throw .invalid("listen", "needs url, the address to listen on")
    }
    if let headers = body.headers {
      if let objection = RoomSetup.objection(toHeaders: headers) { throw .invalid("headers", objection) }
      definition.headers = headers
    }
    if let text = body.shop {
      guard let shop = RoomName(text), shop != name else {
        throw .invalid("shop", "must be the name of another room, of the shop that keeps the stock")
      }
      definition.shop = shop
    }
    if let columns = body.columns {
      if let objection = RoomColumns.objection(to: columns) { throw .invalid("columns", objection) }
      definition.columns = columns
    }
    if let text = body.startTime {
      guard let (time, _) = WallTime.parse(text) else {
        throw .invalid("start_time", "must be RFC 3339 with an offset, such as 2026-04-10T20:00:00+08:00")
      }
      definition.startTime = time
    }
    if let seconds = body.endsAfter {
      definition.endsAfter = try Self.patience(seconds)
    } else if body.url != nil {
      definition.endsAfter = RoomDefinition.usualPatience
    }
    switch body.catalog {
    case nil, .null: break
    case .string(let text): definition.products = try CatalogBody.read(Array(text.utf8), format: .csv)
    case .array(let products):
      do {
        definition.products = try CatalogBody.read(Array(APIJSON.data(products)), format: .json)
      } catch let error as APIError {
        throw error
      } catch {
        throw .invalid("catalog", "cannot be read: \(error)")
      }
    default: throw .invalid("catalog", "must be CSV text or a list of products")
    }
    return definition
  }
}
