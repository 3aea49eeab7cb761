extension MarkerHit: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(marker, as: 1)
    writer.write(start, as: 2)
    writer.write(end, as: 3)
    writer.write(score, as: 4)
    writer.write(detectedAt, as: 5)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(marker: "", start: .zero, end: .zero, score: 0, detectedAt: .zero)
    while let field = try reader.next() {
      switch field.number {
      case 1: marker = try field.text()
      case 2: start = try field.streamTime()
      case 3: end = try field.streamTime()
      case 4: score = try field.double()
      case 5: detectedAt = try field.streamTime()
      default: break
      }
    }
  }
}

extension AudioBoundary: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(kind, as: 1)
    writer.write(at, as: 2)
    writer.write(strength, as: 3)
    writer.write(detectedAt, as: 4)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    var kind: Kind?
    self.init(kind: .silence, at: .zero, strength: 0, detectedAt: .zero)
    while let field = try reader.next() {
      switch field.number {
      case 1: kind = try field.choice("kind of boundary")
      case 2: at = try field.streamTime()
      case 3: strength = try field.double()
      case 4: detectedAt = try field.streamTime()
      default: break
      }
    }
    guard let kind else { throw .missing("kind of boundary") }
    self.kind = kind
  }
}
