import CLibAV

/// Settings of libav that hold for the whole process.
enum Libav {
  /// Stops libav's own messages on standard error: what goes wrong is stated by errors and events.
  static let quiet: Void = av_log_set_level(AV_LOG_QUIET)
}

/// libav's text for an error code.
func libavMessage(_ code: Int32) -> String {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
    guard let start = buffer.baseAddress else { return "error \(code)" }
    return av_strerror(code, start, buffer.count) < 0 ? "error \(code)" : String(cString: start)
  }
}

/// The entries of a libav dictionary, at most 256, each value cut to 4,096 characters.
func libavEntries(_ dictionary: OpaquePointer?) -> [String: String] {
  var entries: [String: String] = [:]
  var entry: UnsafeMutablePointer<AVDictionaryEntry>?
  while entries.count < 256 {
    entry = av_dict_get(dictionary, "", entry, AV_DICT_IGNORE_SUFFIX)
    guard let found = entry else { break }
    entries[String(cString: found.pointee.key)] = String(String(cString: found.pointee.value).prefix(4096))
  }
  return entries
}

extension MediaError {
  /// What a libav error means for reading `source`.
  static func reading(_ source: MediaSource, code: Int32, guard readGuard: ReadGuard, whileConnecting: Bool)
    -> MediaError
  {
    let address = source.redactedAddress
    if readGuard.interrupt.isCancelled || readGuard.interrupt.isPastDeadline {
      return .givenUp(source, guard: readGuard, whileConnecting: whileConnecting)
    }
    let detail = libavMessage(code)
    switch code {
    case clibav_error(ENOENT):
      return .notFound(address: address)
    case clibav_error(EACCES), clibav_error(EPERM):
      return .accessDenied(address: address, detail: detail)
    case CLIBAV_ERROR_INVALID_DATA, CLIBAV_ERROR_DEMUXER_NOT_FOUND:
      return .notMedia(address: address)
    case CLIBAV_ERROR_PROTOCOL_NOT_FOUND:
      return .invalidRequest("\(address) names a protocol that cannot be read")
    case clibav_error(EISDIR):
      return .invalidRequest("\(address) is a folder, not a recording")
    default:
      return whileConnecting
        ? .unreachable(address: address, detail: detail) : .connectionLost(address: address, detail: detail)
    }
  }

  /// A wait that the guard has ended.
  static func givenUp(_ source: MediaSource, guard readGuard: ReadGuard, whileConnecting: Bool) -> MediaError {
    if readGuard.interrupt.isCancelled { return .cancelled }
    let (address, seconds) = (source.redactedAddress, readGuard.timeout ?? 0)
    return whileConnecting
      ? .connectTimeout(address: address, seconds: seconds) : .stalled(address: address, seconds: seconds)
  }

  /// What an answer that is no success means.
  static func answer(_ source: MediaSource, status: Int) -> MediaError {
    let address = source.redactedAddress
    return switch status {
    case 401, 403, 407, 451: .accessDenied(address: address, detail: "the server answers \(status)")
    case 404, 410: .notFound(address: address)
    default: .unreachable(address: address, detail: "the server answers \(status)")
    }
  }
}
