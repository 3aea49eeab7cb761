/// Why markers could not be set up. The caller can mend every case but `noTransform` by changing the references.
public enum MarkerError: Error, Hashable, CustomStringConvertible {
  /// More references than one library takes.
  case tooManyReferences(count: Int, limit: Int)
  /// Two references have the same name.
  case duplicateName(String)
  /// The sound is shorter or longer than a marker may be.
  case unsupportedDuration(name: String, seconds: Double)
  /// Nothing in the sound stands out enough to be recognised: silence, hum or noise.
  case nothingToRecognize(name: String)
  /// A sample is not a finite number.
  case invalidSample(name: String, index: Int)
  /// The machine cannot set up the Fourier transforms.
  case noTransform(String)

  public var description: String {
    switch self {
    case .tooManyReferences(let count, let limit): "\(count) markers: at most \(limit) can be watched at once"
    case .duplicateName(let name): "two markers are called \(name): rename one of the files"
    case .unsupportedDuration(let name, let seconds):
      "marker \(name) lasts \(seconds) s: use a sound of \(MarkerReference.shortest) to \(MarkerReference.longest) s"
    case .nothingToRecognize(let name): "marker \(name) has nothing to recognise: use a sound with notes or strokes"
    case .invalidSample(let name, let index): "marker \(name): sample \(index) is not a finite number"
    case .noTransform(let reason): reason
    }
  }
}
