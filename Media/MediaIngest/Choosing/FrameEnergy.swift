import CLibAV

/// The mean squares of hundredths of a second of a frame, from every fourth sample: of each of its first two channels,
/// and of their mean. Full scale is 1.
struct FrameEnergy {
  struct Piece {
    var left: Float
    var right: Float
    var middle: Float

    var loudest: Float { max(left, right) }
  }

  private(set) var pieces: [Piece] = []

  private static let stride = 4

  /// Empty for sample formats that no decoder of ours gives.
  init(_ frame: AudioFrame) {
    let raw = frame.raw.pointee
    let (count, channels) = (Int(raw.nb_samples), Int(raw.ch_layout.nb_channels))
    guard let planes = raw.extended_data, count > 0, channels > 0 else { return }
    let format = AVSampleFormat(raw.format)
    let isPlanar = av_sample_fmt_is_planar(format) != 0
    guard let left = planes[0], let right = isPlanar && channels > 1 ? planes[1] : left else { return }
    let step = isPlanar ? 1 : channels
    let second = channels > 1 && !isPlanar ? 1 : 0
    let size = max(Int(raw.sample_rate) / 100, Self.stride)
    switch av_get_packed_sample_fmt(format) {
    case AV_SAMPLE_FMT_FLT: measure(left, right, step, second, count, size, Float.self) { $0 }
    case AV_SAMPLE_FMT_S16: measure(left, right, step, second, count, size, Int16.self) { Float($0) / 32_768 }
    case AV_SAMPLE_FMT_S32: measure(left, right, step, second, count, size, Int32.self) { Float($0) / 2_147_483_648 }
    case AV_SAMPLE_FMT_DBL: measure(left, right, step, second, count, size, Double.self) { Float($0) }
    default: break
    }
  }

  @inline(__always)
  private mutating func measure<Sample>(
    _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ step: Int, _ second: Int, _ count: Int, _ size: Int,
    _ type: Sample.Type, value: (Sample) -> Float
  ) {
    let (left, right) = (UnsafeRawPointer(left), UnsafeRawPointer(right))
    let first = left.assumingMemoryBound(to: Sample.self)
    let other = right.assumingMemoryBound(to: Sample.self)
    // The last piece of a frame takes what is left over.
    let number = max(count / size, 1)
    pieces.reserveCapacity(number)
    for piece in 0..<number {
      let end = piece == number - 1 ? count : (piece + 1) * size
      var (l, r, m, n): (Float, Float, Float, Float) = (0, 0, 0, 0)
      var index = piece * size
      while index < end {
        let (a, b) = (value(first[index * step]), value(other[index * step + second]))
        let mean = (a + b) / 2
        l += a * a
        r += b * b
        m += mean * mean
        n += 1
        index += Self.stride
      }
      pieces.append(Piece(left: l / n, right: r / n, middle: m / n))
    }
  }
}
