public import Foundation
public import InventoryEngine
internal import Synchronization

/// The thresholds as the server keeps them over restarts, in a JSON file.
public final class ThresholdsFile: Sendable {
  private let file: URL
  private let current: Mutex<AdvisorSettings>

  /// - Throws: what is wrong with a file that is there.
  public init(_ file: URL, otherwise settings: AdvisorSettings = AdvisorSettings()) throws {
    self.file = file
    guard FileManager.default.fileExists(atPath: file.path) else {
      current = Mutex(settings)
      return
    }
    current = Mutex(try JSONDecoder().decode(AdvisorSettings.self, from: Data(contentsOf: file)))
  }

  public var settings: AdvisorSettings { current.withLock { $0 } }

  func replace(with settings: AdvisorSettings) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(settings).write(to: file, options: .atomic)
    current.withLock { $0 = settings }
  }
}
