import Foundation
import Intake
import LiveshelfCore
import TestSupport
import Testing

/// Readers must come through anything, whatever the pieces in which it arrives.
@Suite struct IntakeFuzzTests {
  /// A small linear congruential generator, so that failures can be repeated.
  struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 31)
    }
  }

  static func rows(_ bytes: [UInt8], pieces: Int) -> [String] {
    var parser = OrderParser(file: "orders.csv")
    var rows: [String] = []
    do {
      var rest = bytes[...]
      while !rest.isEmpty {
        parser.append(Array(rest.prefix(pieces)))
        rest = rest.dropFirst(pieces)
        while let row = try parser.next(atEnd: false) { rows.append("\(row)") }
      }
      while let row = try parser.next(atEnd: true) { rows.append("\(row)") }
    } catch {
      rows.append("\(error)")
    }
    return rows
  }

  @Test(arguments: 0..<200)
  func mutatedFilesAreReadTheSameInAnyPieces(seed: UInt64) {
    var dice = Dice(state: seed)
    var bytes = Array((OrderReaderTests.header + OrderReaderTests.row + OrderReaderTests.row).utf8)
    for _ in 0..<Int.random(in: 1...12, using: &dice) {
      let place = Int.random(in: 0..<bytes.count, using: &dice)
      switch Int.random(in: 0..<4, using: &dice) {
      case 0: bytes[place] = UInt8.random(in: 0...0x7F, using: &dice)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(contentsOf: Array("\",\r\n".utf8).shuffled(using: &dice), at: place)
      default: bytes.replaceSubrange(place..<min(bytes.count, place + 9), with: [UInt8](repeating: 0x39, count: 30))
      }
    }
    let whole = Self.rows(bytes, pieces: bytes.count)
    #expect(Self.rows(bytes, pieces: 7) == whole)
    #expect(Self.rows(bytes, pieces: 1) == whole)
  }

  @Test func anUnclosedQuoteCostsOneRow() throws {
    let text =
      OrderReaderTests.header + "E0,\"O0,created,SKU1,,1,1,,,,,2026-03-08T19:30:09Z,\n" + OrderReaderTests.row
    let rows = Self.rows(Array(text.utf8), pieces: 64)
    #expect(rows.count == 2)
    #expect(rows.first?.contains("a quotation mark that is not closed") == true)
  }

  @Test func randomBytesNeverStopTheProgram() {
    for seed in 0..<50 as Range<UInt64> {
      var dice = Dice(state: seed)
      let bytes = (0..<2000).map { _ in UInt8.random(in: 0...255, using: &dice) }
      _ = Self.rows(bytes, pieces: 100)
    }
  }
}
