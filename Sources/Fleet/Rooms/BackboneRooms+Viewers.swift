internal import Backbone
internal import Foundation
public import LiveshelfCore
public import RoomAPI
public import Rooms
internal import Storage

extension BackboneRooms {
  /// From the room's copy: an order counts as soon as the room's worker has taken it in, which is a moment after it was
  /// acknowledged.
  public func answer(_ inquiry: ViewerInquiry, in room: RoomName) async throws(ServiceError) -> ViewerReply {
    let catalog = try await known(room).definition.catalog
    let told = try await viewerFacts(of: room)
    let isCurrent = await isCurrent(room)
    return await (try copies.copy(of: room)).desk.answer(inquiry, told: told, catalog: catalog, isCurrent: isCurrent)
  }

  /// Whether the room's worker has taken in what was acknowledged: while it is away or behind, the stock that its log tells is
  /// old, and orders that wait may have sold it.
  private func isCurrent(_ room: RoomName) async -> Bool {
    do {
      let store = try await copies.current(room).store
      guard let last = try await backbone.last(of: .intake(of: room)) else { return true }
      let position = try store.intakePosition()
      guard last.sequence > position else { return true }
      guard let waiting = try await backbone.read(.intake(of: room), after: position, limit: 1).first else {
        return true
      }
      let message = try RowMessage(encoded: Array(waiting.body))
      return WallClock.system.now - message.receivedAt < patience
    } catch {
      log("how far the worker of '\(room)' is cannot be told: \(error)")
      return false
    }
  }

  public func viewerFacts(of room: RoomName) async throws(ServiceError) -> ViewerFacts {
    _ = try await known(room)
    guard let data = try await reached({ () throws(BackboneError) in try await directory.facts(of: room) }) else {
      return ViewerFacts()
    }
    do {
      return try JSONDecoder().decode(ViewerFacts.self, from: data)
    } catch {
      throw .unavailable("the facts for viewers of '\(room)' cannot be read: \(error)")
    }
  }

  public func setViewerFacts(_ facts: ViewerFacts, in room: RoomName) async throws(ServiceError) -> [String] {
    let catalog = try await known(room).definition.catalog
    if let problem = facts.problem { throw .invalid(field: problem.field, message: problem.reason) }
    let data: Data
    do {
      data = try JSONEncoder().encode(facts)
    } catch {
      throw .unavailable("the facts for viewers cannot be written: \(error)")
    }
    guard data.count <= backbone.largestRecord else {
      throw .limitExceeded("\(data.count) bytes of facts are more than the backbone takes (\(backbone.largestRecord))")
    }
    try await reached { () throws(BackboneError) in try await directory.setFacts(data, of: room) }
    return facts.unknownSKUs(in: catalog)
  }
}
