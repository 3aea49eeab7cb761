import Foundation
import TestSupport
import Testing

/// Marked names, numbers and addresses go in by every way in, in good form and in bad, and are looked for in all that comes out or
/// stays.
@Suite(.timeLimit(.minutes(3)))
struct PrivacyCanaryTests {
  /// What must be nowhere.
  private static let canaries = [
    "金雀", "13912345678", "139 1234 5678", "１３９１２３４５６７８", "文三路", "3栋201", "canary@", "Finch", "330106199003071234",
  ]
  private static let sentence =
    "我叫王金雀，电话139 1234 5678（１３９１２３４５６７８），地址：杭州市西湖区文三路478号3栋201室，canary@example.com 身份证330106199003071234"
  private static let time = "2026-04-10T20:00:01+08:00"

  private static let csv = "text/csv"
  private static let lines = "application/x-ndjson"
  private static let json = "application/json"

  /// Kind, type and body.
  private static let bodies: [(String, String, String)] = [
    // Well-formed, with columns about the buyer.
    (
      "orders", csv,
      """
      event_id,order_id,event_type,sku,qty,unit_price,event_time,收货人,手机号,收货地址,user,email
      e1,o1,created,A1,1,10,\(time),王金雀,13912345678,杭州市西湖区文三路478号3栋201室,Canary Finch,canary@example.com
      """
    ),
    (
      "orders", json,
      #"{"event_id":"e2","order_id":"o2","event_type":"created","sku":"A1","qty":1,"event_time":"\#(time)","receiver":"王金雀","phone":"13912345678"}"#
    ),
    // Shifted by a column or two.
    (
      "orders", csv,
      """
      event_id,order_id,event_type,sku,qty,unit_price,event_time
      e3,o3,王金雀,13912345678,created,A1,\(time)
      e4,o4,created,A1,王金雀,13912345678,\(time)
      e5,o5,created,A1,1,10,杭州市西湖区文三路478号3栋201室
      """
    ),
    // Without the header, so that the first row is taken for it.
    ("orders", csv, "王金雀,13912345678,杭州市西湖区文三路478号3栋201室,1\nCanary Finch,13912345678,文三路478号,1\n"),
    // Broken.
    ("orders", json, #"{"event_id":"e6","buyer":"王金雀","phone":"13912345678""#),
    ("orders", lines, "{\"buyer\":\"王金雀\",\"phone\":\"13912345678\"\n{\"event_id\": 王金雀}\n13912345678\n"),
    (
      "orders", json,
      #"["王金雀", "13912345678", {"event_id":"e7","event_type":"王金雀","sku":"A1","event_time":"13912345678"}]"#
    ),
    ("orders", csv, "event_id,order_id,event_type,sku,qty,event_time\n\"王金雀 13912345678"),
    ("stock", csv, "snapshot_time,sku,warehouse,on_hand\n王金雀,A1,GZ,13912345678\n\(time),A1,GZ,王金雀\n"),
    (
      "transactions", csv,
      "id,type,sku,warehouse,qty,event_time,reason\nt1,adjustment,A1,GZ,1,\(time),\"\(sentence)\"\nt2,王金雀,A1,GZ,1,\(time),x\n"
    ),
    ("comments", lines, #"{"id":"c1","ts":"\#(time)","user":"王金雀","text":"\#(sentence)"}"#),
    ("comments", csv, "id,ts,user,text\nc2,\(time),王金雀,\"\(sentence)\"\nc3,王金雀,13912345678,x\n"),
    ("explain", json, #"{"sku":"A1","event":"王金雀 13912345678"}"#),
    ("explain", json, #"{"sku":"A1","event":"explain.start","event_time":"王金雀"}"#),
    ("ask", json, #"{"question":"\#(sentence)"}"#),
    ("stock/correct", json, #"[{"id":"王金雀"}]"#),
  ]

  @Test func nothingOfThePeopleStaysOrComesOut() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let served = folder.appending(path: "served")
    try FileManager.default.createDirectory(at: served, withIntermediateDirectories: true)
    try "sku,name,live_price\nA1,羽绒服,59\n".write(
      to: served.appending(path: "catalog.csv"), atomically: true, encoding: .utf8)
    let program = try await ServedProgram(
      in: served,
      configuration: """
        data: \(served.path)/data
        rooms: [{name: main, catalog: \(served.path)/catalog.csv, start: true}]
        sinks: [{name: out, type: file, path: \(served.path)/signals.jsonl}]
        logging: {level: trace}
        """)
    var answers: [String] = []
    for (kind, type, body) in Self.bodies {
      let answer = try await program.call("POST", "/v1/rooms/main/\(kind)", body: body, type: type)
      answers.append("\(kind): \(answer?.status ?? 0) \(answer?.body ?? "")")
      #expect((answer?.status ?? 500) < 500, "\(answers.last ?? "")")
    }
    try await program.oversell()
    for path in ["", "/quarantine", "/signals", "/presentations", "/inventory"] {
      answers.append(try await program.call("GET", "/v1/rooms/main\(path)")?.body ?? "")
    }
    answers.append(try await program.call("GET", "/metrics")?.body ?? "")
    await program.stop()

    for answer in answers {
      for canary in Self.canaries { #expect(!answer.contains(canary), "\(canary) in the answer: \(answer)") }
    }
    var files = 0
    let paths = try #require(FileManager.default.enumerator(atPath: served.path))
    for case let path as String in paths {
      let file = served.appending(path: path)
      guard let bytes = FileManager.default.contents(atPath: file.path), !bytes.isEmpty else { continue }
      files += 1
      for canary in Self.canaries {
        #expect(bytes.range(of: Data(canary.utf8)) == nil, "\(canary) in \(path)")
      }
    }
    #expect(files >= 4)
    // What is set aside can be read without the server, and says nothing of people either.
    let listed = try Program.run(["quarantine", "list", "--data", "\(served.path)/data", "--all"])
    #expect(listed.code == 0 && listed.output.contains("http/local, line"), "\(listed.errors)")
    for canary in Self.canaries { #expect(!listed.output.contains(canary)) }
  }

  @Test func theFolderIsForThisUserAlone() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let data = folder.appending(path: "data")
    try FileManager.default.createDirectory(
      at: data, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    let program = try await ServedProgram(in: folder, configuration: "data: \(data.path)\nrooms: [{name: main}]\n")
    await program.stop()
    for path in ["", "/server.sqlite", "/rooms", "/rooms/main", "/rooms/main/room.sqlite"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: data.path + path)
      let rights = try #require(attributes[.posixPermissions] as? NSNumber).intValue
      #expect(rights & 0o077 == 0, "\(path): \(String(rights, radix: 8))")
    }
  }
}
