/// A place where something was said.
public struct TranscriptHit: Hashable, Sendable, Encodable {
  public let room: String
  public let show: String
  public let host: String
  /// Seconds of the stream.
  public let start: Double
  public let end: Double
  /// What was said.
  public let text: String
  /// What was on stage then; empty: nothing.
  public let sku: String
  public let product: String
}

extension ShowDatabase {
  private static let longestText = 200

  /// Where a text was said, in any show, the newest shows first. Latin letters match in either case. What was heard for a
  /// product whose name or SKU contains the text counts, too, however it was written down.
  ///
  /// - Throws: `.statement` for an empty text, `.tooLong`.
  public func find(_ text: String, limit: Int = 100) throws(HistoryError) -> [TranscriptHit] {
    let wanted = text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(Self.longestText)
    guard !wanted.isEmpty else { throw .statement(reason: "nothing to look for was named") }
    let pattern = wanted.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
      .replacing("'", with: "''")
    // By started_at, room and start_s; of each kind as many as are wanted, so that what many lines hold is not sorted as a whole.
    let newest = "ORDER BY 4 DESC, 1, 5 LIMIT \(min(max(1, limit), 100_000))"
    let like = "LIKE '%\(pattern)%' ESCAPE '\\'"
    let result = try query(
      """
      WITH named AS (SELECT DISTINCT room, show, sku FROM products WHERE name \(like) OR sku \(like)),
        hit AS (
          SELECT * FROM (
            SELECT room, show, host, started_at, start_s, end_s, text FROM transcript WHERE text \(like) \(newest))
          UNION
          SELECT * FROM (
            SELECT DISTINCT t.room, t.show, t.host, t.started_at, t.start_s, t.end_s, t.text FROM named n
            JOIN mentions m ON m.room = n.room AND m.show = n.show AND m.sku = n.sku
            JOIN transcript t ON t.room = m.room AND t.show = m.show AND t.start_s < m.end_s AND t.end_s > m.start_s
            \(newest)))
      SELECT h.room, h.show, h.host, h.start_s, h.end_s, h.text, coalesce(p.sku, ''), coalesce(r.name, p.sku, '')
      FROM (SELECT * FROM hit \(newest)) h
      LEFT JOIN presentations p ON p.room = h.room AND p.show = h.show AND p.withdrawn_at_s IS NULL
        AND p.start_s <= h.start_s AND p.end_s > h.start_s
      LEFT JOIN products r ON r.room = p.room AND r.show = p.show AND r.sku = p.sku
      GROUP BY h.room, h.show, h.start_s ORDER BY h.started_at DESC, h.room, h.start_s
      """, limits: QueryLimits(rows: 100_000))
    return result.rows.map { row in
      TranscriptHit(
        room: row[0].text, show: row[1].text, host: row[2].text, start: row[3].number ?? 0, end: row[4].number ?? 0,
        text: row[5].text, sku: row[6].text, product: row[7].text)
    }
  }
}
