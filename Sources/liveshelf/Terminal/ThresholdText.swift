import Foundation
import InventoryEngine

/// Settings as YAML with a comment for each key.
enum ThresholdText {
  /// All settings but the forecast's and the ledger's, which few need.
  static func text(_ settings: AdvisorSettings) -> String {
    var lines = [text(of: settings.thresholds, title: meaning(of: "thresholds"))]
    for (name, groups) in [("categories", settings.categories), ("products", settings.products)] where !groups.isEmpty {
      lines.append("\(name):  # \(meaning(of: name))")
      for (key, overrides) in groups.sorted(by: { $0.key < $1.key }) {
        let values = values(of: overrides).map { "\($0.key): \($0.value)" }
        lines.append("  \(quoted(key)): {\(values.joined(separator: ", "))}")
      }
    }
    for value in values(of: settings) where value.value.first.map({ $0.isNumber }) ?? false {
      lines.append("\(value.key): \(value.value)  # \(meaning(of: value.key))")
    }
    return lines.joined(separator: "\n")
  }

  static func text(of thresholds: AdviceThresholds, title: String) -> String {
    let values = Dictionary(uniqueKeysWithValues: values(of: thresholds).map { ($0.key, $0.value) })
    let lines = SettingNames.thresholds.map { entry in
      let line = values[entry.key].map { "  \(entry.key): \($0)" } ?? "  # \(entry.key):"
      return line.padding(toLength: max(line.count, 34), withPad: " ", startingAt: 0) + "  # \(entry.meaning)"
    }
    return (["thresholds:  # \(title)"] + lines).joined(separator: "\n")
  }

  private static func meaning(of key: String) -> String {
    SettingNames.groups.first { $0.key == key }?.meaning ?? ""
  }

  private static func quoted(_ key: String) -> String {
    "\"" + key.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"") + "\""
  }

  /// The values that are set, in the order of their declaration.
  private static func values(of settings: Any) -> [(key: String, value: String)] {
    Mirror(reflecting: settings).children.compactMap { child -> (key: String, value: String)? in
      guard let key = child.label else { return nil }
      let mirror = Mirror(reflecting: child.value)
      let value: Any? = mirror.displayStyle == .optional ? mirror.children.first?.value : child.value
      return value.map { (key, "\($0)") }
    }
  }
}
