import Foundation
import LiveshelfCore
import LiveshelfServer
import RoomAPI
import Testing

@Suite struct TokenStoreTests {
  private func withStore(_ body: (TokenStore, URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("liveshelf-tokens-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(TokenStore(try ServerDatabase(folder: folder)), folder)
  }

  @Test func secretsAreShownOnceAndNotKept() throws {
    try withStore { store, folder in
      let (token, secret) = try store.create(
        name: "feed", roles: [.ingest, .viewer], room: .main, createdAt: WallTime(microseconds: 9),
        expiresAt: WallTime(microseconds: 99))
      #expect(secret.hasPrefix("lvs_") && secret.utf8.count == 47)
      #expect(try store.list() == [token])
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
        let data = try Data(contentsOf: folder.appendingPathComponent(name))
        #expect(data.range(of: Data(secret.dropFirst(4).utf8)) == nil)
      }
    }
  }

  @Test func tokensOfAnotherProcessAreSeen() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("liveshelf-tokens-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let one = TokenStore(try ServerDatabase(folder: folder))
    let other = TokenStore(try ServerDatabase(folder: folder))
    let (token, secret) = try one.create(name: "x", roles: [.viewer], createdAt: WallTime(microseconds: 0))
    #expect(try await other.verify(secret, at: WallTime(microseconds: 1)) == token)
    _ = try one.revoke("x", at: WallTime(microseconds: 2))
    #expect(try await other.verify(secret, at: WallTime(microseconds: 3)) == nil)
    #expect(try !other.hasValidToken(at: WallTime(microseconds: 3)))
  }

  @Test func wrongTokensAreToldSo() throws {
    try withStore { store, _ in
      #expect(throws: TokenError.noRoles) {
        try store.create(name: "x", roles: [], createdAt: WallTime(microseconds: 0))
      }
      #expect(throws: TokenError.invalidName("")) {
        try store.create(name: "", roles: [.viewer], createdAt: WallTime(microseconds: 0))
      }
      #expect(throws: TokenError.unknown("none")) { try store.revoke("none", at: WallTime(microseconds: 0)) }
      for _ in 0..<2 { _ = try store.create(name: "twin", roles: [.viewer], createdAt: WallTime(microseconds: 0)) }
      #expect(throws: TokenError.unknown("twin")) { try store.revoke("twin", at: WallTime(microseconds: 0)) }
    }
  }
}
