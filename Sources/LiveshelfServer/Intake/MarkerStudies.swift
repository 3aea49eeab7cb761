internal import Foundation
internal import LiveshelfCore
internal import Rooms

/// The recordings that are listened through for stingers: one for each room, and one at a time.
actor MarkerStudies {
  private var studies: [RoomName: MarkerStudy] = [:]

  func study(of room: RoomName) -> MarkerStudy? { studies[room] }

  /// Whether another recording is being listened through.
  var isBusy: Bool {
    studies.values.contains { if case .listening = $0.state { true } else { false } }
  }

  /// - Returns: false: another is being listened through.
  func begin(_ recording: URL, for room: RoomName) -> Bool {
    guard !isBusy else { return false }
    studies[room] = MarkerStudy(of: recording)
    return true
  }

  func forget(_ room: RoomName) {
    studies.removeValue(forKey: room)?.cancel()
  }
}
