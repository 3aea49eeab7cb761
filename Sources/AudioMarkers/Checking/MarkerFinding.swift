/// A reason for which a marker may not be recognised reliably.
public struct MarkerFinding: Hashable, Sendable {
  /// What is the matter with it.
  public enum Problem: Hashable, Sendable {
    /// It cannot be watched for at all, as `MarkerError` says.
    case unusable(MarkerError)
    /// It is not recognised even when it plays alone.
    case unrecognized
    /// It lasts so many seconds: under a voice there may be too little of it to hear.
    case short(seconds: Double)
    /// It has so few landmarks: one held note, or a noise.
    case plain(landmarks: Int)
    /// It is taken for another marker.
    case alike(other: String)
    /// It resembles itself after so many seconds and was heard there, or twice.
    case repetitive(afterSeconds: Double)
    /// It begins with so many seconds of silence, which belong to it: its start is reported so much too early.
    case silentStart(seconds: Double)
  }

  public var marker: String
  public var problem: Problem

  /// True if the marker should not be used as it is; otherwise it will be missed now and then.
  public var isSevere: Bool {
    switch problem {
    case .unusable, .unrecognized, .alike: true
    case .short, .plain, .repetitive, .silentStart: false
    }
  }
}

extension MarkerFinding: CustomStringConvertible {
  /// The problem and the remedy, in a sentence.
  public var description: String {
    switch problem {
    case .unusable(let error): error.description
    case .unrecognized:
      "\(marker) is not recognised even when it plays alone: use a sound with more notes or strokes"
    case .short(let seconds):
      "\(marker) lasts only \(Self.text(seconds)) s: sounds of 1.5 to 4 s are found under a voice"
    case .plain(let landmarks):
      "\(marker) is plain (\(landmarks) landmarks): it will be missed when the host talks over it; add notes or strokes"
    case .alike(let other): "\(marker) is taken for \(other): replace one of the two"
    case .repetitive(let seconds):
      "\(marker) repeats itself after \(Self.text(seconds)) s: its start may be reported wrongly; vary it or cut it there"
    case .silentStart(let seconds): "\(marker) begins with \(Self.text(seconds)) s of silence: cut it off"
    }
  }

  /// Two decimals.
  private static func text(_ seconds: Double) -> String {
    let hundredths = Int((min(max(seconds, 0), 1e6) * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
