internal import CLibAV

/// The inverse discrete Fourier transform of complex bins (libavutil's `tx`), power-of-two lengths, not normalised.
///
/// Given only the bins of positive frequency it yields the analytic signal, whose magnitude is the envelope.
/// Owns the transform's context and its aligned buffers: use one from one thread at a time.
public struct InverseTransform: ~Copyable {
  /// Complex values a block.
  public let length: Int
  private let context: OpaquePointer
  private let function: av_tx_fn
  private let input: UnsafeMutablePointer<Float>
  private let output: UnsafeMutablePointer<Float>

  /// - Parameter length: a power of two, 8…65,536.
  /// - Throws: `SpectralError.unsupportedLength` for another length, `.outOfMemory`.
  public init(length: Int) throws(SpectralError) {
    guard (8...65_536).contains(length), length & (length - 1) == 0 else {
      throw .unsupportedLength(length)
    }
    var context: OpaquePointer?
    var function: av_tx_fn?
    var scale: Float = 1
    let status = av_tx_init(&context, &function, AV_TX_FLOAT_FFT, 1, Int32(length), &scale, 0)
    guard status >= 0, let context, let function else { throw .unsupportedLength(length) }
    let bytes = (2 * length + 16) * MemoryLayout<Float>.stride
    guard let input = av_mallocz(bytes), let output = av_mallocz(bytes) else {
      var owned: OpaquePointer? = context
      av_tx_uninit(&owned)
      throw .outOfMemory
    }
    self.length = length
    self.context = context
    self.function = function
    self.input = input.assumingMemoryBound(to: Float.self)
    self.output = output.assumingMemoryBound(to: Float.self)
  }

  deinit {
    var owned: OpaquePointer? = context
    av_tx_uninit(&owned)
    av_free(input)
    av_free(output)
  }

  /// Transforms one block.
  ///
  /// - Parameters:
  ///   - fill: writes `length` bins as interleaved real and imaginary parts, those of negative frequency in the upper
  ///     half; the buffer holds the last call's input.
  ///   - read: gets `length` complex values, interleaved, scaled by `length`.
  public mutating func transform<Result>(
    fill: (UnsafeMutableBufferPointer<Float>) -> Void, read: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    fill(UnsafeMutableBufferPointer(start: input, count: 2 * length))
    function(context, output, input, MemoryLayout<Float>.stride * 2)
    return read(UnsafeBufferPointer(start: output, count: 2 * length))
  }
}
