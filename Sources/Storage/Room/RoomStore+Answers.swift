internal import GRDB
public import LiveshelfCore

extension RoomStore {
  /// What was answered to a request with this key, and the request's digest; nil: it never came.
  public func answer(to key: String) throws(StoreError) -> StoreCommit.Answer? {
    try read { database in
      try Row.fetchOne(database, sql: "SELECT digest, answer FROM answer WHERE key = ?", arguments: [key]).map { row in
        StoreCommit.Answer(key: key, digest: row["digest"], answer: row["answer"])
      }
    }
  }

  /// Forgets answers from before a moment.
  public func forgetAnswers(before time: WallTime) throws(StoreError) {
    try write { try $0.execute(sql: "DELETE FROM answer WHERE time < ?", arguments: [time.microseconds]) }
  }
}
