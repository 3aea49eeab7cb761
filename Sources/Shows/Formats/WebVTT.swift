internal import LiveshelfCore

/// WebVTT (W3C, "WebVTT: The Web Video Text Tracks Format"): the header and the cues.
enum WebVTT {
  static let header = "WEBVTT\n"

  /// A cue with the blank line before it.
  static func cue(_ line: TranscriptLine) -> String {
    let text = line.text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("-->", with: "--&gt;")
      .replacing("\n", with: " ")
    return "\n\(stamp(line.start)) --> \(stamp(line.end))\n\(text)\n"
  }

  /// `HH:MM:SS.mmm`; moments before the stream's start become its start.
  private static func stamp(_ time: StreamTime) -> String {
    let milliseconds = max(0, (time.microseconds + 500) / 1000)
    func padded(_ value: Int64, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    return "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2)).\(padded(rest, 3))"
  }
}
