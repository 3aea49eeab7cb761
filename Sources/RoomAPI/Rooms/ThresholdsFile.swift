public import Foundation
public import InventoryEngine
internal import Synchronization

/// The thresholds as the server keeps them over restarts, in a JSON file.
public final class ThresholdsFile: Sendable {
  private let file: URL
  private struct State {
    var settings: AdvisorSettings
    /// They were set over the API, at some time, and hold over those of the configuration.
    var areSet: Bool
  }
  private let current: Mutex<State>

  /// - Throws: what is wrong with a file that is there.
  public init(_ file: URL, otherwise settings: AdvisorSettings = AdvisorSettings()) throws {
    self.file = file
    guard FileManager.default.fileExists(atPath: file.path) else {
      current = Mutex(State(settings: settings, areSet: false))
      return
    }
    current = Mutex(
      State(settings: try JSONDecoder().decode(AdvisorSettings.self, from: Data(contentsOf: file)), areSet: true))
  }

  public var settings: AdvisorSettings { current.withLock { $0.settings } }

  func replace(with settings: AdvisorSettings) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(settings).write(to: file, options: .atomic)
    current.withLock { $0 = State(settings: settings, areSet: true) }
  }

  /// Takes those of the configuration, unless others were set over the API.
  ///
  /// - Returns: whether they hold from now on.
  func replaceDefault(with settings: AdvisorSettings) -> Bool {
    current.withLock { state in
      guard !state.areSet else { return false }
      state.settings = settings
      return true
    }
  }
}
