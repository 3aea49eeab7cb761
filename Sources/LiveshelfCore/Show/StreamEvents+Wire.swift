extension CuePoint: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(name, as: 1)
    writer.write(at, as: 2)
    for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
      writer.write(as: 3) {
        $0.write(name, as: 1)
        $0.write(value, as: 2)
      }
    }
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(name: "", at: .zero)
    while let field = try reader.next() {
      switch field.number {
      case 1: name = try field.text()
      case 2: at = try field.streamTime()
      case 3:
        var (name, value, entry) = ("", "", try field.fields())
        while let field = try entry.next() {
          switch field.number {
          case 1: name = try field.text()
          case 2: value = try field.text()
          default: break
          }
        }
        parameters[name] = value
      default: break
      }
    }
  }
}

extension FeedChange: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(feed, as: 1)
    writer.write(state, as: 2)
    writer.write(at, as: 3)
    writer.write(lagSeconds, as: 4)
    writer.write(reason, as: 5)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    var state: FeedState?
    self.init(feed: "", state: .live, at: .zero, reason: .stopped)
    while let field = try reader.next() {
      switch field.number {
      case 1: feed = try field.text()
      case 2: state = try field.choice("state of a feed")
      case 3: at = try field.streamTime()
      case 4: lagSeconds = try field.double()
      case 5: reason = try field.value()
      default: break
      }
    }
    guard let state else { throw .missing("state of a feed") }
    self.state = state
  }
}
