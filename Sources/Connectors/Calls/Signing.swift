internal import Crypto
internal import Foundation

/// The codes by which platforms and programs know each other.
enum Signing {
  static func hmac(_ message: [UInt8], secret: String) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: Data(secret.utf8))))
  }

  /// MD5 where a platform's interface asks for it: it proves nothing alone, the secret in the message does.
  static func md5(_ message: [UInt8]) -> [UInt8] { Array(Insecure.MD5.hash(data: Data(message))) }

  static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Compares in a time that depends on the lengths alone.
  static func equal(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  static func equal(_ left: String, _ right: String) -> Bool { equal(Array(left.utf8), Array(right.utf8)) }
}
