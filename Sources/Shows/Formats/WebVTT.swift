internal import LiveshelfCore

/// WebVTT (W3C, "WebVTT: The Web Video Text Tracks Format"): the header and the cues.
enum WebVTT {
  static let header = "WEBVTT\n"

  /// A cue with the blank line before it.
  static func cue(_ line: TranscriptLine) -> String { cue(line.start, line.end, line.text) }

  private static func cue(_ start: StreamTime, _ end: StreamTime, _ text: String) -> String {
    let text = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("-->", with: "--&gt;")
      .replacing("\n", with: " ")
    return "\n\(stamp(start)) --> \(stamp(end))\n\(text)\n"
  }

  /// chapters.vtt: a chapter for each presentation, under the product's name (WebVTT, "Chapter cues").
  static func chapters(_ presentations: [Presentation], until end: StreamTime, names: [SKU: String]) -> String {
    header
      + presentations.map { shown in
        cue(shown.start, shown.end ?? end, names[shown.sku] ?? shown.sku.text)
      }.joined()
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
