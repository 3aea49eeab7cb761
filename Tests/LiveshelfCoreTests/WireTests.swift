import Foundation
import LiveshelfCore
import Testing

/// Rows as bytes: nothing is lost, nothing traps, and what is new is skipped.
@Suite struct WireTests {
  @Test(arguments: 0..<300) func everyRowComesOutAsItWentIn(seed: UInt64) throws {
    var dice = SeededDice(seed)
    let message = RowMessage(
      rows: (0..<Int.random(in: 0...8, using: &dice)).map { _ in dice.row() }, receivedAt: dice.wallTime())
    #expect(try RowMessage(encoded: message.encoded()) == message)
    let utterance = dice.utterance()
    #expect(try Utterance(encoded: utterance.encoded()) == utterance)
    let catalog = dice.catalog()
    #expect(try Catalog(encoded: catalog.encoded()).products == catalog.products)
  }

  @Test(arguments: 0..<100) func fieldsOfALaterVersionAreSkipped(seed: UInt64) throws {
    var dice = SeededDice(seed)
    let comment = ViewerComment(id: "c", time: dice.wallTime(), text: "还有货吗🙏")
    var writer = WireWriter(version: WireFormat.version)
    let before = dice.fieldOfALaterVersion()
    let after = dice.fieldOfALaterVersion()
    before(&writer)
    comment.write(to: &writer)
    after(&writer)
    #expect(try ViewerComment(encoded: writer.bytes) == comment)
  }

  @Test func theLayoutIsThatOfProtocolBuffers() throws {
    // 1: "c"; 2: -1, as a zigzag varint; 3: "hi". See protobuf.dev/programming-guides/encoding.
    let comment = ViewerComment(id: "c", time: WallTime(microseconds: -1), text: "hi")
    #expect(comment.encoded() == [3, 0x0A, 1, 0x63, 0x10, 1, 0x1A, 2, 0x68, 0x69])
    // A field of four bytes, which is never written, is passed over as well.
    #expect(try ViewerComment(encoded: comment.encoded() + [0x25, 1, 2, 3, 4]) == comment)
  }

  @Test func whatIsUnknownIsToldWithTheRemedy() {
    #expect(throws: WireError.version(1)) { try Row(encoded: [1, 6, 0]) }
    #expect(WireError.version(1).description.contains("use the version of Liveshelf that wrote it"))
    // A kind of row with the number 9.
    #expect(throws: WireError.unknown("kind of row")) { try Row(encoded: [3, 0x4A, 0]) }
    // An order whose type is named "returned".
    #expect(throws: WireError.unknown("type of order event")) {
      try Row(encoded: [3, 0x0A, 10, 0x1A, 8] + Array("returned".utf8))
    }
    #expect(throws: WireError.missing("type of order event")) { try Row(encoded: [3, 0x0A, 0]) }
    #expect(throws: WireError.truncated) { try Row(encoded: []) }
    #expect(throws: WireError.tooLong(WireFormat.maximumLength + 1)) {
      try Row(encoded: [3] + [UInt8](repeating: 0, count: WireFormat.maximumLength))
    }
  }

  @Test(arguments: WireCorpus.damaged) func damagedBytesAreRefused(_ sample: WireCorpus.Sample) {
    #expect(throws: WireError.self, "\(sample.name)") { try RowMessage(encoded: sample.bytes) }
  }

  @Test(arguments: 0..<400) func mutatedBytesNeverTrap(seed: UInt64) {
    var dice = SeededDice(seed)
    let samples =
      WireCorpus.damaged.map(\.bytes) + [
        RowMessage(rows: (0..<4).map { _ in dice.row() }, receivedAt: dice.wallTime()).encoded(),
        dice.utterance().encoded(), dice.catalog().encoded(),
      ]
    for sample in samples {
      var bytes = sample
      for _ in 0..<Int.random(in: 1...6, using: &dice) where bytes.count > 1 {
        let place = Int.random(in: 1..<bytes.count, using: &dice)
        switch Int.random(in: 0..<4, using: &dice) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &dice)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], at: place)
        default: bytes.removeLast(bytes.count - place)
        }
      }
      // What is read must be written and read again as the same; the rest is refused.
      if let message = try? RowMessage(encoded: bytes) {
        #expect((try? RowMessage(encoded: message.encoded())) == message)
      }
      _ = try? Utterance(encoded: bytes)
      _ = try? Mention(encoded: bytes)
      _ = try? CuePoint(encoded: bytes)
      _ = try? FeedChange(encoded: bytes)
      _ = try? Catalog(encoded: bytes)
    }
  }
}

/// Bytes that were once read wrongly, or that aim at a limit.
enum WireCorpus {
  struct Sample: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var testDescription: String { name }
  }

  static let damaged = [
    Sample(name: "nothing", bytes: []),
    Sample(name: "JSON of an older version", bytes: Array(#"{"received":1,"rows":[]}"#.utf8)),
    Sample(name: "a row longer than the message", bytes: [3, 0x12, 0x7F, 0x0A]),
    Sample(name: "a length of 2^63", bytes: [3, 0x12, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]),
    Sample(name: "an integer without end", bytes: [3, 0x08] + [UInt8](repeating: 0x80, count: 11)),
    Sample(name: "an integer of 65 bits", bytes: [3, 0x08] + [UInt8](repeating: 0xFF, count: 9) + [0x02]),
    Sample(name: "field number 0", bytes: [3, 0x00, 0x00]),
    Sample(name: "a field number beyond 2^29", bytes: [3, 0xF8, 0xFF, 0xFF, 0xFF, 0x7F, 0x00]),
    Sample(name: "a group, which is not used", bytes: [3, 0x13, 0x14]),
    Sample(name: "half a number of eight bytes", bytes: [3, 0x79, 1, 2, 3]),
    Sample(name: "a row that is an integer", bytes: [3, 0x10, 0x01]),
    Sample(name: "a row without a kind", bytes: [3, 0x12, 0x00]),
    Sample(name: "a truth value of 2", bytes: [3, 0x12, 4, 0x2A, 2, 0x10, 2]),
    Sample(name: "a transaction without a type", bytes: [3, 0x12, 2, 0x1A, 0]),
  ]
}
