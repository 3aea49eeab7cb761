/// A comment of a viewer. The viewer's name is dropped at the door.
public struct ViewerComment: Hashable, Sendable {
  public var id: String
  public var time: WallTime
  public var text: String

  public init(id: String, time: WallTime, text: String) {
    self.id = id
    self.time = time
    self.text = text
  }
}
