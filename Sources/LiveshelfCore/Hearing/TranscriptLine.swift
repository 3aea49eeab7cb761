/// A line of the transcript: what was said in one go.
public struct TranscriptLine: Hashable, Sendable {
  public var start: StreamTime
  public var end: StreamTime
  public var text: String
  /// The last moment of audio that had been consumed when its last word was decided; never before `end`.
  public var detectedAt: StreamTime
}

/// Joins recognised pieces, which may be single words, into lines that people can read.
public struct TranscriptJoiner: Sendable {
  /// A pause of so many seconds begins a new line.
  private static let pause = 0.45
  /// No line goes on beyond so many seconds.
  private static let longest = 7.0

  private var open: TranscriptLine?

  public init() {}

  /// Takes the next piece in; gives the line before it when that is complete.
  public mutating func add(_ utterance: Utterance) -> TranscriptLine? {
    guard !utterance.text.isEmpty else { return nil }
    let next = TranscriptLine(
      start: utterance.start, end: utterance.end, text: utterance.text, detectedAt: utterance.detectedAt)
    guard var line = open else {
      open = next
      return nil
    }
    guard next.start - line.end < Self.pause, next.end - line.start <= Self.longest else {
      open = next
      return line
    }
    // Latin words need a blank between them; Chinese does not.
    let needsBlank =
      (line.text.last?.isASCII ?? false) && (next.text.first?.isASCII ?? false)
      && line.text.last?.isLetter == true && next.text.first?.isLetter == true
    line.text += (needsBlank ? " " : "") + next.text
    line.end = max(line.end, next.end)
    line.detectedAt = max(line.detectedAt, next.detectedAt)
    open = line
    return nil
  }

  /// Gives the line that is still open.
  public mutating func finish() -> TranscriptLine? {
    defer { open = nil }
    return open
  }
}
