internal import LiveshelfCore

extension FeedReason {
  init(_ error: MediaError) {
    self = .failed(error.fault, detail: error.description)
  }
}

extension MediaError {
  /// What is wrong with the stream, without the system's own words.
  var fault: FeedFault {
    switch self {
    case .unreachable: .unreachable
    case .notFound: .notFound
    case .accessDenied, .addressRefused: .accessDenied
    case .connectTimeout: .connectTimeout
    case .stalled: .stalled
    case .connectionLost: .connectionLost
    case .empty: .empty
    case .notMedia, .notRecording: .notMedia
    case .noAudio: .noAudio
    case .unsupportedCodec: .unsupportedCodec
    case .limitExceeded: .limitExceeded
    case .writeFailed: .writeFailed
    case .invalidRequest: .invalidSetting
    case .cancelled: .other
    }
  }
}
