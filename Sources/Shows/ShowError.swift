/// Why a show could not be followed. None of these mends itself.
public enum ShowError: Error, Equatable, CustomStringConvertible {
  /// Something has to be tied to the world's clock, and nothing tells the show's start.
  case startTimeUnknown(needs: String)
  /// The sample broadcast is not where it should be.
  case sampleMissing(searched: [String])
  /// The stream gave no sound; the reason is a sentence.
  case nothingHeard(String)

  public var description: String {
    switch self {
    case .startTimeUnknown(let needs):
      "\(needs) can be tied to the show only when its start is known, and the stream does not tell it: "
        + "add --start-time, such as --start-time 2026-04-10T20:00:00+08:00"
    case .sampleMissing(let searched):
      "the sample broadcast is missing (looked in \(searched.isEmpty ? "no checkout" : searched.joined(separator: ", "))): "
        + "run the program in a checkout of the project"
    case .nothingHeard(let reason): reason
    }
  }
}
