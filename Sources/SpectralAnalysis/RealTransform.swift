internal import CLibAV

/// The discrete Fourier transform of a block of real samples (libavutil's `tx`), power-of-two lengths.
///
/// Owns the transform's context and its aligned buffers: use one from one thread at a time.
public struct RealTransform: ~Copyable {
  /// Samples a block.
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
    let status = av_tx_init(&context, &function, AV_TX_FLOAT_RDFT, 0, Int32(length), &scale, 0)
    guard status >= 0, let context, let function else { throw .unsupportedLength(length) }
    // Aligned for the widest vector unit; two values more than the input, because the output has length/2 + 1 bins.
    let bytes = (length + 16) * MemoryLayout<Float>.stride
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
  ///   - fill: writes the block; the buffer holds `length` samples of the last call's input.
  ///   - read: gets length/2 + 1 complex bins as interleaved real and imaginary parts.
  public mutating func transform<Result>(
    fill: (UnsafeMutableBufferPointer<Float>) -> Void, read: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    fill(UnsafeMutableBufferPointer(start: input, count: length))
    function(context, output, input, MemoryLayout<Float>.stride)
    return read(UnsafeBufferPointer(start: output, count: length + 2))
  }
}
