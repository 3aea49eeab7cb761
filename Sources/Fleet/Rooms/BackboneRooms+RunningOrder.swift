internal import Backbone
internal import Foundation
public import LiveshelfCore
public import RoomAPI
public import Rooms

extension BackboneRooms {
  public func runningOrder(of room: RoomName) async throws(ServiceError) -> RunningOrder {
    _ = try await known(room)
    guard let data = try await reached({ () throws(BackboneError) in try await directory.runningOrder(of: room) })
    else {
      return RunningOrder()
    }
    do {
      return try JSONDecoder().decode(RunningOrder.self, from: data)
    } catch {
      throw .unavailable("the running order of '\(room)' cannot be read: \(error)")
    }
  }

  public func setRunningOrder(_ order: RunningOrder, in room: RoomName) async throws(ServiceError) {
    _ = try await known(room)
    if let problem = order.problem { throw .invalid(field: problem.field, message: problem.reason) }
    let data: Data
    do {
      data = try JSONEncoder().encode(order)
    } catch {
      throw .unavailable("the running order cannot be written: \(error)")
    }
    guard data.count <= backbone.largestRecord else {
      throw .limitExceeded(
        "\(data.count) bytes of running order are more than the backbone takes (\(backbone.largestRecord))")
    }
    try await reached { () throws(BackboneError) in try await directory.setRunningOrder(data, of: room) }
  }
}
