/// Why a stream or recording cannot be heard. None of these mends itself.
public enum HearingError: Error, Equatable, CustomStringConvertible {
  /// No folder with models was found.
  case modelsMissing(searched: [String])
  /// A model file is missing or changed.
  case modelsBroken(path: String, reason: String)
  /// A recogniser that the operator chose cannot be used.
  case recognizer(path: String, reason: String)
  /// The models could not be fetched or converted.
  case modelsNotBuilt(reason: String)
  /// The folder of markers cannot be read, or one of its files is no sound.
  case markers(path: String, reason: String)
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
    case .markers(let path, let reason): "cannot use the markers in '\(path)': \(reason)"
    case .hearing(let reason): reason
    }
  }
}
