internal import InventoryEngine
internal import Yams

/// Finds what is wrong with a settings file, and on which line.
struct SettingKeys {
  let file: String

  /// Refuses keys that nobody knows: a misspelt one would silently change nothing.
  func check(_ root: Node) throws(IntakeError) {
    try check(root, "", SettingNames.groups.map(\.key))
    for (group, keys) in [
      ("thresholds", SettingNames.thresholds.map(\.key)), ("forecast", SettingNames.forecast),
      ("ledger", SettingNames.ledger),
    ] {
      if let node = root.mapping?[Node(group)] { try check(node, group, keys) }
    }
    for group in ["categories", "products"] {
      guard let node = root.mapping?[Node(group)] else { continue }
      for (name, overrides) in try mapping(node, group) {
        try check(overrides, "\(group).\(name.string ?? "")", SettingNames.overrides)
      }
    }
  }

  private func mapping(_ node: Node, _ path: String) throws(IntakeError) -> Node.Mapping {
    guard let mapping = node.mapping else {
      throw .badSetting(
        file: file, line: node.mark?.line ?? 1, key: path, reason: "is no group of settings",
        remedy: "write its settings below it, indented, as 'key: value'")
    }
    return mapping
  }

  private func check(_ node: Node, _ path: String, _ known: [String]) throws(IntakeError) {
    for (key, _) in try mapping(node, path) {
      let name = key.string ?? ""
      guard !known.contains(name) else { continue }
      let near = known.min { Self.distance(name, $0) < Self.distance(name, $1) }
      throw .badSetting(
        file: file, line: key.mark?.line ?? 1, key: path.isEmpty ? name : "\(path).\(name)", reason: "is no setting",
        remedy: near.map { "did you mean '\($0)'? 'liveshelf thresholds show' lists all" } ?? "remove it")
    }
  }

  /// What a decoder says, with the line of the value that it is about.
  func error(_ error: DecodingError, in root: Node) -> IntakeError {
    let (context, remedy) =
      switch error {
      case .dataCorrupted(let context): (context, "choose a value in the range")
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context):
        (context, "write a plain number, or true or false where the default is one")
      @unknown default: (DecodingError.Context(codingPath: [], debugDescription: "\(error)"), "mend it")
      }
    var node: Node? = root
    var line = 1
    for key in context.codingPath {
      node = key.intValue.flatMap { node?.sequence?[$0] } ?? node?.mapping?[Node(key.stringValue)]
      line = node?.mark?.line ?? line
    }
    return .badSetting(
      file: file, line: line, key: context.codingPath.map(\.stringValue).joined(separator: "."),
      reason: context.debugDescription, remedy: remedy)
  }

  /// How many letters differ (Levenshtein).
  private static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left.lowercased().prefix(64)), Array(right.lowercased()))
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var corner = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let next = min(row[j] + 1, row[j + 1] + 1, corner + (letter == other ? 0 : 1))
        corner = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[b.count]
  }
}
