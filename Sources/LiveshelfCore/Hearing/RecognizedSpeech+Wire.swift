extension SpokenToken: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(text, as: 1)
    writer.write(start, as: 2)
    writer.write(end, as: 3)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(text: "", start: .zero, end: .zero)
    while let field = try reader.next() {
      switch field.number {
      case 1: text = try field.text()
      case 2: start = try field.streamTime()
      case 3: end = try field.streamTime()
      default: break
      }
    }
  }
}

extension Hypothesis: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(tokens, as: 1)
    writer.write(logProbability, as: 2)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(tokens: [], logProbability: 0)
    while let field = try reader.next() {
      switch field.number {
      case 1: tokens.append(try field.value())
      case 2: logProbability = try field.double()
      default: break
      }
    }
  }
}

extension Utterance: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(start, as: 1)
    writer.write(end, as: 2)
    writer.write(detectedAt, as: 3)
    writer.write(hypotheses, as: 4)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(start: .zero, end: .zero, detectedAt: .zero, hypotheses: [])
    while let field = try reader.next() {
      switch field.number {
      case 1: start = try field.streamTime()
      case 2: end = try field.streamTime()
      case 3: detectedAt = try field.streamTime()
      case 4: hypotheses.append(try field.value())
      default: break
      }
    }
  }
}
