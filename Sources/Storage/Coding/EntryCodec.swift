internal import Foundation
internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine

/// The body of a row of the log.
enum EntryCodec {
  /// Kinds above those of `InputKind`. The numbers are part of the format.
  static let catalog: UInt8 = 200
  private static let finished: UInt8 = 201
  static let settings: UInt8 = 202
  static let intake: UInt8 = 203
  private static let began: UInt8 = 204

  static func encode(_ entry: RoomEntry) -> [UInt8] {
    switch entry {
    case .input(let input): InputCodec.encode(input.content)
    case .catalog(let products, _): [InputCodec.version, catalog] + CatalogCodec.encode(products)
    case .finished: [InputCodec.version, finished]
    case .intake(let number, _):
      {
        var writer = ByteWriter()
        writer.write(Int64(bitPattern: number))
        return [InputCodec.version, Self.intake] + writer.bytes
      }()
    case .began(let show): [InputCodec.version, began] + ShowCodec.encode(show)
    case .settings(let settings, _): [InputCodec.version, Self.settings] + SettingsCodec.encode(settings)
    }
  }

  static func decode(_ bytes: [UInt8], at: StreamTime) throws(RecordError) -> RoomEntry {
    guard bytes.count >= 2 else { throw .truncated }
    return switch bytes[1] {
    case catalog: .catalog(try CatalogCodec.decode(Array(bytes.dropFirst(2))), at: at)
    case finished: .finished(at: at)
    case intake: .intake(through: try number(in: bytes), at: at)
    case began: .began(try ShowCodec.decode(Array(bytes.dropFirst(2))))
    case settings: .settings(try SettingsCodec.decode(Array(bytes.dropFirst(2))), at: at)
    default: .input(RoomInput(at: at, try InputCodec.decode(bytes)))
    }
  }
}

extension EntryCodec {
  private static func number(in bytes: [UInt8]) throws(RecordError) -> UInt64 {
    var reader = ByteReader(Array(bytes.dropFirst(2)))
    return UInt64(bitPattern: try reader.int64())
  }
}

/// A show's description as bytes.
enum ShowCodec {
  static func encode(_ show: ShowRecord) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(show.id)
    writer.write(show.clock.start)
    writer.write(show.clock.offset.seconds)
    writer.write(show.clockShift)
    writer.write(show.source)
    writer.write(show.host)
    writer.write(CatalogCodec.encode(show.catalog)) { $0.write($1) }
    writer.write(SettingsCodec.encode(show.settings)) { $0.write($1) }
    return writer.bytes
  }

  static func decode(_ bytes: [UInt8]) throws(RecordError) -> ShowRecord {
    var reader = ByteReader(bytes)
    let id = try reader.text()
    let clock = ShowClock(start: try reader.wallTime(), offset: ZoneOffset(seconds: try reader.int()))
    let shift = try reader.int64()
    let (source, host) = (try reader.text(), try reader.text())
    let catalog = try reader.list { (reader) throws(RecordError) in try reader.byte() }
    let settings = try reader.list { (reader) throws(RecordError) in try reader.byte() }
    return ShowRecord(
      id: id, clock: clock, clockShift: shift, catalog: try CatalogCodec.decode(catalog),
      settings: try SettingsCodec.decode(settings), source: source, host: host)
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

  static func decode(_ bytes: [UInt8]) throws(RecordError) -> AdvisorSettings {
    do {
      return try JSONDecoder().decode(AdvisorSettings.self, from: Data(bytes))
    } catch {
      throw .impossible("a set of thresholds (\(error))")
    }
  }
}
