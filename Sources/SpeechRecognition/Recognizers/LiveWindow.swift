internal import LiveshelfCore

/// The audio that is being decoded again and again, and the words that are settled in it.
struct LiveWindow {
  enum CommitRule {
    /// What this decoding and the one before agree on.
    case agreed
    /// Everything: no more speech follows for now.
    case all
  }

  private static let sampleRate = Int64(AudioFormat.sampleRate)
  /// A word is taken for complete when it ends this many seconds before the audio does.
  private static let margin = 0.15
  /// A word this old is committed without agreement.
  private static let patience = 1.6
  /// Seconds at which the window is cut, and that it keeps at least.
  private static let (longest, kept) = (6.0, 2.0)

  /// The first sample of the window.
  private(set) var start: Int64
  /// The settled tokens, all spoken in the window, and when each ends.
  private(set) var committed: [Int] = []
  private var ends: [StreamTime] = []
  /// The characters that the last decoding put after the committed tokens.
  private var proposed: [Unicode.Scalar] = []

  init(start: Int64) {
    self.start = start
  }

  /// Commits tokens of the newest reading.
  ///
  /// - Returns: which tokens of the reading were committed.
  mutating func commit(
    _ reading: TimedReading, rule: CommitRule, now: StreamTime, _ transcriber: WhisperTranscriber
  ) -> Range<Int> {
    let first = committed.count
    let boundaries = Self.characterBoundaries(reading.tokens, from: first, transcriber)
    var (count, characters) = (first, 0)
    for boundary in boundaries {
      let end = reading.times[boundary.token]
      let isAgreed = proposed.starts(with: boundary.characters) && now - end >= Self.margin
      guard rule == .all || isAgreed || now - end >= Self.patience else { break }
      // A comma waits for the word after it.
      guard rule == .all || boundary.characters.count > characters else { continue }
      (count, characters) = (boundary.token, boundary.characters.count)
    }
    if rule == .agreed {
      let whole = Self.beforeOpenName(reading.tokens, count: count, transcriber)
      // A name that stays open for so long was not meant, or is so long that its beginning can stand.
      if whole < count, now - reading.times[whole] < Self.patience {
        count = max(first, whole)
        characters = boundaries.last { $0.token <= count }?.characters.count ?? 0
      }
    }
    proposed = Array((boundaries.last?.characters ?? []).dropFirst(characters))
    committed += reading.tokens[first..<count]
    ends += reading.times[(first + 1)..<max(first + 1, count + 1)]
    return first..<count
  }

  /// The tokens of another reading that were spoken in a span of time, whole characters.
  func tokens(
    of reading: TimedReading, from: StreamTime, to: StreamTime, _ transcriber: WhisperTranscriber
  ) -> Range<Int> {
    var (lower, upper): (Int?, Int?)
    var previous = 0
    for boundary in Self.characterBoundaries(reading.tokens, from: 0, transcriber).map(\.token) {
      let middle = (reading.times[previous].microseconds + reading.times[boundary].microseconds) / 2
      if middle >= from.microseconds, middle < to.microseconds {
        lower = lower ?? previous
        upper = boundary
      }
      previous = boundary
    }
    guard let lower, let upper else { return 0..<0 }
    return lower..<upper
  }

  /// Whether the window has become so long that it is cut.
  func isFull(at now: Int64) -> Bool { length(at: now) > Self.longest }

  private func length(at now: Int64) -> Double { Double(now - start) / Double(Self.sampleRate) }

  /// Cuts a window that has become long after a committed word, or in the middle of what nobody understands.
  mutating func trim(now: Int64) {
    let length = length(at: now)
    guard length > Self.longest else { return }
    let latest = StreamTime(sample: now, sampleRate: Self.sampleRate) - Self.kept
    guard let place = ends.lastIndex(where: { $0 <= latest }) else {
      if length > 2 * Self.longest {
        start = now - Int64(Self.kept) * Self.sampleRate
        committed = []
        ends = []
      }
      return
    }
    start = max(start, ends[place].microseconds * Self.sampleRate / 1_000_000)
    committed.removeFirst(place + 1)
    ends.removeFirst(place + 1)
  }

  /// After which tokens a character is complete, and the letters and digits up to there.
  private static func characterBoundaries(
    _ tokens: [Int], from first: Int, _ transcriber: WhisperTranscriber
  ) -> [(token: Int, characters: [Unicode.Scalar])] {
    var boundaries: [(token: Int, characters: [Unicode.Scalar])] = []
    var (bytes, characters) = ([UInt8](), [Unicode.Scalar]())
    for index in first..<max(first, tokens.count) {
      bytes += transcriber.model.vocabulary.bytes(of: tokens[index])
      guard let text = String(validating: bytes, as: UTF8.self) else {
        // Bytes that never become a character must not hold up the rest.
        if bytes.count > 12 { bytes = [] }
        continue
      }
      bytes = []
      for scalar in text.unicodeScalars
      where scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        characters.append(transcriber.model.script.simplify(scalar))
      }
      boundaries.append((index + 1, characters))
    }
    return boundaries
  }

  /// How many of the first `count` tokens lie before a catalog name that is not finished at the end of them.
  private static func beforeOpenName(
    _ tokens: [Int], count: Int, _ transcriber: WhisperTranscriber
  ) -> Int {
    guard let bias = transcriber.bias else { return count }
    var state = BiasTrie.State()
    var begun = count
    for index in 0..<count {
      let wasOpen = state.isOpen
      _ = bias.advance(&state, by: transcriber.model.vocabulary.bytes(of: tokens[index]))
      if state.isOpen, !wasOpen { begun = index }
    }
    return state.isOpen ? begun : count
  }
}
