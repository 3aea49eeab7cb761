/// A tag of an FLV file or stream (Adobe Flash Video File Format Specification 10.1, annex E.4).
package struct FLVTag: Equatable {
  package enum Kind: UInt8 {
    case audio = 8
    case video = 9
    case script = 18
  }

  package var kind: Kind
  /// Milliseconds, modulo 2³².
  package var timestamp: UInt32
  /// Where the payload lies in the parser's buffer; valid until the parser is next changed.
  package var payload: Range<Int>
}
