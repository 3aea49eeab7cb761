import Foundation
import History
import TestSupport
import Testing

/// The database in the hands of other programs.
@Suite struct OtherReadersTests {
  static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func run(_ program: String, _ script: String, database: String) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program, "-c", script]
    process.environment = ProcessInfo.processInfo.environment.merging(["LIVESHELF_DATABASE": database]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  private static func database(in folder: URL) throws -> ShowDatabase {
    for (day, host) in ["小雨", "阿杰", "小雨"].enumerated() {
      _ = try MadeShow(seed: UInt64(day + 1), in: folder.appending(path: "shows/\(day)"), day: day, host: host)
    }
    let database = try ShowDatabase(path: folder.appending(path: "shows.sqlite").path)
    #expect(try database.gather(ShowDatabase.folders(below: folder)).read.count == 3)
    return database
  }

  /// pandas and DuckDB read the file as it is, where the test tools have them (Scripts/setup.sh --tests).
  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: tools), "the test tools are not installed: Scripts/setup.sh --tests"))
  func pandasAndDuckDBReadIt() throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let database = try Self.database(in: folder)
    let script = """
      import glob, os, sqlite3, duckdb, duckdb_extension_sqlite_scanner, pandas
      path = os.environ['LIVESHELF_DATABASE']
      frame = pandas.read_sql('SELECT * FROM shows', sqlite3.connect(path))
      extensions = os.path.dirname(duckdb_extension_sqlite_scanner.__file__) + '/extensions/*/*.duckdb_extension'
      con = duckdb.connect()
      con.execute(f"LOAD '{glob.glob(extensions)[0]}'")
      con.execute(f"ATTACH '{path}' AS s (TYPE sqlite, READ_ONLY)")
      read = con.execute('SELECT sum(orders), round(sum(sales), 2) FROM s.shows').fetchone()
      assert read == (frame.orders.sum(), round(frame.sales.sum(), 2)), read
      assert con.execute('SELECT count(*) FROM s.presentations').fetchone()[0] > 0
      for view in ('products', 'variants', 'presentations', 'orders', 'timeline', 'signals', 'comments', 'transcript',
                   'mentions', 'moments'):
          theirs = con.execute(f'SELECT count(*) FROM s.{view}').fetchone()[0]
          ours = sqlite3.connect(path).execute(f'SELECT count(*) FROM {view}').fetchone()[0]
          assert theirs == ours, (view, theirs, ours)
      print('both read it')
      """
    let (code, output) = try Self.run(tools, script, database: database.path)
    #expect(code == 0 && output.contains("both read it"), "\(output)")
  }
}

private let tools = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: ".build/test-tools/bin/python3").path
