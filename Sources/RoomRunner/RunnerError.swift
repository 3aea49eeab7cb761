/// Why a show could not be followed. None of these mends itself.
public enum RunnerError: Error, Equatable, CustomStringConvertible {
  /// No folder with models was found.
  case modelsMissing(searched: [String])
  /// A model file is missing or changed.
  case modelsBroken(path: String, reason: String)
  /// A recogniser that the operator chose cannot be used.
  case recognizer(path: String, reason: String)
  /// The models could not be fetched or converted.
  case modelsNotBuilt(reason: String)
  /// Something has to be tied to the world's clock, and nothing tells the show's start.
  case startTimeUnknown(needs: String)
  /// The folder of markers cannot be read, or one of its files is no sound.
  case markers(path: String, reason: String)
  /// The sample broadcast is not where it should be.
  case sampleMissing(searched: [String])
  /// A thread of the pipeline failed.
  case hearing(String)

  public var description: String {
    switch self {
    case .modelsMissing(let searched):
      "the speech models are missing (looked in \(searched.joined(separator: ", "))). Run 'liveshelf models fetch', "
        + "or 'make setup' in the checkout, or name their folder with --models or LIVESHELF_MODELS"
    case .modelsBroken(let path, let reason):
      "the model file '\(path)' is broken: \(reason). Run 'liveshelf models fetch'"
    case .recognizer(let path, let reason): "cannot use the recogniser in '\(path)': \(reason)"
    case .modelsNotBuilt(let reason): "the speech models were not built: \(reason)"
    case .startTimeUnknown(let needs):
      "\(needs) can be tied to the show only when its start is known, and the stream does not tell it: "
        + "add --start-time, such as --start-time 2026-04-10T20:00:00+08:00"
    case .markers(let path, let reason): "cannot use the markers in '\(path)': \(reason)"
    case .sampleMissing(let searched):
      "the sample broadcast is missing (looked in \(searched.isEmpty ? "no checkout" : searched.joined(separator: ", "))): "
        + "run the program in a checkout of the project"
    case .hearing(let reason): reason
    }
  }
}
