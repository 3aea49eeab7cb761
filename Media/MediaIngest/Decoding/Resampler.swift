import CLibAV
import LiveshelfCore

/// Converts decoded audio to 16 kHz mono float. Owned by one thread.
///
/// libswresample primes its filter so that the first output sample stands for the first input sample; what is still
/// inside is `delay`.
final class Resampler {
  private var context: OpaquePointer?
  private var sampleRate: Int32 = 0
  private var format: Int32 = -1
  private var layout = AVChannelLayout()
  private var heardChannel: Int?
  private var output = [Float](repeating: 0, count: 4096)

  deinit {
    swr_free(&context)
    av_channel_layout_uninit(&layout)
  }

  /// Seconds of audio that went in and have not come out.
  var delay: Double {
    guard let context else { return 0 }
    // In units that divide both rates, so that nothing is rounded away.
    let base = Int64(sampleRate) * Int64(AudioFormat.sampleRate)
    return Double(swr_get_delay(context, base)) / Double(base)
  }

  /// Whether a frame can follow the ones before without a new set-up.
  func accepts(_ frame: AudioFrame) -> Bool {
    context != nil && frame.heardChannel == heardChannel && frame.raw.pointee.sample_rate == sampleRate
      && frame.raw.pointee.format == format
      && av_channel_layout_compare(&layout, &frame.raw.pointee.ch_layout) == 0
  }

  /// Starts afresh for frames like `frame`. False when they cannot be converted.
  func configure(for frame: AudioFrame) -> Bool {
    reset()
    sampleRate = frame.raw.pointee.sample_rate
    format = frame.raw.pointee.format
    guard av_channel_layout_copy(&layout, &frame.raw.pointee.ch_layout) >= 0 else { return false }
    var mono = AVChannelLayout()
    av_channel_layout_default(&mono, 1)
    let code = swr_alloc_set_opts2(
      &context, &mono, AV_SAMPLE_FMT_FLT, Int32(AudioFormat.sampleRate), &layout, AVSampleFormat(format), sampleRate, 0,
      nil)
    heardChannel = frame.heardChannel
    if code >= 0, layout.nb_channels == 2 {
      // libav's own mix of two channels is louder than either, and goes beyond full scale.
      let weights: [Double] =
        switch heardChannel {
        case 0: [1, 0]
        case 1: [0, 1]
        default: [0.5, 0.5]
        }
      guard swr_set_matrix(context, weights, 2) >= 0 else { return false }
    }
    guard code >= 0, swr_init(context) >= 0 else {
      swr_free(&context)
      return false
    }
    return true
  }

  /// Forgets everything that is inside.
  func reset() {
    swr_free(&context)
  }

  /// Converts a frame and appends what comes out.
  func convert(_ frame: AudioFrame, into samples: inout [Float]) {
    guard let planes = frame.raw.pointee.extended_data else { return }
    let count = frame.raw.pointee.nb_samples
    planes.withMemoryRebound(to: UnsafePointer<UInt8>?.self, capacity: 1) { run($0, count, into: &samples) }
  }

  /// Appends what is still inside, as if silence followed.
  func drain(into samples: inout [Float]) {
    guard context != nil else { return }
    run(nil, 0, into: &samples)
    reset()
  }

  private func run(_ input: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ count: Int32, into samples: inout [Float]) {
    let needed = Int(max(swr_get_out_samples(context, count), 0))
    if output.count < needed { output = [Float](repeating: 0, count: needed) }
    let produced = output.withUnsafeMutableBytes { buffer -> Int32 in
      var start = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
      return swr_convert(context, &start, Int32(clamping: buffer.count / 4), input, count)
    }
    guard produced > 0 else { return }
    samples.append(contentsOf: output[..<Int(produced)])
  }
}
