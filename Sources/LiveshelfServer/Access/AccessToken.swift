internal import Crypto
internal import Foundation
public import LiveshelfCore

/// A bearer token, without its secret.
public struct AccessToken: Hashable, Sendable {
  /// Short, and no secret: `liveshelf token revoke ID` takes it.
  public var id: String
  public var name: String
  public var roles: Set<Role>
  /// The only room that it is good for; nil: all.
  public var room: RoomName?
  public var createdAt: WallTime
  public var expiresAt: WallTime?
  public var revokedAt: WallTime?

  /// Whether it is good at a moment.
  public func isValid(at time: WallTime) -> Bool {
    revokedAt == nil && (expiresAt.map { time < $0 } ?? true)
  }
}

/// Random texts that prove something, and what is stored of them.
enum Secret {
  /// 256 random bits, base64url.
  static func random() -> String {
    let key = SymmetricKey(size: .bits256)
    return key.withUnsafeBytes { Data($0) }.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// SHA-256 as hexadecimal text: secrets of 256 random bits need no salt and no slow hash.
  static func hash(_ secret: String) -> String {
    SHA256.hash(data: Data(secret.utf8)).hexText
  }
}
