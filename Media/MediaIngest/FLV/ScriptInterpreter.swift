import LiveshelfCore

/// Makes sense of FLV script tags.
struct ScriptInterpreter {
  var clock = ScriptClock()

  enum Statement: Equatable {
    case metadata([String: String])
    case cue(name: String, parameters: [String: String])
    /// The encoder's clock at the tag's time stamp.
    case wallClock(WallTime, uncertaintySeconds: Double)
  }

  func interpret(_ bytes: [UInt8]) -> [Statement] {
    var values = bytes.withUnsafeBytes { buffer in
      var reader = AMF0Reader(buffer)
      return reader.values()
    }
    // RTMP publishers wrap their metadata in a command for the server.
    if values.first?.text == "@setDataFrame" { values.removeFirst() }
    guard let name = values.first?.text, values.count > 1 else { return [] }
    let body = values[1]
    var statements: [Statement] = []
    if let (time, uncertainty) = clock.time(in: body, of: name) {
      statements.append(.wallClock(time, uncertaintySeconds: uncertainty))
    }
    switch name {
    case "onMetaData": statements.append(.metadata(Self.flatten(body)))
    case "onCuePoint": statements += Self.cue(body)
    default: statements.append(.metadata(Self.flatten(body).prefixed(with: name)))
    }
    return statements
  }

  private static func cue(_ body: AMF0Value) -> [Statement] {
    guard let name = body["name"]?.text ?? body["id"]?.plainText, !name.isEmpty else { return [] }
    var parameters: [String: String] = [:]
    if case .object(let members)? = body["parameters"] {
      for (key, value) in members.prefix(64) {
        if let text = value.plainText { parameters[String(key.prefix(1024))] = String(text.prefix(1024)) }
      }
    }
    return [.cue(name: String(name.prefix(256)), parameters: parameters)]
  }

  /// The members that have a plain value, at most 256.
  private static func flatten(_ body: AMF0Value) -> [String: String] {
    guard case .object(let members) = body else { return [:] }
    var entries: [String: String] = [:]
    for (key, value) in members.prefix(256) {
      if let text = value.plainText { entries[String(key.prefix(256))] = String(text.prefix(4096)) }
    }
    return entries
  }
}

extension [String: String] {
  fileprivate func prefixed(with name: String) -> [String: String] {
    reduce(into: [:]) { $0["\(name.prefix(64)).\($1.key)"] = $1.value }
  }
}
