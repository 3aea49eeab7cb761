extension Money: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(hundredths, as: 1)
    writer.write(currency.code, as: 2)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(hundredths: 0)
    while let field = try reader.next() {
      switch field.number {
      case 1: hundredths = try field.int64()
      case 2:
        guard let currency = Currency(try field.text()) else { throw .impossible("a currency") }
        self.currency = currency
      default: break
      }
    }
  }
}
