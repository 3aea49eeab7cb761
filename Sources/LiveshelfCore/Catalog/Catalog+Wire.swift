extension Product: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(sku, as: 1)
    writer.write(name, as: 2)
    writer.write(aliases, as: 3)
    writer.write(category, as: 4)
    writer.write(listPrice, as: 5)
    writer.write(livePrice, as: 6)
    writer.write(linkNumber, as: 7)
    writer.write(options, as: 8)
    writer.write(parts, as: 9)
    writer.write(cost, as: 10)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(sku: "", name: "")
    while let field = try reader.next() {
      switch field.number {
      case 1: sku = try field.sku()
      case 2: name = try field.text()
      case 3: aliases.append(try field.text())
      case 4: category = try field.text()
      case 5: listPrice = try field.value()
      case 6: livePrice = try field.value()
      case 7: linkNumber = try field.int()
      case 8: options.append(try field.text())
      case 9: parts.append(try field.value())
      case 10: cost = try field.value()
      default: break
      }
    }
  }
}

extension KitPart: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(sku, as: 1)
    writer.write(option, as: 2)
    writer.write(quantity, as: 3)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(sku: "", quantity: 0)
    while let field = try reader.next() {
      switch field.number {
      case 1: sku = try field.sku()
      case 2: option = try field.text()
      case 3: quantity = try field.int()
      default: break
      }
    }
  }
}

/// The products in their order.
extension Catalog: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(products, as: 1)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    var products: [Product] = []
    while let field = try reader.next() {
      if field.number == 1 { products.append(try field.value()) }
    }
    self.init(products)
  }
}
