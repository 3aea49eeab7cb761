import CLibAV
import LiveshelfCore

/// Encodes 16 kHz mono to Opus (through libopus) into a file. Owned by one thread.
final class OpusFile {
  private let output: RemuxOutput
  private var encoder: UnsafeMutablePointer<AVCodecContext>?
  private let packet: UnsafeMutablePointer<AVPacket>
  private let frame: AudioFrame
  private var waiting: [Float] = []
  private var samples: Int64 = 0

  private static let timeBase = AVRational(num: 1, den: Int32(AudioFormat.sampleRate))

  init(_ path: String, bitRate: Int, readGuard: ReadGuard) throws(MediaError) {
    guard let codec = avcodec_find_encoder_by_name("libopus"), let packet = av_packet_alloc(), let frame = AudioFrame(),
      let context = avcodec_alloc_context3(codec)
    else { throw .writeFailed(address: path, detail: "this libav has no Opus encoder") }
    self.packet = packet
    self.frame = frame
    encoder = context
    context.pointee.sample_rate = Int32(AudioFormat.sampleRate)
    context.pointee.sample_fmt = AV_SAMPLE_FMT_FLT
    context.pointee.bit_rate = Int64(min(max(bitRate, 6_000), 256_000))
    context.pointee.time_base = Self.timeBase
    context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
    av_channel_layout_default(&context.pointee.ch_layout, 1)
    guard avcodec_open2(context, codec, nil) >= 0,
      let parameters = CodecParameters(audio: AV_CODEC_ID_OPUS),
      avcodec_parameters_from_context(parameters.raw, context) >= 0
    else { throw .writeFailed(address: path, detail: "the Opus encoder refuses \(bitRate) bit/s") }
    output = try RemuxOutput(
      path, format: nil, streams: [(0, parameters)], source: MediaSource(path), readGuard: readGuard)
  }

  deinit {
    avcodec_free_context(&encoder)
    var packet: UnsafeMutablePointer<AVPacket>? = packet
    av_packet_free(&packet)
  }

  func append(_ more: ArraySlice<Float>) throws(MediaError) {
    waiting += more
    guard let size = encoder.map({ Int($0.pointee.frame_size) }), size > 0 else { return }
    var start = 0
    while start + size <= waiting.count {
      try encode(waiting[start..<start + size])
      start += size
    }
    waiting.removeFirst(start)
  }

  /// Completes the file and gives the number of samples in it.
  func finish() throws(MediaError) -> Int64 {
    if !waiting.isEmpty { try encode(waiting[...]) }
    waiting = []
    avcodec_send_frame(encoder, nil)
    try drain()
    try output.finish()
    return samples
  }

  private func encode(_ part: ArraySlice<Float>) throws(MediaError) {
    let raw = frame.raw
    av_frame_unref(raw)
    raw.pointee.format = AV_SAMPLE_FMT_FLT.rawValue
    raw.pointee.nb_samples = Int32(part.count)
    raw.pointee.sample_rate = Int32(AudioFormat.sampleRate)
    av_channel_layout_default(&raw.pointee.ch_layout, 1)
    guard av_frame_get_buffer(raw, 0) >= 0, let plane = raw.pointee.data.0 else {
      throw .limitExceeded(address: "the clip", detail: "no memory")
    }
    plane.withMemoryRebound(to: Float.self, capacity: part.count) { target in
      for (index, value) in part.enumerated() { target[index] = value }
    }
    raw.pointee.pts = samples
    samples += Int64(part.count)
    avcodec_send_frame(encoder, raw)
    try drain()
  }

  private func drain() throws(MediaError) {
    while avcodec_receive_packet(encoder, packet) >= 0 {
      packet.pointee.stream_index = 0
      try output.write(RemuxInput.Packet(raw: packet, timeBase: Self.timeBase))
      av_packet_unref(packet)
    }
  }
}
