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

extension ViewerComment: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(id, as: 1)
    writer.write(time, as: 2)
    writer.write(text, as: 3)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(id: "", time: WallTime(microseconds: 0), text: "")
    while let field = try reader.next() {
      switch field.number {
      case 1: id = try field.text()
      case 2: time = try field.wallTime()
      case 3: text = try field.text()
      default: break
      }
    }
  }
}
