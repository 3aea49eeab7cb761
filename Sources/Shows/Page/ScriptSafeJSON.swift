internal import Foundation

/// JSON that is safe inside a `<script type="application/json">` element: no `<`, `>` or `&` that could end the element
/// or start a comment, and no line separators (HTML standard, "Restrictions for contents of script elements").
enum ScriptSafeJSON {
  static func text(_ value: some Encodable, of what: String) throws(ReportError) -> String {
    escaped(try jsonLine(value, of: what))
  }

  /// The characters occur in strings only, where an escape means the same.
  static func escaped(_ json: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(json.utf8.count)
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<": bytes += Array("\\u003c".utf8)
      case ">": bytes += Array("\\u003e".utf8)
      case "&": bytes += Array("\\u0026".utf8)
      case "\u{2028}": bytes += Array("\\u2028".utf8)
      case "\u{2029}": bytes += Array("\\u2029".utf8)
      default: bytes += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
