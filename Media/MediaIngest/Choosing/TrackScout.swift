/// Decodes a track beside the one that is heard, to find out whether somebody speaks in it.
final class TrackScout {
  private let decoder: AudioDecoder
  private var activity = SpeechActivity()
  /// The source's time of the first second, in microseconds.
  private var origin: Int64?

  /// Nil when the track cannot be decoded.
  init?(_ parameters: CodecParameters) {
    guard let decoder = try? AudioDecoder(parameters, address: "") else { return nil }
    self.decoder = decoder
  }

  func hear(_ packet: AudioPacket) {
    if origin == nil { origin = packet.timestamp }
    guard decoder.send(packet) else { return }
    while decoder.receive() == .frame {
      for piece in FrameEnergy(decoder.frame).pieces { activity.add(piece.loudest) }
    }
  }

  /// The share of speech from `before` seconds before a moment of the source's time line to `after` seconds after it.
  func share(around time: Int64, before: Int, after: Int) -> Double {
    guard let origin else { return 0 }
    let second = Int(clamping: (time - origin) / 1_000_000)
    return activity.share(max(second - before, 0)..<max(second + after, 1))
  }
}
