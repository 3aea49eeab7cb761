/// The tables of a history, and the views that people ask. docs/guide/sql.md describes the views; tables (`t_…`) may change.
enum HistorySchema {
  /// Written into the file (`PRAGMA user_version`): one of another version is built anew.
  static let version = 4
  /// `PRAGMA application_id`: tells these files from others ("lshf").
  static let application = 0x6c73_6866

  /// Figures that a show, a product of a show and a variant share.
  private static let sold = """
    orders INTEGER NOT NULL, units INTEGER NOT NULL, sales REAL NOT NULL, currency TEXT NOT NULL,
    estimated_orders INTEGER NOT NULL, kept_orders INTEGER NOT NULL, kept_units INTEGER NOT NULL, kept_sales REAL NOT NULL
    """
  private static let figures =
    sold + """
      , paid INTEGER NOT NULL, cancelled INTEGER NOT NULL, refunded INTEGER NOT NULL, refused_units INTEGER NOT NULL,
      uplift_orders REAL, uplift_sales REAL NOT NULL, presentations INTEGER NOT NULL, presented_s REAL NOT NULL,
      earned_per_minute REAL, stockout_minutes REAL NOT NULL, lost_units REAL NOT NULL, lost_sales REAL NOT NULL,
      margin REAL, mentions INTEGER NOT NULL, comments INTEGER NOT NULL
      """
  static let soldColumns =
    "orders, units, sales, currency, estimated_orders, kept_orders, kept_units, kept_sales"
  static let figureColumns =
    soldColumns
    + ", paid, cancelled, refunded, refused_units, uplift_orders, uplift_sales, presentations, presented_s, "
    + "earned_per_minute, stockout_minutes, lost_units, lost_sales, margin, mentions, comments"

  static var statements: [String] {
    [
      """
      CREATE TABLE t_show (id INTEGER PRIMARY KEY, folder TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL,
        "show" TEXT NOT NULL, room TEXT NOT NULL, host TEXT NOT NULL, recording TEXT NOT NULL, started_at TEXT NOT NULL,
        started_unix REAL NOT NULL, length_s REAL NOT NULL, \(figures))
      """,
      #"CREATE INDEX t_show_key ON t_show (room, "show")"#,
      """
      CREATE TABLE t_product (show_id INTEGER NOT NULL, sku TEXT NOT NULL, name TEXT NOT NULL, category TEXT NOT NULL,
        list_price REAL, live_price REAL, cost REAL, stock_at_start INTEGER, stock_at_end INTEGER,
        suggested_stock INTEGER NOT NULL, to_order INTEGER, \(figures), PRIMARY KEY (show_id, sku)) WITHOUT ROWID
      """,
      """
      CREATE TABLE t_variant (show_id INTEGER NOT NULL, sku TEXT NOT NULL, option TEXT NOT NULL, \(sold),
        PRIMARY KEY (show_id, sku, option)) WITHOUT ROWID
      """,
      """
      CREATE TABLE t_presentation (show_id INTEGER NOT NULL, presentation_id TEXT NOT NULL, sku TEXT NOT NULL,
        start_s REAL NOT NULL, end_s REAL NOT NULL, confidence REAL NOT NULL, withdrawn_at_s REAL, nth INTEGER,
        orders REAL, units REAL, baseline_orders REAL, uplift_orders REAL, uplift_lo REAL, uplift_hi REAL,
        uplift_sales REAL, cancelled_share REAL, price REAL, empty_share REAL)
      """,
      "CREATE INDEX t_presentation_show ON t_presentation (show_id, sku)",
      """
      CREATE TABLE t_order (show_id INTEGER NOT NULL, stream_s REAL NOT NULL, order_id TEXT NOT NULL,
        event_type TEXT NOT NULL, sku TEXT NOT NULL, option TEXT NOT NULL, qty INTEGER NOT NULL, sales REAL,
        currency TEXT NOT NULL, estimated INTEGER NOT NULL, undone INTEGER NOT NULL, source TEXT NOT NULL,
        warehouse TEXT NOT NULL, in_show INTEGER NOT NULL)
      """,
      "CREATE INDEX t_order_show ON t_order (show_id, sku)",
      """
      CREATE TABLE t_bin (show_id INTEGER NOT NULL, stream_s REAL NOT NULL, bin_s REAL NOT NULL, sku TEXT NOT NULL,
        presenting REAL NOT NULL, mentions INTEGER NOT NULL, orders_created INTEGER NOT NULL, orders_paid INTEGER NOT NULL,
        units INTEGER NOT NULL, cancelled INTEGER NOT NULL, refunded INTEGER NOT NULL, comments INTEGER NOT NULL,
        rejected_units INTEGER NOT NULL, baseline_rate REAL, demand_rate REAL, stock_available INTEGER)
      """,
      "CREATE INDEX t_bin_show ON t_bin (show_id, sku)",
      """
      CREATE TABLE t_signal (show_id INTEGER NOT NULL, at_s REAL NOT NULL, type TEXT NOT NULL, sku TEXT, phase TEXT,
        reason TEXT, reason_zh TEXT)
      """,
      "CREATE TABLE t_comment (show_id INTEGER NOT NULL, at_s REAL NOT NULL, sku TEXT, intent TEXT, text TEXT NOT NULL)",
      "CREATE TABLE t_line (show_id INTEGER NOT NULL, start_s REAL NOT NULL, end_s REAL NOT NULL, text TEXT NOT NULL)",
      "CREATE INDEX t_line_show ON t_line (show_id, start_s, end_s)",
      """
      CREATE TABLE t_mention (show_id INTEGER NOT NULL, start_s REAL NOT NULL, end_s REAL NOT NULL, sku TEXT NOT NULL,
        text TEXT NOT NULL)
      """,
      """
      CREATE TABLE t_moment (show_id INTEGER NOT NULL, kind TEXT NOT NULL, at_s REAL NOT NULL, until_s REAL NOT NULL,
        sku TEXT, value REAL)
      """,
      "CREATE INDEX t_moment_show ON t_moment (show_id)",
      "CREATE INDEX t_signal_show ON t_signal (show_id)",
      "CREATE INDEX t_comment_show ON t_comment (show_id)",
      "CREATE INDEX t_mention_show ON t_mention (show_id, sku)",
    ] + views
  }

