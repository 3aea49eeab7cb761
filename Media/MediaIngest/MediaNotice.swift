/// Something about the sound that people should know, and that did not end it.
public enum MediaNotice: Hashable, Sendable {
  /// One channel is the other one upside down: mixed they are silence, so that one is heard alone.
  case channelsCancel(heard: Int)
  /// Only one of two channels carries sound.
  case deadChannel(heard: Int)
  /// Somebody speaks on one of two channels, beside something else on the other.
  case oneChannelSpeaks(heard: Int)
  /// There are several tracks; this one is heard. Numbered from 0.
  case trackChosen(heard: Int, of: Int)
  /// Somebody pushed to another application or key, and was refused.
  case publisherRefused
  /// A part of the recording begins so many seconds after the end of the one before, as its name or the caller says.
  case partPlaced(part: Int, gapSeconds: Double)
  /// Nothing tells when a part of the recording began: it follows the one before.
  case partUnplaced(part: Int)
  /// A part of the recording should begin before the end of the one before: it follows it.
  case partOverlaps(part: Int, seconds: Double)
  /// The file grew while it was read.
  case stillGrowing
  /// Pieces of an HLS stream could not be fetched.
  case segmentsMissing(count: Int, seconds: Double)
}

extension MediaNotice: CustomStringConvertible {
  public var description: String {
    switch self {
    case .channelsCancel(let heard):
      "the two channels cancel each other (one is inverted: a wrong cable or a phase switch); only the \(Self.side(heard)) one is heard"
    case .deadChannel(let heard): "only the \(Self.side(heard)) channel carries sound; it is heard alone"
    case .oneChannelSpeaks(let heard): "the voice is on the \(Self.side(heard)) channel; it is heard alone"
    case .trackChosen(let heard, let count):
      "there are \(count) audio tracks; track \(heard) is heard, where somebody speaks (--audio-track chooses another)"
    case .publisherRefused: "a publisher with another application or key was refused"
    case .partPlaced(let part, let gap):
      "part \(part + 1) began \(Self.short(gap)) s after the end of the part before; silence stands for what lies between"
    case .partUnplaced(let part):
      "nothing tells when part \(part + 1) began: it follows the part before without a gap (--start-time for each part tells)"
    case .partOverlaps(let part, let seconds):
      "part \(part + 1) should begin \(Self.short(seconds)) s before the end of the part before; it follows it without a gap"
    case .stillGrowing:
      "the file grew while it was read: what was recorded later is not heard; run again when the recording is finished"
    case .segmentsMissing(let count, let seconds):
      "\(count) segments (\(Self.short(seconds)) s) of the playlist could not be fetched"
    }
  }

  private static func side(_ channel: Int) -> String { channel == 0 ? "left" : "right" }

  private static func short(_ seconds: Double) -> String { "\((seconds * 10).rounded() / 10)" }
}
