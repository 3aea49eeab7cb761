/// Cuts a stream into stretches of speech by the voice activity of its frames.
struct SpeechSegmenter {
  struct Settings: Sendable {
    /// A frame above it starts speech; speech goes on while frames stay above `leave`.
    var enter: Float = 0.5
    var leave: Float = 0.35
    /// Frames of silence (32 ms) that end a stretch.
    var silence = 16
    /// Voiced frames that make speech of a stretch.
    var minimum = 4
    /// Frames after which a stretch is cut where it is least voiced.
    var maximum = 280
    /// The first frame at which such a cut may be.
    var earliestCut = 140
  }

  /// A stretch in frames since the start of the stream.
  struct Segment: Equatable {
    var start: Int
    /// The frame after the last one.
    var end: Int
    /// It follows the one before without a gap, because that one was cut.
    var continues: Bool
    /// It was cut: speech goes on.
    var isCut: Bool
  }

  private let settings: Settings
  private var nextFrame = 0
  private var start: Int?
  private var continues = false
  private var lastVoiced = 0
  private var voicedFrames = 0
  private var probabilities: [Float] = []

  init(_ settings: Settings = Settings()) {
    self.settings = settings
  }

  /// The first frame of the stretch that is going on; nil in silence.
  var openStart: Int? { start }
  /// The frame after the last voiced one of the stretch that is going on.
  var openEnd: Int { lastVoiced + 1 }

  /// Takes the next frame in; gives a stretch that ended with it.
  mutating func consume(_ probability: Float) -> Segment? {
    let frame = nextFrame
    nextFrame += 1
    guard let first = start else {
      if probability >= settings.enter {
        start = frame
        continues = false
        lastVoiced = frame
        voicedFrames = 1
        probabilities = [probability]
      }
      return nil
    }
    probabilities.append(probability)
    if probability >= settings.leave {
      lastVoiced = frame
      voicedFrames += 1
    }
    if frame - lastVoiced >= settings.silence { return close() }
    if probabilities.count >= settings.maximum { return cut(from: first) }
    return nil
  }

  /// The stretch that is going on when the stream ends.
  mutating func finish() -> Segment? {
    start == nil ? nil : close()
  }

  private mutating func close() -> Segment? {
    guard let first = start else { return nil }
    start = nil
    guard voicedFrames >= settings.minimum || continues else { return nil }
    return Segment(start: first, end: lastVoiced + 1, continues: continues, isCut: false)
  }

  private mutating func cut(from first: Int) -> Segment {
    var (place, least) = (probabilities.count - 1, Float.infinity)
    for index in settings.earliestCut..<(probabilities.count - 1) {
      // Three frames together: a single low one is often a stop consonant.
      let level = probabilities[index - 1] + probabilities[index] + probabilities[index + 1]
      if level <= least { (place, least) = (index, level) }
    }
    let segment = Segment(start: first, end: first + place, continues: continues, isCut: true)
    start = first + place
    continues = true
    probabilities.removeFirst(place)
    voicedFrames = probabilities.count { $0 >= settings.leave }
    return segment
  }
}
