import CAudioCleaner
public import LiveshelfCore

/// Cleaned sound, and where in it there is voice.
public struct CleanedAudio: Sendable {
  public var block: AudioBlock
  /// For each whole 10 ms of the stream that ended within the block, whether it held voice; empty when not asked for.
  public var voice: [Bool]
}

/// Cleans blocks of one stream, in order. Owned by one thread.
///
/// Noise suppression works on overlapping windows and gives the sound back 96 samples late; the blocks that come out
/// are numbered so that each sample keeps its stream time.
public struct AudioCleaner: ~Copyable {
  private let handle: OpaquePointer
  private let delay: Int
  private let reportsVoice: Bool
  private let changesSound: Bool
  /// Samples that do not fill 10 ms yet.
  private var rest: [Float] = []
  /// The stream's sample that the next output stands for.
  private var next: Int64?
  /// Output that stands for no sample of the stream.
  private var lead: Int

  private static let frame = AudioFormat.sampleRate / 100
  private static let suppressionDelay = 96

  /// - Throws: `MediaError.invalidRequest` when the library refuses the settings.
  public init(_ settings: CleaningSettings) throws(MediaError) {
    var configuration = cleaner_configuration(
      high_pass: settings.highPass, noise_suppression: Int32(settings.noiseSuppression?.rawValue ?? -1),
      gain_control: settings.gainControl, voice_likelihood: Int32(settings.voiceActivity?.rawValue ?? -1),
      sample_rate: Int32(AudioFormat.sampleRate))
    guard let handle = cleaner_create(&configuration) else {
      throw .invalidRequest("The audio cleaner refuses these settings")
    }
    self.handle = handle
    delay = settings.noiseSuppression == nil ? 0 : Self.suppressionDelay
    lead = delay
    reportsVoice = settings.voiceActivity != nil
    changesSound = settings.changesSound
  }

  deinit { cleaner_destroy(handle) }

  /// Cleans a block; nil when what has come so far does not fill 10 ms.
  public mutating func clean(_ block: AudioBlock) -> CleanedAudio? {
    if next == nil { next = block.firstSample }
    rest += block.samples
    return process()
  }

  /// Hands out what is still inside at the end of the stream.
  public mutating func finish() -> CleanedAudio? {
    guard let start = next else { return nil }
    let owed = rest.count + delay - lead
    rest += [Float](repeating: 0, count: (Self.frame - owed % Self.frame) % Self.frame + Self.frame)
    guard var last = process() else { return nil }
    last.block.samples = Array(last.block.samples.prefix(owed))
    rest = []
    next = start + Int64(last.block.samples.count)
    return last.block.samples.isEmpty ? nil : last
  }

  private mutating func process() -> CleanedAudio? {
    let whole = rest.count / Self.frame * Self.frame
    guard whole > 0, let start = next else { return nil }
    var samples: [Float] = []
    samples.reserveCapacity(whole)
    var voice: [Bool] = []
    var frame = [Int16](repeating: 0, count: Self.frame)
    for offset in stride(from: 0, to: whole, by: Self.frame) {
      for index in 0..<Self.frame {
        let value = rest[offset + index]
        frame[index] = value.isFinite ? Int16(min(max(value * 32_768, -32_768), 32_767)) : 0
      }
      var hasVoice: Int32 = -1
      let code = frame.withUnsafeMutableBufferPointer {
        cleaner_process(handle, $0.baseAddress, Int32($0.count), &hasVoice)
      }
      // A frame that the library refuses, or is only to be judged, stays as it was.
      if code == 0, changesSound {
        for sample in frame { samples.append(Float(sample) / 32_768) }
      } else {
        samples += rest[offset..<offset + Self.frame]
      }
      if reportsVoice { voice.append(hasVoice == 1) }
    }
    rest.removeFirst(whole)
    let dropped = min(lead, samples.count)
    samples.removeFirst(dropped)
    lead -= dropped
    next = start + Int64(samples.count)
    return CleanedAudio(block: AudioBlock(firstSample: start, samples: samples), voice: voice)
  }
}
