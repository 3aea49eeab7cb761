public import Foundation
internal import GRDB
internal import Synchronization

/// One value of a query's answer.
public enum QueryValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
}

/// The answer to a query.
public struct QueryResult: Sendable {
  public let columns: [String]
  public let rows: [[QueryValue]]
  /// There are more rows than were asked for.
  public let isCut: Bool

  public init(columns: [String], rows: [[QueryValue]], isCut: Bool) {
    (self.columns, self.rows, self.isCut) = (columns, rows, isCut)
  }
}

/// What a query may take.
public struct QueryLimits: Sendable {
  /// Rows that are given out; 1…10,000,000.
  public var rows: Int
  /// Seconds after which it is stopped.
  public var seconds: Double
  /// Bytes of text that are given out in all.
  public var bytes = 256 << 20

  public init(rows: Int = 10_000, seconds: Double = 60) {
    self.rows = min(max(1, rows), 10_000_000)
    self.seconds = seconds.isFinite ? min(max(0.01, seconds), 3600) : 60
  }
}

extension ShowDatabase {
  /// Asks a question: one SELECT (or WITH, VALUES, EXPLAIN) statement, on a connection that cannot write.
  ///
  /// - Throws: `.statement` with what SQLite says, `.tooLong`.
  public func query(_ sql: String, limits: QueryLimits = QueryLimits()) throws(HistoryError) -> QueryResult {
    let first = sql.drop { $0.isWhitespace || $0 == "(" }.prefix { $0.isLetter }.uppercased()
    guard ["SELECT", "WITH", "VALUES", "EXPLAIN"].contains(first) else {
      throw .statement(reason: "only SELECT is answered; the views are described in docs/guide/sql.md")
    }
    let isOver = Mutex(false)
    do {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(10)
      let reader = try DatabaseQueue(path: path, configuration: configuration)
      let alarm = DispatchWorkItem {
        isOver.withLock { $0 = true }
        reader.interrupt()
      }
      DispatchQueue.global().asyncAfter(deadline: .now() + limits.seconds, execute: alarm)
      defer { alarm.cancel() }
      return try reader.read { try Self.fetch(sql, limits, $0) }
    } catch let error as HistoryError {
      throw error
    } catch {
      if isOver.withLock({ $0 }) { throw .tooLong(seconds: limits.seconds) }
      let text = (error as? DatabaseError)?.message ?? "\(error)"
      throw .statement(reason: text)
    }
  }

  private static func fetch(_ sql: String, _ limits: QueryLimits, _ database: Database) throws -> QueryResult {
    // What is sorted may be larger than the memory should be.
    try database.execute(sql: "PRAGMA temp_store = FILE")
    let statement = try database.makeStatement(sql: sql)
    let columns = statement.columnNames
    var rows: [[QueryValue]] = []
    var bytes = 0
    let cursor = try Row.fetchCursor(statement)
    while let row = try cursor.next() {
      guard rows.count < limits.rows, bytes <= limits.bytes else {
        return QueryResult(columns: columns, rows: rows, isCut: true)
      }
      rows.append(
        row.databaseValues.map { value in
          switch value.storage {
          case .null: return .null
          case .int64(let number): return .integer(number)
          case .double(let number): return .real(number)
          case .string(let text):
            bytes += text.utf8.count
            return .text(text)
          case .blob(let data): return .text("\(data.count) bytes")
          }
        })
    }
    return QueryResult(columns: columns, rows: rows, isCut: false)
  }
}
