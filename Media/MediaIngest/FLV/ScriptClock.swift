import LiveshelfCore

/// Finds statements of the world's time in the members of a script tag.
///
/// Encoders and servers write them under many names; a number counts only in the range of epoch times of this century.
struct ScriptClock {
  /// What local times without an offset are taken for.
  var assumedOffset = ZoneOffset.china

  /// The time stated, and how uncertain it is in seconds; nil when the tag states none.
  func time(in body: AMF0Value, of name: String) -> (time: WallTime, uncertaintySeconds: Double)? {
    guard case .object(let members) = body else { return nil }
    if name == "onFI", let time = frameInformation(body) { return time }
    for (key, value) in members.prefix(256) {
      let plain = key.lowercased().filter { $0.isLetter }
      if Self.exactNames.contains(plain), let time = Self.time(value, assuming: assumedOffset) {
        return (time, Self.exactUncertainty)
      }
    }
    for (key, value) in members.prefix(256) {
      let plain = key.lowercased().filter { $0.isLetter }
      if Self.creationNames.contains(plain), let time = Self.time(value, assuming: assumedOffset) {
        return (time, Self.creationUncertainty)
      }
    }
    return nil
  }

  private static let exactNames: Set<String> = [
    "time", "timestamp", "utc", "utctime", "wallclock", "wallclocktime", "ntp", "ntptime", "ntptimestamp",
    "systemtime", "absolutetime", "abstime", "absoluterealtime", "servertime", "unixtime", "epoch", "pts", "ts",
    "programdatetime", "encodertime", "livetime",
  ]
  private static let creationNames: Set<String> = ["creationtime", "creationdate", "starttime", "metadatadate", "date"]
  private static let exactUncertainty = 0.1
  /// When a file was made may be when it was copied or cut.
  private static let creationUncertainty = 30.0

  /// Flash Media Live Encoder's `onFI`: date `sd` as DD-MM-YYYY and time `st` as HH:MM:SS.mmm, in local time.
  private func frameInformation(_ body: AMF0Value) -> (time: WallTime, uncertaintySeconds: Double)? {
    guard let date = body["sd"]?.text, let clock = body["st"]?.text, clock.utf8.count <= 32 else { return nil }
    let parts = date.split(whereSeparator: { "-/.".contains($0) })
    guard parts.count == 3 else { return nil }
    let ordered = parts[0].count == 4 ? [parts[0], parts[1], parts[2]] : [parts[2], parts[1], parts[0]]
    guard let (time, _) = WallTime.parse("\(ordered.joined(separator: "-"))T\(clock)", assuming: assumedOffset) else {
      return nil
    }
    return (time, clock.contains(".") ? Self.exactUncertainty : 0.5)
  }

  private static func time(_ value: AMF0Value, assuming offset: ZoneOffset) -> WallTime? {
    switch value {
    case .date(let milliseconds, _): epoch(milliseconds)
    case .number(let number): epoch(number)
    case .string(let text):
      text.utf8.count > 40 ? nil : WallTime.parse(text, assuming: offset)?.time ?? Double(text).flatMap(epoch)
    default: nil
    }
  }

  /// Seconds, milliseconds or microseconds since 1970, told apart by size: 2014…2100.
  private static func epoch(_ value: Double) -> WallTime? {
    for unit in [1_000_000.0, 1_000, 1] where (1.4e15...4.1e15).contains(value * unit) {
      return WallTime(microseconds: Int64(value * unit))
    }
    return nil
  }
}
