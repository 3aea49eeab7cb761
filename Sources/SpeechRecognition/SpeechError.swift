/// Why speech could not be recognised.
///
/// `.inference` concerns one piece of audio: the recogniser stays usable. The other cases need the operator, except
/// `.brokenStream`, which is a mistake of the caller.
public enum SpeechError: Error, Equatable, CustomStringConvertible {
  /// A file of the model, or the runtime's library, is not there.
  case missingFile(path: String, remedy: String)
  /// A file is there and cannot be used.
  case unusableFile(path: String, reason: String)
  /// The model does not know the language.
  case unknownLanguage(String, known: [String])
  /// The runtime refused a computation.
  case inference(reason: String)
  /// A block does not start where the one before ended.
  case brokenStream(expectedSample: Int64, foundSample: Int64)

  public var description: String {
    switch self {
    case .missingFile(let path, let remedy): "no file \(path): \(remedy)"
    case .unusableFile(let path, let reason): "cannot use \(path): \(reason)"
    case .unknownLanguage(let language, let known):
      "the model knows no language \"\(language)\": take from \(known.joined(separator: ", "))"
    case .inference(let reason): "speech recognition failed: \(reason)"
    case .brokenStream(let expected, let found):
      "audio block starts at sample \(found) instead of \(expected): fill gaps with silence before recognition"
    }
  }
}
