import ArgumentParser
import Foundation
import History

struct QueryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Ask shows in SQL.",
    discussion: """
      The views shows, products, variants, presentations, orders, timeline, signals, comments, transcript, mentions and moments hold \
      all shows (docs/guide/sql.md); only SELECT is answered. With --database the file can be read by any program that reads SQLite.

      Examples:
        liveshelf query "SELECT host, sum(sales) FROM shows GROUP BY host" --shows results
        liveshelf query "SELECT * FROM presentations" --data liveshelf-data --database shows.sqlite --format csv
      """)

  @Argument(help: ArgumentHelp("A SELECT statement; - reads it from standard input.", valueName: "sql"))
  var sql: String

  @OptionGroup var shows: HistoryOptions

  @Option(help: "How to print it.")
  var format: QueryFormat = .table

  @Option(help: ArgumentHelp("The most rows that are printed, 1 to 10,000,000.", valueName: "number"))
  var limit = 10_000

  @Option(help: ArgumentHelp("Seconds after which the query is stopped.", valueName: "seconds"))
  var timeout = 60.0

  func validate() throws {
    guard (1...10_000_000).contains(limit) else { throw ValidationError("--limit is 1 to 10,000,000") }
    guard timeout > 0, timeout <= 3600 else { throw ValidationError("--timeout is above 0 and at most 3600 seconds") }
  }

  func run() async throws {
    let statement =
      sql == "-" ? String(decoding: FileHandle.standardInput.readDataToEndOfFile().prefix(1 << 20), as: UTF8.self) : sql
    let result = try await shows.with { database in
      try database.query(statement, limits: QueryLimits(rows: limit, seconds: timeout))
    }
    switch format {
    case .table: Console.line(QueryTable.text(result))
    case .csv: Console.text(result.csv)
    case .json: Console.line(result.json)
    }
    if result.isCut { Console.error("liveshelf: note: only the first \(result.rows.count) rows (see --limit)") }
  }
}

enum QueryFormat: String, CaseIterable, ExpressibleByArgument {
  case table, csv, json
}

/// An answer as a table for a terminal.
enum QueryTable {
  private static let widest = 60

  static func text(_ result: QueryResult) -> String {
    let rows = result.rows.map { row in row.map { cell($0) } }
    let widths = result.columns.enumerated().map { place, name in
      min(widest, max(DisplayWidth.of(name), rows.map { DisplayWidth.of($0[place]) }.max() ?? 0))
    }
    let isNumber = result.columns.indices.map { place in
      result.rows.allSatisfy { row in
        switch row[place] {
        case .integer, .real, .null: true
        case .text: false
        }
      }
    }
    return ([result.columns] + rows).map { row in
      row.enumerated().map { place, text in
        let fitted =
          DisplayWidth.of(text) > widths[place] ? DisplayWidth.fitted(text, to: widths[place] - 1) + "…" : text
        let padding = String(repeating: " ", count: max(0, widths[place] - DisplayWidth.of(fitted)))
        return isNumber[place] ? padding + fitted : fitted + padding
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private static func cell(_ value: QueryValue) -> String {
    switch value {
    case .null: return ""
    case .integer(let number): return String(number)
    case .real(let number):
      return number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : shortened(number)
    case .text(let text): return text.replacing("\n", with: " ")
    }
  }

  private static func shortened(_ number: Double) -> String {
    number.isFinite ? String(format: abs(number) >= 100 ? "%.2f" : "%.4g", number) : ""
  }
}
