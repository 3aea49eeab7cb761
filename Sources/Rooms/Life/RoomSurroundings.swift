public import Foundation
public import LiveshelfCore
public import MediaIngest

/// What a process gives to all rooms that it runs.
public struct RoomSurroundings: Sendable {
  /// Listens to streams, with one speech model for all rooms.
  let speech: SharedSpeechModel
  /// Gets lines for the log, with the room that they are about.
  public let log: @Sendable (RoomName?, String) -> Void
  /// Says what speaks against a stream's address, or nil. Asked before each attachment, because a name may mean another
  /// machine than when the room was made.
  let objection: @Sendable (_ address: String, _ listens: Bool) async -> String?
  /// Decides at each connection of a stream which address is used; nil: any.
  let addressPolicy: AddressPolicy?
  /// Called when a show has ended, before its files are written.
  let onShowEnd: @Sendable (LiveRoom) async -> Void

  /// - Parameter models: the folder of the speech models; nil: where the set-up puts them.
  public init(
    models: URL? = nil, log: @escaping @Sendable (RoomName?, String) -> Void,
    objection: @escaping @Sendable (_ address: String, _ listens: Bool) async -> String? = { _, _ in nil },
    addressPolicy: AddressPolicy? = nil,
    onShowEnd: @escaping @Sendable (LiveRoom) async -> Void = { _ in }
  ) {
    speech = SharedSpeechModel(models)
    self.log = log
    self.objection = objection
    self.addressPolicy = addressPolicy
    self.onShowEnd = onShowEnd
  }
}
