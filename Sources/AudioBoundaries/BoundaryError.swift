/// Why boundaries cannot be heard.
public enum BoundaryError: Error, Hashable, CustomStringConvertible {
  /// The machine cannot set up the Fourier transform. Trying again does not help.
  case noTransform(String)

  public var description: String {
    switch self {
    case .noTransform(let reason): reason
    }
  }
}
