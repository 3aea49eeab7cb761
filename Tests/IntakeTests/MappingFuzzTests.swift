import Intake
import LiveshelfCore
import TestSupport
import Testing

/// Clicks and mappings of columns: anything is read or refused with a remedy.
@Suite struct MappingFuzzTests {
  @Test func clicks() throws {
    try Corpus("clicks").replay { bytes in
      var found: [[String]] = []
      for pieces in [max(1, bytes.count), 11] {
        var (reader, rest, rows) = (RowReader.of(.clicks, file: "clicks"), bytes[...], [String]())
        do {
          while !rest.isEmpty {
            reader.append(Array(rest.prefix(pieces)))
            rest = rest.dropFirst(pieces)
            while let row = try reader.next(atEnd: false) { rows.append("\(row)") }
          }
          while let row = try reader.next(atEnd: true) { rows.append("\(row)") }
        } catch {
          rows.append("\(error)")
        }
        found.append(rows)
      }
      #expect(found[0] == found[1])
    }
  }

  @Test func mappings() {
    var dice = Mutator(seed: 7)
    let seeds = ["sku=商家编码,name=标题,live_price=券后", "sku=a=b,,=,name", "options=规格|尺码"].map { Array($0.utf8) }
    for number in 0..<3_000 {
      let text = String(decoding: dice.mutation(of: seeds[number % seeds.count]), as: UTF8.self)
      do {
        let columns = try CatalogColumns.parse(text)
        _ = try? CatalogReader.read(Array("商家编码,标题\nA,b\n".utf8), file: "c.csv", columns: columns)
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }
}
