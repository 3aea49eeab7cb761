internal import Foundation
internal import InventoryEngine

/// The thresholds that all rooms share, as the directory keeps them.
enum SharedThresholds {
  static let name = "thresholds"

  /// - Parameter data: nil: none were set.
  static func decode(_ data: Data?) throws -> AdvisorSettings {
    guard let data else { return AdvisorSettings() }
    return try JSONDecoder().decode(AdvisorSettings.self, from: data)
  }

  static func encode(_ settings: AdvisorSettings) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(settings)
  }
}
