public import LiveshelfCore
internal import SpectralAnalysis

/// Hears changes of the sound that need no reference: music on and off, applause, long silences, counted tones.
///
/// Results depend on the samples only, not on how they are cut into blocks. Use from one thread at a time. Works at
/// some thousand times real time.
public struct BoundaryDetector: ~Copyable {
  private var spectrum: SoundSpectrum
  private var music = MusicMeter()
  private var noise = ApplauseMeter()
  private var silence = SilenceMeter()
  private var tones = ToneCounter()
  private var pending: [Float] = []
  /// The stream's sample at which `pending` begins.
  private var position: Int64 = 0
  private var started = false
  /// A million years of sound: blocks that claim to lie beyond are passed over.
  private static let plausibleSamples: Range<Int64> = 0..<(1 << 59)

  /// - Throws: `BoundaryError.noTransform`.
  public init() throws(BoundaryError) {
    spectrum = try SoundSpectrum()
  }

  /// Takes the next block and returns what it made certain, in the order of detection.
  ///
  /// A block that does not follow the last one is taken for the start of another recording.
  public mutating func consume(_ block: AudioBlock) -> [AudioBoundary] {
    guard Self.plausibleSamples.contains(block.firstSample) else { return [] }
    if !started || block.firstSample != position + Int64(pending.count) { restart(at: block.firstSample) }
    pending += block.samples
    var found: [AudioBoundary] = []
    var offset = 0
    while pending.count - offset >= SoundSpectrum.window {
      let frame = spectrum.frame(pending[offset..<offset + SoundSpectrum.window])
      let (start, end) = (time(position), time(position + Int64(SoundSpectrum.window)))
      found += music.consume(frame, start: start).map { $0.boundary(end) }
      found += noise.consume(frame, start: start).map { $0.boundary(end) }
      found += silence.consume(frame, start: start).map { $0.boundary(end) }
      found += tones.consume(frame, start: start).map { $0.boundary(end) }
      offset += SoundSpectrum.hop
      position += Int64(SoundSpectrum.hop)
    }
    pending.removeFirst(offset)
    return found
  }

  private mutating func restart(at sample: Int64) {
    started = true
    position = sample
    pending = []
    music = MusicMeter()
    noise = ApplauseMeter()
    silence = SilenceMeter()
    tones = ToneCounter()
  }

  private func time(_ sample: Int64) -> StreamTime {
    StreamTime(sample: sample, sampleRate: Int64(AudioFormat.sampleRate))
  }
}

/// What a meter found, before it is known up to where the sound was heard.
struct SoundChange {
  var kind: AudioBoundary.Kind
  var at: StreamTime
  var strength: Double

  func boundary(_ detectedAt: StreamTime) -> AudioBoundary {
    AudioBoundary(kind: kind, at: min(at, detectedAt), strength: min(1, max(0, strength)), detectedAt: detectedAt)
  }
}
