internal import InventoryEngine
public import LiveshelfCore
public import RoomEngine

extension Retelling: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(rules, as: 1)
    for situation in situations {
      writer.write(as: 2) { writer in
        writer.write(situation.key, as: 1)
        writer.write(situation.number, as: 2)
        writer.write(situation.isOpen ? 1 : 0, as: 3)
      }
    }
    for presentation in presentations {
      writer.write(as: 3) { writer in
        writer.write(presentation.id, as: 1)
        writer.write(presentation.sku.text, as: 2)
      }
    }
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(rules: 1)
    while let field = try reader.next() {
      switch field.number {
      case 1: rules = try field.int()
      case 2: situations.append(try Self.situation(field))
      case 3: presentations.append(try Self.presentation(field))
      default: break
      }
    }
  }

  private static func situation(_ field: WireField) throws(WireError) -> ToldSituation {
    var (reader, situation) = (try field.fields(), ToldSituation(key: "", number: 1, isOpen: false))
    while let field = try reader.next() {
      switch field.number {
      case 1: situation.key = try field.text()
      case 2: situation.number = try field.int()
      case 3: situation.isOpen = try field.int() != 0
      default: break
      }
    }
    return situation
  }

  private static func presentation(_ field: WireField) throws(WireError) -> ToldPresentation {
    var (reader, presentation) = (try field.fields(), ToldPresentation(id: "", sku: SKU("")))
    while let field = try reader.next() {
      switch field.number {
      case 1: presentation.id = try field.text()
      case 2: presentation.sku = SKU(try field.text())
      default: break
      }
    }
    return presentation
  }
}
