import Foundation
import LiveshelfCore
import Shows
import TestSupport
import Testing

@Suite struct ShowFolderTests {
  @Test func aCompleteFolderIsRead() throws {
    let folder = try SmallShow.complete().read()
    #expect(folder.show.room == "room-1")
    #expect(folder.show.clock.text(of: .zero) == SmallShow.start)
    #expect(folder.show.products.map(\.sku) == ["A", "B", "C"])
    #expect(folder.show.products[0].livePrice == Money("99.9"))
    #expect(folder.presentations?.map(\.sku) == ["A", "B"])
    #expect(folder.uplift?.map(\.upliftOrders) == [16.5, 0.4])
    #expect(folder.inventory?.map(\.available) == [0, 60, 38])
    #expect(folder.timeline?.binSeconds == 10)
    #expect(folder.timeline?.rows.count == 28)
    #expect(folder.signals?.map(\.type) == ["liveshelf.presentation.started", "liveshelf.stock.depleted"])
    #expect(folder.alignment?.sources.first?.interval == [-1.7, -1.5])
    #expect(folder.problems.isEmpty)
  }

  @Test func onlyTheDescriptionMustBeThere() throws {
    let folder = try SmallShow().read()
    #expect(folder.timeline == nil && folder.uplift == nil && folder.signals == nil && folder.presentations == nil)
    #expect(folder.problems.isEmpty)
  }

  @Test func linesThatCannotBeReadAreNamedAndLeftOut() throws {
    let show = try SmallShow.complete()
    try show.write(SmallShow.presentations + "{\"id\":\"p3\",\"sku\":\"C\",\"sta", to: "presentations.jsonl")
    try show.write(
      "stream_start,sku,orders_created\n0,A,3\nsoon,A,1\n10,A,many\n20,A,2\n1e300,A,1\n", to: "timeline.csv")
    let folder = try show.read()
    #expect(folder.presentations?.count == 2)
    #expect(folder.timeline?.rows.map(\.ordersCreated) == [3, 2])
    #expect(
      folder.problems.map { "\($0.file) \($0.line)" } == [
        "presentations.jsonl 3", "timeline.csv 3", "timeline.csv 4", "timeline.csv 6",
      ])
    #expect(folder.problems[1].description == "timeline.csv line 3: stream_start: 'soon' is no number")
    #expect(folder.linesLeftOut == 4)
  }

  @Test func errorsNameTheFileAndTheRemedy() throws {
    let empty = try TestData.temporaryFolder()
    #expect(throws: ShowFolderError.notAShow(path: empty.path, reason: "it has no show.json")) {
      try ShowFolder(reading: empty.path)
    }
    let show = try SmallShow()
    try show.write("sku,units\nA,3\n", to: "timeline.csv")
    let place = show.folder.path + "/timeline.csv"
    #expect(
      throws: ShowFolderError.malformed(
        path: place, line: 1, reason: "the column stream_start, orders_created is missing")
    ) { try show.read() }
    try show.write(SmallShow.description.replacing("\"format\":1", with: "\"format\":2"), to: "show.json")
    let error = #expect(throws: ShowFolderError.self) { try show.read() }
    #expect("\(error, default: "")".contains("show.json' line 1: format: the format is 2, and this program reads 1"))
    try show.write(SmallShow.description.replacing("\"duration_s\":120", with: "\"duration_s\":1e99"), to: "show.json")
    #expect(throws: ShowFolderError.self) { try show.read() }
  }

  @Test func aFileBeyondTheLimitIsRefused() throws {
    let show = try SmallShow()
    try show.write("", to: "signals.jsonl")
    let handle = try FileHandle(forWritingTo: show.folder.appending(path: "signals.jsonl"))
    try handle.truncate(atOffset: UInt64(ShowFolder.largestFile) + 1)
    try handle.close()
    let error = #expect(throws: ShowFolderError.self) { try show.read() }
    #expect("\(error, default: "")".contains("signals.jsonl"))
  }

  @Test func aDescriptionSurvivesItsFile() throws {
    let clock = ShowClock(start: WallTime(microseconds: 1_775_822_400_000_000), offset: .china)
    let product = Product(
      sku: "X", name: "杯\"子\"", category: "家居", listPrice: Money("12.34"), livePrice: Money("9.9"), linkNumber: 7,
      options: ["红"])
    let room = try #require(RoomName("r"))
    let show = ShowDescription(
      room: room, recording: "a.flv", clock: clock, durationSeconds: 12.5,
      catalog: Catalog([product, Product(sku: "Y", name: "Y")]))
    let data = try JSONEncoder().encode(show)
    #expect(try JSONDecoder().decode(ShowDescription.self, from: data) == show)
  }

  /// Any bytes give an error or a folder, and a folder gives a page.
  @Test(arguments: UInt64(1)...40) func damagedFilesAreSurvived(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let show = try SmallShow.complete()
    defer { try? FileManager.default.removeItem(at: show.folder) }
    let names = [
      "show.json", "timeline.csv", "uplift.csv", "signals.jsonl", "alignment.json", "presentations.jsonl",
      "inventory_final.csv",
    ]
    for name in names where Bool.random(using: &random) {
      let place = show.folder.appending(path: name)
      var bytes = Array(try Data(contentsOf: place))
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...3, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1:
          bytes.insert(
            contentsOf: Array(["9", "\"", ",", "\n", "-", "e9", "null"].randomElement(using: &random) ?? "").flatMap(
              \.utf8), at: at)
        case 2: bytes.remove(at: at)
        default: bytes.insert(contentsOf: "99999999999".utf8, at: at)
        }
      }
      try Data(bytes).write(to: place)
    }
    do {
      let page = try ReportPage.html(from: try show.read())
      #expect(page.hasSuffix("</html>\n"))
    } catch let error as ShowFolderError {
      #expect("\(error)".contains(show.folder.path))
    }
  }
}

/// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
