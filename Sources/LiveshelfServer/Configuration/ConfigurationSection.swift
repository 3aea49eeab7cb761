internal import Foundation
internal import Yams

/// Reads one mapping of a YAML file, and notes what is wrong with it. Scalars of named sections can be overridden by the
/// environment: `server.port` by `LIVESHELF_SERVER_PORT`.
final class ConfigurationSection {
  /// Where problems of all sections of one file gather.
  final class Report {
    let file: String
    let environment: [String: String]
    var problems: [ConfigurationError.Problem] = []

    init(file: String, environment: [String: String]) {
      self.file = file
      self.environment = environment
    }
  }

  let path: String
  let report: Report
  private let mapping: Node.Mapping?
  /// Elements of lists have no variables of their own.
  private let readsEnvironment: Bool
  private var known: [String] = []

  /// - Parameter node: nil: the section is absent, and only the environment is asked.
  init(_ node: Node?, path: String, report: Report, readsEnvironment: Bool = true) {
    self.path = path
    self.report = report
    self.readsEnvironment = readsEnvironment
    mapping = node?.mapping
    if let node, mapping == nil, !node.isEmptyScalar {
      note(node.mark?.line, path, "must hold pairs such as `name: value`")
    }
  }

  // MARK: Values

  func text(_ key: String) -> String? {
    guard let (text, line) = scalar(key) else { return nil }
    guard !text.isEmpty else {
      note(line, full(key), "is empty; fill it in or remove it")
      return nil
    }
    return text
  }

  func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let (text, line) = scalar(key) else { return nil }
    guard let value = Int(text.replacing("_", with: "")), range.contains(value) else {
      note(line, full(key), "'\(text)' must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return value
  }

  func flag(_ key: String) -> Bool? {
    guard let (text, line) = scalar(key) else { return nil }
    switch text.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default:
      note(line, full(key), "'\(text)' must be true or false")
      return nil
    }
  }

  func choice<Value: RawRepresentable & CaseIterable>(_ key: String, _ type: Value.Type) -> Value?
  where Value.RawValue == String {
    guard let (text, line) = scalar(key) else { return nil }
    guard let value = Value(rawValue: text) else {
      let choices = Value.allCases.map(\.rawValue).joined(separator: ", ")
      note(line, full(key), "'\(text)' must be one of \(choices)")
      return nil
    }
    return value
  }

  /// A list of texts; in the environment separated by commas.
  func texts(_ key: String) -> [String]? {
    known.append(key)
    if let text = variable(key) {
      return text.split(separator: ",").map(String.init).map { $0.trimmingCharacters(in: .whitespaces) }
    }
    guard let node = mapping?[key] else { return nil }
    guard let elements = node.sequence else {
      note(node.mark?.line, full(key), "must be a list such as [one, two]")
      return nil
    }
    var texts: [String] = []
    for element in elements {
      guard let text = element.scalar?.string, !text.isEmpty else {
        note(element.mark?.line, full(key), "must hold texts only")
        continue
      }
      texts.append(text)
    }
    return texts
  }

  /// A mapping of names to names.
  func names(_ key: String) -> [String: String] {
    known.append(key)
    guard let node = mapping?[key], !node.isEmptyScalar else { return [:] }
    guard let pairs = node.mapping else {
      note(node.mark?.line, full(key), "must hold pairs such as `name: value`")
      return [:]
    }
    var names: [String: String] = [:]
    for (name, value) in pairs {
      guard let name = name.scalar?.string, let value = value.scalar?.string, !name.isEmpty, !value.isEmpty else {
        note(value.mark?.line, full(key), "must hold a name and a value on each line")
        continue
      }
      names[name] = value
    }
    return names
  }

  // MARK: Parts

  func section(_ key: String) -> ConfigurationSection {
    known.append(key)
    return ConfigurationSection(
      mapping?[key], path: full(key), report: report, readsEnvironment: readsEnvironment)
  }

  /// The mappings of a list.
  func sections(_ key: String, limit: Int) -> [ConfigurationSection] {
    known.append(key)
    guard let node = mapping?[key], !node.isEmptyScalar else { return [] }
    guard let elements = node.sequence else {
      note(node.mark?.line, full(key), "must be a list: begin each entry with `- `")
      return []
    }
    if elements.count > limit {
      note(node.mark?.line, full(key), "has more than \(limit) entries")
    }
    return elements.prefix(limit).enumerated().map { index, element in
      ConfigurationSection(element, path: "\(full(key))[\(index)]", report: report, readsEnvironment: false)
    }
  }

  /// Notes keys that nobody asked for. Call it when all values have been read.
  func finish() {
    guard let mapping else { return }
    for (key, _) in mapping {
      let name = key.scalar?.string ?? ""
      guard !known.contains(name) else { continue }
      note(key.mark?.line, full(name), "is unknown; known here: \(known.joined(separator: ", "))")
    }
  }

  /// Notes a problem with a key of this section, or with the section.
  func note(_ key: String?, _ message: String) {
    let line = key.flatMap { mapping?[$0]?.mark?.line } ?? mapping?.mark?.line
    note(line, key.map(full) ?? path, message)
  }

  private func note(_ line: Int?, _ path: String, _ message: String) {
    report.problems.append(ConfigurationError.Problem(file: report.file, line: line, path: path, message: message))
  }

  private func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  private func variable(_ key: String) -> String? {
    guard readsEnvironment else { return nil }
    return report.environment["LIVESHELF_" + full(key).replacing(".", with: "_").uppercased()]
  }

  private func scalar(_ key: String) -> (text: String, line: Int?)? {
    known.append(key)
    if let text = variable(key) { return (text, nil) }
    guard let node = mapping?[key] else { return nil }
    guard let scalar = node.scalar else {
      note(node.mark?.line, full(key), "must be one value")
      return nil
    }
    return (scalar.string, node.mark?.line)
  }
}

extension Node {
  /// `key:` without a value.
  var isEmptyScalar: Bool { scalar.map { $0.string.isEmpty || $0.string == "~" } ?? false }
}
