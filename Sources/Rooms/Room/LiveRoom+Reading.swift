public import LiveshelfCore
public import RoomEngine
public import Storage

extension LiveRoom: QuestionedRoom {
  public func engine() async throws(RoomHostError) -> (show: ShowRecord, engine: RoomEngine)? {
    try await look { fold in fold.map { ($0.show, $0.engine) } }
  }

  func stageAndStock() async throws(RoomHostError) -> StageAndStock? {
    try await look { [clock] fold in fold.map { StageAndStock($0, at: clock.now) } }
  }

  var shownCatalog: Catalog? { frame?.catalog }
}
