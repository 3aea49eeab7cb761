import Foundation
import History
import TestSupport
import Testing

/// The database in the hands of other programs.
@Suite struct OtherReadersTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func run(_ program: String, _ script: String, database: String) throws -> (code: Int32, output: String)
  {
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

  /// The cells of the notebook, run in order by plain Python; its answers are those of the files.
  @Test func theNotebookAnswersTenQuestions() throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let database = try Self.database(in: folder)
    let notebook = Self.repository.appending(path: "docs/guide/history.ipynb").path
    let script = """
      import json
      for cell in json.load(open('\(notebook)', encoding='utf-8'))['cells']:
          if cell['cell_type'] == 'code':
              exec(''.join(cell['source']))
      print('ANSWERS' + json.dumps(answers))
      """
    let (code, output) = try Self.run("python3", script, database: database.path)
    #expect(code == 0, "\(output)")
    let text = try #require(output.components(separatedBy: "ANSWERS").last)
    let answers = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: [[String: Any]]])
    // Nobody asks anything in these shows.
    #expect(answers.count == 10 && answers.filter(\.value.isEmpty).keys.elementsEqual(["questions"]))
    // The files' own figures, added up here.
    var (units, sales, lost, orders) = ([String: Int](), [String: Double](), 0.0, [Int]())
    for day in 0..<3 {
      let data = try Data(contentsOf: folder.appending(path: "shows/\(day)/figures.json"))
      let show = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      let total = try #require((show["total"] as? [String: Any])?["sold"] as? [String: Any])
      orders.append(try #require(total["orders"] as? Int))
      for product in try #require(show["products"] as? [[String: Any]]) {
        let figures = try #require(product["figures"] as? [String: Any])
        let sold = try #require(figures["sold"] as? [String: Any])
        let sku = try #require(product["sku"] as? String)
        units[sku, default: 0] += try #require(sold["units"] as? Int)
        sales[sku, default: 0] += try #require(sold["sales"] as? Double)
        lost += try #require(figures["lost_sales"] as? Double)
      }
    }
    #expect(answers["shows"]?.compactMap { $0["orders"] as? Int } == orders)
    for row in answers["products"] ?? [] {
      let sku = try #require(row["sku"] as? String)
      #expect(row["units"] as? Int == units[sku])
      #expect(abs((row["sales"] as? Double ?? 0) - (sales[sku] ?? -1)) < 0.02)
    }
    #expect(abs((answers["lost"] ?? []).reduce(0) { $0 + ($1["lost_sales"] as? Double ?? 0) } - lost) < 0.05)
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
