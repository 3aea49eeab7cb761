/// Why a stream's connection stands where it does. Addresses carry no secrets.
public enum FeedReason: Hashable, Sendable {
  case connecting(address: String)
  /// Nobody publishes to the address yet.
  case awaitingPublisher(address: String)
  case receiving(address: String)
  case publisherLeft(address: String)
  /// Nothing has come for so many seconds.
  case silent(address: String, seconds: Double)
  /// `detail`: what the system says and what to do, in English, for whoever runs the machine.
  case failed(FeedFault, detail: String)
  /// Nothing came for the whole grace period; what failed last, if anything did.
  case givenUp(FeedFault?, detail: String)
  case recordingOver
  case stopped
  /// The stream flows, and nobody has spoken for so many seconds.
  case noSpeech(seconds: Double)
  /// People speak, and have named no product of the catalog for so many seconds.
  case noProductNamed(seconds: Double)
  /// So many orders have come, none of them of a SKU of the catalog.
  case unknownProducts(orders: Int)
  /// What was missing is there again.
  case heardAgain

  /// A stable word for programs.
  public var code: String {
    switch self {
    case .connecting: "connecting"
    case .awaitingPublisher: "awaiting_publisher"
    case .receiving: "receiving"
    case .publisherLeft: "publisher_left"
    case .silent: "silent"
    case .failed(let fault, _): fault.rawValue
    case .givenUp: "given_up"
    case .recordingOver: "recording_over"
    case .stopped: "stopped"
    case .noSpeech: "no_speech"
    case .noProductNamed: "no_product_named"
    case .unknownProducts: "unknown_products"
    case .heardAgain: "heard_again"
    }
  }
}

/// What can be wrong with a stream.
public enum FeedFault: String, Hashable, Sendable, CaseIterable {
  case unreachable
  case notFound = "not_found"
  case accessDenied = "access_denied"
  case connectTimeout = "connect_timeout"
  case stalled
  case connectionLost = "connection_lost"
  case empty
  case notMedia = "not_media"
  case noAudio = "no_audio"
  case unsupportedCodec = "unsupported_codec"
  case limitExceeded = "limit_exceeded"
  case writeFailed = "write_failed"
  case invalidSetting = "invalid_setting"
  case other
}
