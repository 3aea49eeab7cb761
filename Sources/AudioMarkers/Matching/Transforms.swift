internal import SpectralAnalysis

/// Sets up Fourier transforms, with this module's error.
enum Transforms {
  static func forward(length: Int) throws(MarkerError) -> RealTransform {
    do {
      return try RealTransform(length: length)
    } catch {
      throw .noTransform(error.description)
    }
  }

  static func inverse(length: Int) throws(MarkerError) -> InverseTransform {
    do {
      return try InverseTransform(length: length)
    } catch {
      throw .noTransform(error.description)
    }
  }
}
