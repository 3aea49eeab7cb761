public import Foundation
public import InventoryEngine
internal import LiveshelfCore
internal import Yams

/// Reads thresholds of the advice from a YAML (or JSON) file that names only what differs from the defaults. Keys are
/// those of `AdvisorSettings`; `SettingNames` says what they mean.
public enum ThresholdFile {
  /// Bytes; more is no settings file.
  public static let largestFile = 1 << 20

  /// - Throws: `IntakeError.unreadable`, or `badSetting` for the first thing in the file that cannot be used.
  public static func read(_ url: URL) throws(IntakeError) -> AdvisorSettings {
    let name = url.lastPathComponent
    let data: Data
    do {
      data = try Data(contentsOf: url, options: .mappedIfSafe)
    } catch {
      throw .unreadable(file: name, reason: FileTrouble.reason(error))
    }
    guard data.count <= largestFile else {
      throw .tooLarge(file: name, limit: "\(largestFile) bytes", remedy: "keep only what differs from the defaults")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw .notText(file: name, line: 1, remedy: "save it as UTF-8")
    }
    return try parse(text, file: name)
  }

  /// - Parameter file: the file's name, for messages.
  public static func parse(_ text: String, file: String) throws(IntakeError) -> AdvisorSettings {
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw syntaxError(error, file: file)
    }
    guard let root else { return AdvisorSettings() }
    let keys = SettingKeys(file: file)
    try keys.check(root)
    do {
      return try YAMLDecoder().decode(AdvisorSettings.self, from: root)
    } catch let error as DecodingError {
      throw keys.error(error, in: root)
    } catch {
      throw .badSetting(file: file, line: 1, key: "", reason: "\(error)", remedy: "see 'liveshelf thresholds show'")
    }
  }

  private static func syntaxError(_ error: any Error, file: String) -> IntakeError {
    let remedy = "indent with blanks, and write one 'key: value' a line"
    return switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      .badSetting(file: file, line: mark.line, key: "", reason: problem, remedy: remedy)
    case .duplicatedKeysInMapping(let duplicates, let context):
      .badSetting(
        file: file, line: context.mark.line, key: duplicates.first ?? "", reason: "is there twice",
        remedy: "keep one of them")
    default: .badSetting(file: file, line: 1, key: "", reason: "\(error)", remedy: remedy)
    }
  }
}
