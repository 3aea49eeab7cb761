/// What can go wrong with a source. `isRecoverable` says whether trying again later can help.
public enum MediaError: Error, Hashable, Sendable {
  /// Nothing answers there. Recoverable.
  case unreachable(address: String, detail: String)
  /// There is no such file, page or stream. Recoverable for a URL: a stream may start later.
  case notFound(address: String)
  /// The server wants other credentials. Not recoverable.
  case accessDenied(address: String, detail: String)
  /// The policy forbids to connect there. Not recoverable.
  case addressRefused(address: String, reason: String)
  /// The connection did not stand in time. Recoverable.
  case connectTimeout(address: String, seconds: Double)
  /// Nothing came for so long. Recoverable.
  case stalled(address: String, seconds: Double)
  /// The connection broke. Recoverable.
  case connectionLost(address: String, detail: String)
  /// The source has no bytes at all. Not recoverable for a file.
  case empty(address: String)
  /// The bytes are of no container that can be read. Not recoverable.
  case notMedia(address: String)
  /// The bytes are something else than a recording or a stream, or an unusable part of one. Not recoverable.
  case notRecording(address: String, what: String, remedy: String)
  /// The container has no audio, or none in the track asked for. Not recoverable.
  case noAudio(address: String, detail: String)
  /// No decoder for the audio. Not recoverable.
  case unsupportedCodec(address: String, codec: String)
  /// A size or count from outside is above what is allowed. Not recoverable.
  case limitExceeded(address: String, detail: String)
  /// Writing failed. Not recoverable.
  case writeFailed(address: String, detail: String)
  /// A setting makes no sense for the source. Not recoverable.
  case invalidRequest(String)
  /// Cancelled through `MediaInterrupt`. Not an error of the source.
  case cancelled

  /// Whether trying again later can help.
  public var isRecoverable: Bool {
    switch self {
    case .unreachable, .connectTimeout, .stalled, .connectionLost: true
    case .notFound(let address), .empty(let address): address.contains("://") && !address.hasPrefix("file:")
    default: false
    }
  }

  /// What to do about it, in one sentence.
  public var remedy: String {
    switch self {
    case .unreachable: "Check the address and port, and that the server runs and is reachable from here."
    case .notFound(let address):
      address.contains("://")
        ? "Check the path and the stream's name, and that the broadcast has started."
        : "Check the path and that you may read the file."
    case .accessDenied:
      "Check the user name, password or token in the address (it may have expired), and whether the server wants a header such as Referer or Cookie (--header) or a browser's User-Agent (--user-agent)."
    case .addressRefused: "Give an address that the server's configuration allows."
    case .connectTimeout: "Check that somebody publishes there, or raise the connect timeout."
    case .stalled: "Check the publisher's connection, or raise the stall timeout."
    case .connectionLost: "Check the network and the server; an attached show reconnects by itself."
    case .empty: "Check that the recording or download is complete."
    case .notMedia:
      "Give a recording or stream in a usual container such as FLV, MP4, MKV, TS, WAV, MP3 or an HLS list."
    case .notRecording(_, _, let remedy): remedy
    case .noAudio: "Check that the encoder sends sound, or choose another track."
    case .unsupportedCodec: "Let the encoder send AAC, MP3 or Opus."
    case .limitExceeded: "The stream is damaged or made to harm; get a clean copy."
    case .writeFailed: "Check the folder, its permissions and the free space."
    case .invalidRequest: "Correct the setting."
    case .cancelled: "Start it again when wanted."
    }
  }
}

extension MediaError: CustomStringConvertible {
  public var description: String { "\(problem) \(remedy)" }

  /// Seconds to a tenth.
  private static func short(_ seconds: Double) -> String {
    seconds.isFinite ? "\((seconds * 10).rounded() / 10)" : "an unlimited number of"
  }

  private var problem: String {
    switch self {
    case .unreachable(let address, let detail): "Cannot reach \(address): \(detail)."
    case .notFound(let address): "There is nothing at \(address)."
    case .accessDenied(let address, let detail): "\(address) refuses access: \(detail)."
    case .addressRefused(let address, let reason): "\(address) may not be connected to: \(reason)."
    case .notRecording(let address, let what, _): "\(address) is \(what)."
    case .connectTimeout(let address, let seconds): "\(address) gave no stream within \(Self.short(seconds)) s."
    case .stalled(let address, let seconds): "\(address) sent nothing for \(Self.short(seconds)) s."
    case .connectionLost(let address, let detail): "Lost the connection to \(address): \(detail)."
    case .empty(let address): "\(address) is empty."
    case .notMedia(let address): "\(address) is not a media file or stream that can be read."
    case .noAudio(let address, let detail): "\(address) has no audio to hear: \(detail)."
    case .unsupportedCodec(let address, let codec): "The audio of \(address) is \(codec), which cannot be decoded."
    case .limitExceeded(let address, let detail): "\(address) goes beyond a limit: \(detail)."
    case .writeFailed(let address, let detail): "Cannot write \(address): \(detail)."
    case .invalidRequest(let detail): "\(detail)."
    case .cancelled: "Cancelled."
    }
  }
}
