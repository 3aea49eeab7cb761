extension Mention: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(sku, as: 1)
    writer.write(heard, as: 2)
    writer.write(name, as: 3)
    writer.write(basis, as: 4)
    writer.write(kind, as: 5)
    writer.write(start, as: 6)
    writer.write(end, as: 7)
    writer.write(confidence, as: 8)
    writer.write(detectedAt, as: 9)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    var basis: MentionBasis?
    var kind: MentionKind?
    self.init(sku: "", heard: "", name: "", start: .zero, end: .zero, confidence: 0, detectedAt: .zero)
    while let field = try reader.next() {
      switch field.number {
      case 1: sku = try field.sku()
      case 2: heard = try field.text()
      case 3: name = try field.text()
      case 4: basis = try field.choice("basis of a mention")
      case 5: kind = try field.choice("kind of mention")
      case 6: start = try field.streamTime()
      case 7: end = try field.streamTime()
      case 8: confidence = try field.double()
      case 9: detectedAt = try field.streamTime()
      default: break
      }
    }
    guard let basis, let kind else { throw .missing("basis or kind of a mention") }
    (self.basis, self.kind) = (basis, kind)
  }
}
