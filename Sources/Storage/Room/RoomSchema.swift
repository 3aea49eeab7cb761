internal import GRDB

/// The tables of a room's database. Times are microseconds: of the stream in `at`, of the world elsewhere; `log` is the row of
/// the log that brought something about.
enum RoomSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 log, ledger, outbox") { database in
      try database.execute(
        sql: """
          CREATE TABLE show (
            id TEXT PRIMARY KEY, start INTEGER NOT NULL, zone INTEGER NOT NULL, shift INTEGER NOT NULL,
            catalog BLOB NOT NULL, settings BLOB NOT NULL, source TEXT NOT NULL, host TEXT NOT NULL, end INTEGER
          ) WITHOUT ROWID;
          CREATE TABLE log (
            sequence INTEGER PRIMARY KEY, show TEXT NOT NULL, at INTEGER NOT NULL, received INTEGER NOT NULL,
            body BLOB NOT NULL
          );
          CREATE TABLE durability (
            sequence INTEGER PRIMARY KEY, began INTEGER NOT NULL, durable INTEGER NOT NULL
          );
          CREATE TABLE movement (
            id INTEGER PRIMARY KEY, log INTEGER NOT NULL, show TEXT NOT NULL, kind TEXT NOT NULL, sku TEXT NOT NULL,
            warehouse TEXT NOT NULL, option TEXT NOT NULL, on_hand INTEGER NOT NULL, reserved INTEGER NOT NULL,
            cause TEXT NOT NULL, time INTEGER NOT NULL
          );
          CREATE TABLE stock (
            show TEXT NOT NULL, sku TEXT NOT NULL, warehouse TEXT NOT NULL, on_hand INTEGER NOT NULL,
            reserved INTEGER NOT NULL, reserved_elsewhere INTEGER NOT NULL, in_transit INTEGER NOT NULL,
            arrival INTEGER, safety_stock INTEGER NOT NULL, PRIMARY KEY (show, sku, warehouse)
          ) WITHOUT ROWID;
          CREATE TABLE outbox (
            sequence INTEGER PRIMARY KEY, log INTEGER NOT NULL, show TEXT NOT NULL, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
            sku TEXT NOT NULL, situation TEXT NOT NULL, phase TEXT NOT NULL, event TEXT NOT NULL,
            created INTEGER NOT NULL
          );
          CREATE INDEX outbox_by_show ON outbox (show, sequence);
          CREATE INDEX outbox_by_log ON outbox (log);
          CREATE INDEX movement_by_log ON movement (log);
          CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
          CREATE TABLE sink (name TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
          CREATE TABLE attempt (
            sink TEXT NOT NULL, sequence INTEGER NOT NULL, count INTEGER NOT NULL, failed INTEGER NOT NULL,
            due INTEGER, reason TEXT NOT NULL, PRIMARY KEY (sink, sequence)
          ) WITHOUT ROWID;
          CREATE TABLE dead_letter (
            sink TEXT NOT NULL, sequence INTEGER NOT NULL, count INTEGER NOT NULL, failed INTEGER NOT NULL,
            reason TEXT NOT NULL, PRIMARY KEY (sink, sequence)
          ) WITHOUT ROWID;
          CREATE TABLE revived (
            sink TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (sink, sequence)
          ) WITHOUT ROWID;
          CREATE TABLE delivery (
            sink TEXT NOT NULL, sequence INTEGER NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (sink, sequence)
          ) WITHOUT ROWID;
          CREATE TABLE attention (
            id TEXT PRIMARY KEY, acknowledged_by TEXT, acknowledged_at INTEGER, assigned_to TEXT, muted_until INTEGER
          ) WITHOUT ROWID;
          """)
    }
    migrator.registerMigration("2 summaries of shows") { database in
      try database.execute(
        sql: "CREATE TABLE show_summary (show TEXT PRIMARY KEY, summary BLOB NOT NULL) WITHOUT ROWID;")
    }
    migrator.registerMigration("3 stock by option") { database in
      try database.execute(
        sql: """
          ALTER TABLE stock RENAME TO stock_without_options;
          CREATE TABLE stock (
            show TEXT NOT NULL, sku TEXT NOT NULL, warehouse TEXT NOT NULL, option TEXT NOT NULL,
            on_hand INTEGER NOT NULL, reserved INTEGER NOT NULL, reserved_elsewhere INTEGER NOT NULL,
            in_transit INTEGER NOT NULL, arrival INTEGER, safety_stock INTEGER NOT NULL, owed INTEGER NOT NULL,
            expected_back INTEGER NOT NULL, presale_allowance INTEGER NOT NULL,
            PRIMARY KEY (show, sku, warehouse, option)
          ) WITHOUT ROWID;
          INSERT INTO stock
            SELECT show, sku, warehouse, '', on_hand, reserved, reserved_elsewhere, in_transit, arrival, safety_stock,
              0, 0, 0
            FROM stock_without_options;
          DROP TABLE stock_without_options;
          """)
    }
    migrator.registerMigration("4 shops") { database in
      try database.execute(sql: "ALTER TABLE show ADD COLUMN shop TEXT NOT NULL DEFAULT ''")
    }
    migrator.registerMigration("5 rules of shows") { database in
      try database.execute(sql: "ALTER TABLE show ADD COLUMN rules INTEGER NOT NULL DEFAULT 1")
    }
    migrator.registerMigration("6 units kept for channels") { database in
      try database.execute(sql: "ALTER TABLE stock ADD COLUMN allocated TEXT NOT NULL DEFAULT ''")
    }
    return migrator
  }
}
