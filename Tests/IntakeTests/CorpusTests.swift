import Foundation
import Intake
import LiveshelfCore
import TestSupport
import Testing

/// What people have called a CSV file, JSON Lines or YAML, and mutations of it: readers come through it, name lines that the
/// file has, and read the same in any pieces.
@Suite struct CorpusTests {
  @Test func orders() throws {
    try Corpus("orders").replay(ordersInAnyPieces)
  }

  @Test func jsonArrays() throws {
    try Corpus("json-arrays").replay(ordersInAnyPieces)
  }

  /// Parts of a workbook that are damaged inside, in an archive that is right, and archives that are not.
  @Test func workbooks() throws {
    try Corpus("workbooks").replay(with: [Array(SampleBook.archive())], wrap: SampleBook.wrap, ordersInAnyPieces)
  }

  @Test func webPages() throws {
    try Corpus("web-pages").replay(ordersInAnyPieces)
  }

  private func ordersInAnyPieces(_ bytes: [UInt8]) {
    let whole = IntakeFuzzTests.rows(bytes, pieces: max(1, bytes.count))
    #expect(IntakeFuzzTests.rows(bytes, pieces: 13) == whole)
  }

  @Test func catalogs() throws {
    try Corpus("catalog").replay { bytes in
      do {
        let file = try CatalogReader.read(bytes, file: "catalog.csv")
        #expect(file.warnings.allSatisfy { $0.line >= 1 && $0.line <= bytes.count + 1 })
      } catch {
        #expect("\(error)".contains("catalog.csv"))
      }
    }
  }

  @Test func stock() throws {
    try streams("stock") { InventoryReader.stream(file: $0) }
  }

  @Test func transactions() throws {
    try streams("transactions") { TransactionReader.stream(file: $0) }
  }

  @Test func comments() throws {
    try streams("comments") { CommentReader.stream(file: $0) }
  }

  @Test func thresholds() throws {
    try Corpus("thresholds").replay { bytes in
      do {
        _ = try ThresholdFile.parse(String(decoding: bytes, as: UTF8.self), file: "thresholds.yaml")
      } catch {
        #expect("\(error)".contains("thresholds.yaml"))
      }
    }
  }

  private func streams<Value>(_ name: String, _ make: (String) -> RowStream<Value>) throws {
    try Corpus(name).replay { bytes in
      let whole = rows(make(name), bytes, pieces: max(1, bytes.count))
      #expect(rows(make(name), bytes, pieces: 11) == whole)
    }
  }

  private func rows<Value>(_ stream: RowStream<Value>, _ bytes: [UInt8], pieces: Int) -> [String] {
    var (stream, rest, found) = (stream, bytes[...], [String]())
    do {
      while !rest.isEmpty {
        stream.append(Array(rest.prefix(pieces)))
        rest = rest.dropFirst(pieces)
        while let row = try stream.next(atEnd: false) { found.append("\(row)") }
      }
      while let row = try stream.next(atEnd: true) { found.append("\(row)") }
    } catch {
      found.append("\(error)")
    }
    return found
  }
}
