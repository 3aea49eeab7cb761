internal import Foundation
internal import GRDB

extension RoomStore {
  /// What was kept with `setSummary`; nil: nothing. Its meaning is the caller's.
  public func summary(of show: String) throws(StoreError) -> [UInt8]? {
    try read { database in
      try Data.fetchOne(database, sql: "SELECT summary FROM show_summary WHERE show = ?", arguments: [show])
    }.map { Array($0) }
  }

  /// Keeps a few hundred bytes about a show that has ended, so that lists of shows need not fold its log once more.
  /// Replaces what was kept before. It can be computed again at any time: it is not replicated.
  public func setSummary(_ summary: [UInt8], of show: String) throws(StoreError) {
    try write { database in
      try database.execute(
        sql:
          "INSERT INTO show_summary (show, summary) VALUES (?, ?) ON CONFLICT (show) DO UPDATE SET summary = excluded.summary",
        arguments: [show, Data(summary)])
    }
  }
}
