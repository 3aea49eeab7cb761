internal import LiveshelfCore

/// The `Retry-After` header (RFC 9110 §10.2.3).
enum RetryAfter {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Seconds to wait from `now`; nil when the text is neither seconds nor a date of the form that RFC 9110 §5.6.7
  /// prefers, `Sun, 06 Nov 1994 08:49:37 GMT`.
  static func seconds(_ text: String, now: WallTime) -> Double? {
    let text = text.drop { $0 == " " }
    if text.utf8.count <= 12, let seconds = Int64(text) { return seconds < 0 ? nil : Double(seconds) }
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])) else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    return WallTime.parse("\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z").map { max(0, $0.time - now) }
  }
}
