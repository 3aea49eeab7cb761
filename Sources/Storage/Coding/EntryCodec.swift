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

  static func encode(_ entry: RoomEntry) -> [UInt8] {
    switch entry {
    case .input(let input): InputCodec.encode(input.content)
    case .catalog(let products, _): [InputCodec.version, catalog] + CatalogCodec.encode(products)
    case .finished: [InputCodec.version, finished]
    case .settings(let settings, _): [InputCodec.version, Self.settings] + SettingsCodec.encode(settings)
    }
  }

  static func decode(_ bytes: [UInt8], at: StreamTime) throws(RecordError) -> RoomEntry {
    guard bytes.count >= 2 else { throw .truncated }
    return switch bytes[1] {
    case catalog: .catalog(try CatalogCodec.decode(Array(bytes.dropFirst(2))), at: at)
    case finished: .finished(at: at)
    case settings: .settings(try SettingsCodec.decode(Array(bytes.dropFirst(2))), at: at)
    default: .input(RoomInput(at: at, try InputCodec.decode(bytes)))
    }
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
