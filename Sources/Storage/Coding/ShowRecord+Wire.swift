internal import Foundation
internal import InventoryEngine
public import LiveshelfCore

/// The end is not part of it: the log tells it.
extension ShowRecord: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(id, as: 1)
    writer.write(clock.start, as: 2)
    writer.write(clock.offset.seconds, as: 3)
    writer.write(clockShift, as: 4)
    writer.write(source, as: 5)
    writer.write(host, as: 6)
    writer.write(catalog, as: 7)
    writer.write(SettingsCodec.encode(settings), as: 8)
    writer.write(shop?.text ?? "", as: 9)
    writer.write(rules, as: 10)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    var (start, offset) = (WallTime(microseconds: 0), 0)
    // Shows that do not say so began by the first rules.
    self.init(id: "", clock: ShowClock(start: start, offset: .utc), catalog: Catalog([]), rules: 1)
    while let field = try reader.next() {
      switch field.number {
      case 1: id = try field.text()
      case 2: start = try field.wallTime()
      case 3: offset = try field.int()
      case 4: clockShift = try field.int64()
      case 5: source = try field.text()
      case 6: host = try field.text()
      case 7: catalog = try field.value()
      case 8: settings = try SettingsCodec.decode(field.bytes())
      case 9: shop = RoomName(try field.text())
      case 10: rules = try field.int()
      default: break
      }
    }
    clock = ShowClock(start: start, offset: ZoneOffset(seconds: offset))
  }
}

/// Thresholds as bytes: JSON, because operators change them seldom and their members grow.
enum SettingsCodec {
  static func encode(_ settings: AdvisorSettings) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    // Finite numbers and texts, as the settings' own limits ensure, always encode.
    return (try? encoder.encode(settings)).map(Array.init) ?? []
  }

  static func decode(_ bytes: [UInt8]) throws(WireError) -> AdvisorSettings {
    do {
      return try JSONDecoder().decode(AdvisorSettings.self, from: Data(bytes))
    } catch {
      throw .impossible("a set of thresholds (\(error))")
    }
  }
}