  /// Each show once: of two folders of the same show the one that was read last counts.
  private static var views: [String] {
    let one = #"s.id IN (SELECT max(id) FROM t_show GROUP BY room, "show")"#
    // A word of DuckDB's.
    let of = #"s.room, s."show", s.host, s.started_at"#
    func view(_ name: String, _ table: String, _ columns: String) -> String {
      "CREATE VIEW \(name) AS SELECT \(of), \(columns) FROM t_show s JOIN \(table) r ON r.show_id = s.id WHERE \(one)"
    }
    func all(_ columns: String) -> String {
      columns.split(separator: ",").map { "r." + $0.drop { $0 == " " } }.joined(separator: ", ")
    }
    return [
      """
      CREATE VIEW shows AS SELECT \(of), s.recording, s.started_unix, s.length_s, \(figureColumns), s.folder
        FROM t_show s WHERE \(one)
      """,
      view(
        "products", "t_product",
        all(
          "sku, name, category, list_price, live_price, cost, stock_at_start, stock_at_end, suggested_stock, to_order, "
            + figureColumns)),
      view("variants", "t_variant", all("sku, option, " + soldColumns)),
      view(
        "presentations", "t_presentation",
        all(
          "presentation_id, sku, start_s, end_s, confidence, withdrawn_at_s, nth, orders, units, baseline_orders, "
            + "uplift_orders, uplift_lo, uplift_hi, uplift_sales, cancelled_share, price, empty_share")
            + """
            , (r.end_s - r.start_s) / 60 AS minutes,
            CASE WHEN r.end_s > r.start_s THEN r.uplift_sales * (1 - r.cancelled_share) / ((r.end_s - r.start_s) / 60) END
              AS earned_per_minute
            """),
      view(
        "orders", "t_order",
        all(
          "stream_s, order_id, event_type, sku, option, qty, sales, currency, estimated, undone, source, warehouse, "
            + "in_show")),
      view(
        "timeline", "t_bin",
        all(
          "stream_s, bin_s, sku, presenting, mentions, orders_created, orders_paid, units, cancelled, refunded, "
            + "comments, rejected_units, baseline_rate, demand_rate, stock_available")),
      view("signals", "t_signal", all("at_s, type, sku, phase, reason, reason_zh")),
      view("comments", "t_comment", all("at_s, sku, intent, text")),
      view("transcript", "t_line", all("start_s, end_s, text")),
      view("mentions", "t_mention", all("start_s, end_s, sku, text")),
      view("moments", "t_moment", all("kind, at_s, until_s, sku, value")),
    ]
  }

  /// Where a show went well or badly, by its data: the rows of `t_moment` of the show whose number is the argument.
  static let moments = """
    WITH p AS (
      SELECT *, (end_s - start_s) / 60 AS minutes FROM t_presentation WHERE show_id = :id AND withdrawn_at_s IS NULL),
      pace AS (SELECT sum(uplift_orders) / nullif(sum(minutes), 0) AS usual FROM p)
    INSERT INTO t_moment
    SELECT :id, 'sold_fast', start_s, end_s, sku, round(uplift_orders / minutes, 1) FROM p, pace
    WHERE minutes > 0 AND uplift_lo / minutes >= 1.5 * usual
    UNION ALL
    SELECT :id, 'no_effect', start_s, end_s, sku, round(uplift_orders, 1) FROM p WHERE minutes >= 0.5 AND uplift_lo <= 0
    UNION ALL
    SELECT :id, 'sold_out', start_s, end_s, sku, round(empty_share, 2) FROM p WHERE empty_share > 0
    UNION ALL
    SELECT :id, 'silence', end_s, next_s, NULL, round(next_s - end_s, 1)
    FROM (SELECT end_s, lead(start_s) OVER (ORDER BY start_s) AS next_s FROM t_line WHERE show_id = :id)
    WHERE next_s - end_s >= 45
    UNION ALL
    SELECT :id, 'many_comments', minute * 60.0, minute * 60.0 + 60, NULL, count
    FROM (
      SELECT CAST(at_s / 60 AS INTEGER) AS minute, count(*) AS count FROM t_comment WHERE show_id = :id GROUP BY minute)
    WHERE count >= 10 AND count >= (SELECT 2.5 * comments / max(1, length_s / 60) FROM t_show WHERE id = :id)
    """

  static let tables = [
    "t_product", "t_variant", "t_presentation", "t_order", "t_bin", "t_signal", "t_comment", "t_line", "t_mention",
    "t_moment",
  ]
}
