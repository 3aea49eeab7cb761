import Foundation
import TestSupport
import Testing

@Suite struct QueryCommandTests {
  private func show(in folder: URL, _ name: String, start: String, host: String) throws {
    let place = folder.appending(path: name)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    func write(_ text: String, _ file: String) throws {
      try Data(text.utf8).write(to: place.appending(path: file))
    }
    try write(
      #"{"format":1,"room":"r","recording":"x.flv","start":"\#(start)","duration_s":120,"host":"\#(host)","# + "\n"
        + #""products":[{"sku":"A","name":"羊绒大衣","category":"服饰","live_price":100,"link_no":1,"options":[]}]}"#,
      "show.json")
    try write(
      "stream_time,order_id,event_type,sku,option,qty,sales,currency,estimated,undone,in_show\n"
        + "10,o1,created,A,红,2,180,CNY,0,0,1\n20,o2,created,A,蓝,1,95.5,CNY,0,1,1\n-5,o0,created,A,蓝,1,100,CNY,0,0,0\n",
      "orders.csv")
    try write(#"{"start":11,"end":14,"text":"这件大衣","detected_at":15}"# + "\n", "transcript.jsonl")
    try write(
      #"{"sku":"A","text":"羊容","start":12,"end":12.5,"confidence":0.9,"detected_at":14}"# + "\n", "mentions.jsonl")
  }

  @Test func showsAreAskedFoundAndCompared() throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let shows = folder.appending(path: "shows")
    try show(in: shows, "one", start: "2026-04-10T20:00:00.000+08:00", host: "小雨")
    try show(in: shows, "two", start: "2026-04-11T20:00:00.000+08:00", host: "阿杰")
    let database = folder.appending(path: "all.sqlite").path
    let sums = try Program.run([
      "query", "SELECT count(*), sum(orders), sum(units), sum(sales), sum(kept_sales) FROM shows", "--shows",
      shows.path,
      "--database", database, "--format", "csv",
    ])
    #expect(sums.code == 0, "\(sums.errors)")
    #expect(sums.output.hasSuffix("\n2,4,6,551,360\n"), "\(sums.output)")
    // The file alone.
    let options = try Program.run([
      "query", "SELECT option, sum(units) AS n FROM variants GROUP BY option ORDER BY option", "--database", database,
      "--format", "json",
    ])
    #expect(
      options.output == #"[{"option":"红","n":4},"# + "\n" + #" {"option":"蓝","n":2}]"# + "\n", "\(options.output)")
    // The name finds what was heard for it.
    let found = try Program.run(["find", "羊绒", "--database", database])
    #expect(found.code == 0 && found.output.split(separator: "\n").count == 2, "\(found.output)\(found.errors)")
    let history = try Program.run(["history", "--database", database])
    #expect(history.code == 0 && history.output.contains("cannot be told"), "\(history.errors)")
    for (arguments, code) in [
      (["query", "DELETE FROM shows", "--database", database], 1), (["query", "SELECT 1"], 2),
      (["query", "SELECT 1", "--shows", folder.appending(path: "nowhere").path], 2),
      (["query", "SELECT 1", "--database", database, "--limit", "0"], 2),
      (["query", "SELECT 1", "--database", shows.appending(path: "one/show.json").path], 1),
    ] as [([String], Int32)] {
      let answer = try Program.run(arguments)
      #expect(answer.code == code && !answer.errors.isEmpty, "\(arguments): \(answer.code) \(answer.errors)")
    }
  }

  /// Each show fails by itself; what is done is not done again.
  @Test func anArchiveGoesOnAfterAShowThatFails() throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let shows = folder.appending(path: "recordings")
    for name in ["broken", "nothing"] {
      try FileManager.default.createDirectory(at: shows.appending(path: name), withIntermediateDirectories: true)
    }
    try Data("no media".utf8).write(to: shows.appending(path: "broken/show.flv"))
    let out = folder.appending(path: "out").path
    let first = try Program.run(["archive", shows.path, "--out", out])
    #expect(first.code == 1 && first.errors.contains("broken: there is no catalog.csv"), "\(first.errors)")
    #expect(try Program.run(["archive", folder.appending(path: "absent").path, "--out", out]).code == 2)
    #expect(try Program.run(["archive", shows.appending(path: "nothing").path, "--out", out]).code == 2)
  }
}
