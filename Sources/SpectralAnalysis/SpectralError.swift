/// Why a transform could not be set up. Neither case can be mended by trying again.
public enum SpectralError: Error, Equatable, CustomStringConvertible {
  case unsupportedLength(Int)
  case outOfMemory

  public var description: String {
    switch self {
    case .unsupportedLength(let length): "no Fourier transform of length \(length): take a power of two from 8 to 65536"
    case .outOfMemory: "no memory for a Fourier transform"
    }
  }
}
